// A box as it is drawn: its sign, its title, what there is to say, and the zones that it stands in.
import type { Box } from "#schema/picture.ts";
import { fitted, lengthOf } from "./letters.ts";
import { escaped, type Frame, line, panel, sign } from "./shapes.ts";

const TITLE = 14;
const DETAIL = 12;
const ITEM = 12;
const PAD = 12;
const SIGN = 32;
const CHIP = 22;
/** Where texts begin: behind the sign. */
const INDENT = PAD + SIGN + PAD;
const MOST_ITEMS = 10;
const ITEM_HEIGHT = 19;

const LEAST_COLUMN = 210;
const WIDEST_BAR = 760;
const CARD = { least: 220, most: 340 };

/** What stands under the title, on one line. */
const detailOf = ({ kind, details, items }: Box): string =>
  kind === "alarms" ? "" : [...details, ...(items.length > 0 ? [items.join(", ")] : [])].join("  ·  ");

const chipsWidth = ({ zones, kind }: Box): number => (kind === "nat" ? 0 : zones.length * (CHIP + 4));

function textWidth(box: Box): number {
  return Math.max(lengthOf(box.title, TITLE, true), lengthOf(detailOf(box), DETAIL));
}

/** The width of all bars: as the longest text needs, and no column too narrow for a name and a block. */
export function barWidth(boxes: readonly Box[], zones: number): number {
  const needed = boxes
    .filter(({ kind }) => kind !== "nat")
    .map((box) => INDENT + textWidth(box) + PAD + chipsWidth(box) + PAD);
  return Math.min(WIDEST_BAR, Math.max(zones * LEAST_COLUMN, 460, ...needed));
}

/** The width of all cards beside the VPC. */
export function cardWidth(boxes: readonly Box[]): number {
  const needed = boxes.map((box) => INDENT + textWidth(box) + PAD);
  const items = boxes.flatMap(({ kind, items: all }) => (kind === "alarms" ? all : []));
  return Math.min(CARD.most, Math.max(CARD.least, ...needed, ...items.map((item) => 2 * PAD + lengthOf(item, ITEM))));
}

/** How high a card is: two lines, and one for each item. */
export function cardHeight(box: Box): number {
  return box.kind === "alarms" ? 56 + shownItems(box).length * ITEM_HEIGHT + 4 : 56;
}

function shownItems({ items }: Box): readonly string[] {
  if (items.length <= MOST_ITEMS) return items;
  return [...items.slice(0, MOST_ITEMS - 1), `and ${items.length - MOST_ITEMS + 1} more`];
}

/** A box in its frame. */
export function card(box: Box, frame: Frame): string {
  const { x, y, width } = frame;
  const room = width - INDENT - PAD - chipsWidth(box) - (box.zones.length > 0 ? PAD : 0);
  const detail = detailOf(box);
  const head = y + 28;
  const title = fitted(box.title, TITLE, room, true);
  return [
    `<g><title>${escaped([box.title, ...box.details, ...box.items].join("\n"))}</title>`,
    panel("card", frame, 10),
    sign(box.kind, x + PAD, y + PAD),
    line("title", title, [x + INDENT, detail === "" ? head + 5 : head - 3], { size: TITLE, isBold: true }),
    ...(detail === "" ? [] : [line("detail", fitted(detail, DETAIL, room), [x + INDENT, head + 15], { size: DETAIL })]),
    ...chips(box, frame),
    ...(box.kind === "alarms" ? itemLines(box, x, y, width) : []),
    "</g>",
  ].join("\n");
}

/** The letters of the zones, at the right end. */
function chips({ zones, kind }: Box, { x, y, width, height }: Frame): readonly string[] {
  if (kind === "nat") return [];
  const begin = x + width - PAD - zones.length * (CHIP + 4) + 4;
  return zones.flatMap((letter, index) => {
    const at = begin + index * (CHIP + 4);
    const top = y + (height - CHIP) / 2;
    return [
      panel("chip", { x: at, y: top, width: CHIP, height: CHIP }, 6),
      line("detail", letter, [at + CHIP / 2, top + 15], { size: DETAIL, anchor: "middle" }),
    ];
  });
}

function itemLines(box: Box, x: number, y: number, width: number): readonly string[] {
  return shownItems(box).map((item, index) =>
    line("detail", fitted(item, ITEM, width - 2 * PAD), [x + PAD, y + 66 + index * ITEM_HEIGHT], { size: ITEM }),
  );
}
