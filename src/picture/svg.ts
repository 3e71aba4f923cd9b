// The picture as an SVG that needs nothing else: no font, no script, no browser to measure. The layout is the same on
// every machine, and light or dark as the reader's page is.
import type { Picture, Tier } from "#schema/picture.ts";
import { card } from "./svg/cards.ts";
import { type Grid, gridOf, MARGIN } from "./svg/grid.ts";
import { laneCount, linesOf } from "./svg/lines.ts";
import { darkStyle, painted } from "./svg/palette.ts";
import { escaped, type Frame, line, panel, type Point, way } from "./svg/shapes.ts";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

const TIER_WORDS: Readonly<Record<Tier, string>> = {
  public: "Public",
  private: "Private",
  database: "Database",
};

/** The text of the SVG. */
export function svg(picture: Picture): string {
  const grid = gridOf(picture, laneCount(picture));
  const { width, height } = grid;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="${FONT}">`,
    `<title id="title">${escaped(`Infrastructure of ${picture.name}`)}</title>`,
    `<desc id="desc">${escaped(described(picture))}</desc>`,
    `<style>${darkStyle()}</style>`,
    panel("page", { x: 0, y: 0, width, height }, 0),
    ...heading(picture),
    ...ground(picture, grid),
    '<g stroke-linecap="round" stroke-linejoin="round">',
    ...linesOf(picture, grid),
    "</g>",
    ...grid.standing.flatMap(({ box, frame }) =>
      box.kind === "nat" ? gateways(grid, box.zones, frame, box) : [card(box, frame)],
    ),
    ...legend(grid),
    "</svg>",
    "",
  ].join("\n");
}

/** What the picture shows, for who can't see it. */
function described({ boxes, flows, zones, region }: Picture): string {
  const title = (id: string): string => boxes.find((box) => box.id === id)?.title ?? id;
  const says = flows.map(({ from, to, ports }) => {
    return `${title(from)} to ${title(to)}${ports.length > 0 ? ` on port ${ports.join(", ")}` : ""}`;
  });
  return `${region}, zones ${zones.map(({ letter }) => letter).join(", ")}. Connections: ${says.join("; ")}.`;
}

function heading({ name, region, zones, environment }: Picture): readonly string[] {
  const words = `${environment} in ${region}, ${zones.length} zones`;
  return [
    line("title", name, [MARGIN, 34], { size: 20, isBold: true }),
    line("detail", words, [MARGIN, 52], { size: 12 }),
  ];
}

/** Frames, bands and columns, with their names. */
function ground(picture: Picture, grid: Grid): readonly string[] {
  const { region, vpc, bands, columns, bars } = grid;
  const name = (text: string, y: number): string => line("detail", text, [bars[0], y], { size: 12, isBold: true });
  return [
    panel("region", region, 14),
    name(`AWS ${picture.region}`, region.y + 26),
    panel("vpc", vpc, 12),
    name(`VPC ${picture.block}`, vpc.y + 20),
    ...bands.map(({ tier, frame }) => panel(tier, frame, 8)),
    ...columns.map(({ frame }) => panel("zone", frame, 8, ' stroke-dasharray="4 4"')),
    ...columns.map(({ zone, frame }) => {
      const at: Point = [frame.x + frame.width / 2, frame.y + 20];
      return line("detail", `Zone ${zone.letter}`, at, { size: 12, isBold: true, anchor: "middle" });
    }),
    ...bands.map(({ tier, frame }) => name(TIER_WORDS[tier], frame.y + 20)),
    ...bands.flatMap(({ tier, frame }) =>
      columns.map(({ zone, frame: column }) => block(zone.blocks[tier], column, frame)),
    ),
  ];
}

/** A subnet's block, in the corner where its zone and its tier meet. */
function block(text: string | undefined, column: Frame, band: Frame): string {
  return line("detail", text ?? "", [column.x + column.width - 12, band.y + 20], { size: 11, anchor: "end" });
}

/** A gateway in each zone that has one, on one rail. */
function gateways(
  grid: Grid,
  zones: readonly string[],
  row: Frame,
  box: Parameters<typeof card>[0],
): readonly string[] {
  return grid.columns
    .filter(({ zone }) => zones.includes(zone.letter))
    .map(({ frame }) => card({ ...box, zones: [] }, { ...row, x: frame.x + 12, width: frame.width - 24 }));
}

function legend({ height }: Grid): readonly string[] {
  const y = height - 24;
  const words = "An arrow points to who is called, on this port. Lines meet where there is a dot, and nowhere else.";
  return [
    `<circle ${painted("world-text")} cx="${MARGIN + 6}" cy="${y - 4}" r="3.5"/>`,
    way("stub", [
      [MARGIN, y - 4],
      [MARGIN + 18, y - 4],
    ]),
    line("detail", words, [MARGIN + 28, y], { size: 12 }),
  ];
}
