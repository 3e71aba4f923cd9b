// The lines of the picture. What a bar calls leaves it to the right as one stub, which meets a lane for each of those
// called; a lane ends in an arrow. So lines never pass a text, and lines that cross without a dot do not meet.
import type { Box, BoxKind, Flow, Picture } from "#schema/picture.ts";
import { type Grid, LANE, OVERHANG, PORTS, type Standing } from "./grid.ts";
import type { Hue } from "./palette.ts";
import { type Frame, head, joint, line, type Point, way } from "./shapes.ts";
import { SIGNS } from "./signs.ts";

/** Called from bars: where its lane stands among the others, from the inside to the outside. */
const NEAR: Readonly<Partial<Record<BoxKind, number>>> = { endpoints: 1, database: 2, cache: 3, nat: 4, bucket: 5 };

/** A vertical line beside the bars. */
interface Lane {
  readonly box: Box;
  readonly flows: readonly Flow[];
}

const isBar = (box: Box | undefined): boolean => box?.place === "private";
const find = (picture: Picture, id: string): Box | undefined => picture.boxes.find((box) => box.id === id);

/** What bars call, and who calls it. */
function lanesOf(picture: Picture): readonly Lane[] {
  const called = picture.boxes.filter(({ id }) =>
    picture.flows.some(({ from, to }) => to === id && isBar(find(picture, from))),
  );
  return called.map((box) => ({
    box,
    flows: picture.flows.filter(({ to, from }) => to === box.id && isBar(find(picture, from))),
  }));
}

/** How many lines run beside the bars: a lane for each of those called, and one for the way out. */
export function laneCount(picture: Picture): number {
  return lanesOf(picture).length + (picture.flows.some(({ from }) => from === "nat") ? 1 : 0);
}

const hueOf = ({ kind }: Box): Hue => SIGNS[kind].hue;

/** Everything that is drawn between the boxes. */
export function linesOf(picture: Picture, grid: Grid): readonly string[] {
  const lanes = orderedBy(grid, lanesOf(picture));
  return [
    ...stubs(picture, grid, lanes),
    ...lanes.flatMap((lane, index) => laneLines(grid, lane, laneX(grid, index))),
    ...joints(grid, lanes),
    ...incoming(picture, grid),
    ...wayOut(picture, grid, laneX(grid, lanes.length)),
    ...chain(picture, grid),
  ];
}

/** Services are called in the order of their rows. */
function orderedBy({ standing }: Grid, lanes: readonly Lane[]): readonly Lane[] {
  const row = ({ box }: Lane): number => standing.findIndex((one) => one.box.id === box.id);
  return lanes.toSorted((a, b) => (NEAR[a.box.kind] ?? 0) - (NEAR[b.box.kind] ?? 0) || row(a) - row(b));
}

const laneX = ({ bars }: Grid, index: number): number => bars[1] + OVERHANG + PORTS + index * LANE;

function frameOf({ standing }: Grid, id: string): Frame {
  return standing.find((one: Standing) => one.box.id === id)?.frame ?? { x: 0, y: 0, width: 0, height: 0 };
}

const below = ({ y, height }: Frame, share: number): number => Math.round(y + height * share);
/** Where a bar's own stub leaves it. */
const outY = (grid: Grid, id: string): number => below(frameOf(grid, id), 0.7);
/** Where an arrow meets a bar. */
const inY = (grid: Grid, box: Box): number =>
  box.place === "private" || box.kind === "nat"
    ? below(frameOf(grid, box.id), 0.32)
    : below(frameOf(grid, box.id), 0.5);

/** One line a caller, as far as the outermost lane that it meets. */
function stubs(picture: Picture, grid: Grid, lanes: readonly Lane[]): readonly string[] {
  return picture.boxes.filter(isBar).flatMap(({ id }) => {
    const last = lanes.findLastIndex(({ flows }) => flows.some(({ from }) => from === id));
    if (last === -1) return [];
    return [
      way("stub", [
        [grid.bars[1], outY(grid, id)],
        [laneX(grid, last), outY(grid, id)],
      ]),
    ];
  });
}

/** A lane from its callers to the arrow at the one called, with the ports above the arrow. */
function laneLines(grid: Grid, { box, flows }: Lane, x: number): readonly string[] {
  const target = frameOf(grid, box.id);
  const isAside = box.place === "region";
  const y = isAside ? below(target, 0.5) : inY(grid, box);
  const hue = hueOf(box);
  const points: readonly Point[] = isAside ? [[target.x, y]] : rightEdges(grid, box).map((edge): Point => [edge, y]);
  const last = points.at(-1) ?? [x, y];
  const [near, ...further] = turns(
    flows.map(({ from }) => outY(grid, from)),
    y,
  );
  const ports = [...new Set(flows.flatMap(({ ports: all }) => all))].join(", ");
  return [
    way(`${hue}-line`, [[x, near ?? y], [x, y], last]),
    ...further.map((end) =>
      way(`${hue}-line`, [
        [x, end],
        [x, y],
      ]),
    ),
    ...points.map((point) => head(hue, point, isAside ? "right" : "left")),
    ...(isAside ? [] : [line(`${hue}-text`, ports, [grid.bars[1] + OVERHANG + 6, y - 5], { size: 11, isBold: true })]),
  ];
}

/** The ends of a lane that turns off at `y`: the farthest caller above it, and the farthest below. */
function turns(callers: readonly number[], y: number): readonly number[] {
  const [top, bottom] = [Math.min(...callers), Math.max(...callers)];
  return [...(top < y ? [top] : []), ...(bottom > y ? [bottom] : [])];
}

/** Where arrows meet a box on its right side, from the outside in: gateways of several zones stand on one rail. */
function rightEdges({ bars, columns }: Grid, { kind, zones }: Box): readonly number[] {
  if (kind !== "nat") return [bars[1]];
  const ours = columns.filter(({ zone }) => zones.includes(zone.letter));
  return ours.map(({ frame }) => frame.x + frame.width - OVERHANG).toReversed();
}

function joints(grid: Grid, lanes: readonly Lane[]): readonly string[] {
  return lanes.flatMap(({ box, flows }, index) =>
    flows.map(({ from }) => joint(hueOf(box), [laneX(grid, index), outY(grid, from)])),
  );
}

/** On the left: from the internet to the load balancer, and from that to the services behind it. */
function incoming({ flows }: Picture, grid: Grid): readonly string[] {
  const frame = frameOf(grid, "load-balancer");
  const [left, x] = [grid.bars[0], grid.vpc.x + 28];
  const arrow = ({ ports }: Flow, y: number): string[] => [
    head("way", [left, y], "right"),
    line("way-text", ports.join(", "), [left - OVERHANG - 6, y - 5], { size: 11, isBold: true, anchor: "end" }),
  ];
  const [inAt, outAt] = [below(frame, 0.32), below(frame, 0.7)];
  return flows.flatMap((flow) => {
    if (flow.from === "internet") {
      const begin: Point = [x, below(frameOf(grid, "internet"), 1)];
      return [way("way-line", [begin, [x, inAt], [left, inAt]]), ...arrow(flow, inAt)];
    }
    if (flow.from !== "load-balancer") return [];
    const y = below(frameOf(grid, flow.to), 0.5);
    return [
      way("way-line", [
        [left, outAt],
        [x, outAt],
        [x, y],
        [left, y],
      ]),
      ...arrow(flow, y),
    ];
  });
}

/** From the NAT gateways up to the internet. */
function wayOut(picture: Picture, grid: Grid, x: number): readonly string[] {
  const nat = find(picture, "nat");
  if (!nat || !picture.flows.some(({ from, to }) => from === "nat" && to === "internet")) return [];
  const y = outY(grid, "nat");
  const world = frameOf(grid, "internet");
  const end: Point = [x, world.y + world.height];
  const begin = rightEdges(grid, nat).at(-1) ?? x;
  return [way("way-line", [[begin, y], [x, y], end]), head("way", end, "up")];
}

/** Beside the VPC, upwards: from the alarms to the chat. */
function chain(picture: Picture, grid: Grid): readonly string[] {
  return picture.flows.flatMap(({ from, to }) => {
    const [caller, called] = [find(picture, from), find(picture, to)];
    if (caller?.place !== "region" || !called) return [];
    const [begin, end] = [frameOf(grid, from), frameOf(grid, to)];
    const x = Math.round(begin.x + 28);
    const point: Point = [x, end.y + end.height];
    return [way("watch-line", [[x, begin.y], point]), head("watch", point, "up")];
  });
}
