// Where everything stands: tiers as bands from the top down, zones as columns through them, each box a bar over the zones
// that it spans, and beside the VPC a column of what AWS runs for us.
import { type Box, type Picture, type PictureZone, TIERS, type Tier } from "#schema/picture.ts";
import { barWidth, cardHeight, cardWidth } from "./cards.ts";
import { ordered } from "./order.ts";
import type { Frame } from "./shapes.ts";

export const MARGIN = 24;
const HEADING = 72;
const PAD = 16;
const GAP = 12;
const BAR = 56;
/** The line of a band or of the zones that holds their names. */
const HEAD = 28;
/** Left of the bars, for what comes in. */
const LEFT = 90;
/** How far a zone's column reaches beyond the bars. */
export const OVERHANG = 12;
/** Between the columns and the first lane, for port numbers. */
export const PORTS = 50;
export const LANE = 16;
/** Between a card and the next one of a chain, for the arrow. */
const CHAIN = 32;
const LEGEND = 36;

export interface Standing {
  readonly box: Box;
  readonly frame: Frame;
}

export interface Band {
  readonly tier: Tier;
  readonly frame: Frame;
}

export interface Column {
  readonly zone: PictureZone;
  readonly frame: Frame;
}

export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly region: Frame;
  readonly vpc: Frame;
  readonly bands: readonly Band[];
  readonly columns: readonly Column[];
  /** Every box; the gateways of several zones as one frame over all of them. */
  readonly standing: readonly Standing[];
  /** Left and right edge of the bars. */
  readonly bars: readonly [left: number, right: number];
}

interface Row {
  readonly box: Box;
  readonly y: number;
}

/** Lays the picture out; `lanes` is how many lines run beside the bars. */
export function gridOf(picture: Picture, lanes: number): Grid {
  const at = (place: Box["place"]): readonly Box[] => picture.boxes.filter((box) => box.place === place);
  const vpcX = MARGIN + PAD;
  const left = vpcX + PAD + LEFT;
  const inTiers = TIERS.flatMap((tier) => at(tier));
  const right = left + barWidth(inTiers, picture.zones.length);
  const vpcWidth = right + OVERHANG + PORTS + lanes * LANE + PAD + PAD - vpcX;
  const outside = at("outside").length > 0 ? BAR + PAD + GAP : 0;
  const regionY = HEADING + outside;
  const vpcY = regionY + HEAD + GAP;
  const bandsY = vpcY + HEAD + HEAD + 4;
  const { bands, rows, end } = bandsOf(picture, bandsY, { x: vpcX + GAP, width: vpcWidth - 2 * GAP });
  const aside = asideOf([...at("region"), ...at("outside")], vpcX + vpcWidth + CHAIN, vpcY, end + GAP);
  const bottom = Math.max(end + GAP, aside.bottom) + PAD;
  const regionWidth = vpcWidth + 2 * PAD + (aside.width === 0 ? 0 : CHAIN + aside.width);
  const world = at("outside").filter(({ kind }) => kind === "internet");
  const bar = (y: number): Frame => ({ x: left, y, width: right - left, height: BAR });
  return {
    width: regionWidth + 2 * MARGIN,
    height: bottom + LEGEND + PAD,
    region: { x: MARGIN, y: regionY, width: regionWidth, height: bottom - regionY },
    vpc: { x: vpcX, y: vpcY, width: vpcWidth, height: bottom - PAD - vpcY },
    bands,
    columns: columnsOf(picture, left, right, { y: vpcY + HEAD, height: end - vpcY - HEAD + GAP / 2 }),
    standing: [
      ...world.map((box) => ({ box, frame: { x: vpcX, y: HEADING, width: vpcWidth, height: BAR } })),
      ...rows.map(({ box, y }) => ({ box, frame: bar(y) })),
      ...aside.standing,
    ],
    bars: [left, right],
  };
}

/** The bands of the tiers that there are, and in them a row a box. */
function bandsOf(picture: Picture, top: number, span: Pick<Frame, "x" | "width">) {
  const bands: Band[] = [];
  const rows: Row[] = [];
  let y = top;
  for (const tier of TIERS.filter((one) => picture.zones.some(({ blocks }) => blocks[one] !== undefined))) {
    const boxes = boxesIn(picture, tier);
    const begin = y;
    y += HEAD + 4;
    for (const box of boxes) {
      rows.push({ box, y });
      y += BAR + GAP;
    }
    bands.push({ tier, frame: { ...span, y: begin, height: Math.max(y - begin, HEAD + GAP) } });
    y = begin + Math.max(y - begin, HEAD + GAP) + GAP;
  }
  return { bands, rows, end: y - GAP };
}

/** The order of a tier's rows: endpoints stand below those who call them, stores as they are. */
function boxesIn({ boxes, flows }: Picture, tier: Tier): readonly Box[] {
  const inTier = boxes.filter(({ place }) => place === tier);
  return tier === "private" ? ordered(inTier, flows) : inTier;
}

function columnsOf(
  { zones }: Picture,
  left: number,
  right: number,
  span: Pick<Frame, "y" | "height">,
): readonly Column[] {
  const width = (right - left + 2 * OVERHANG - (zones.length - 1) * GAP) / zones.length;
  return zones.map((zone, index) => {
    const x = Math.round(left - OVERHANG + index * (width + GAP));
    return { zone, frame: { x, width: Math.round(width), ...span } };
  });
}

/** The column beside the VPC, from the bottom up: the bucket, then alarms, topic, notifier, and above it all the chat. */
function asideOf(boxes: readonly Box[], x: number, top: number, end: number) {
  const width = cardWidth(boxes.filter(({ kind }) => kind !== "internet"));
  const standing: Standing[] = [];
  let y = top;
  for (const kind of ["notifier", "topic", "alarms", "bucket"] as const) {
    const box = boxes.find((one) => one.kind === kind);
    if (!box) continue;
    const height = cardHeight(box);
    const place = kind === "bucket" ? Math.max(y, end - height) : y;
    standing.push({ box, frame: { x, y: place, width, height } });
    y = place + height + CHAIN;
  }
  const chat = boxes.find(({ kind }) => kind === "chat");
  if (chat) standing.push({ box: chat, frame: { x, y: HEADING, width, height: BAR } });
  return { standing, width: standing.length === 0 ? 0 : width, bottom: standing.length === 0 ? 0 : y - CHAIN };
}
