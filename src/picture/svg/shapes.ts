// The elements that the picture is made of, as text.
import type { BoxKind } from "#schema/picture.ts";
import { type Hue, painted, type Role } from "./palette.ts";
import { SIGNS } from "./signs.ts";

/** Where something stands, in pixels. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

/** A text as XML holds it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.codePointAt(0) ?? 38};`);
}

/** A rectangle with round corners. */
export function panel(role: Role, { x, y, width, height }: Frame, radius: number, more = ""): string {
  return `<rect ${painted(role)} x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"${more}/>`;
}

interface Type {
  readonly size: number;
  readonly isBold?: boolean;
  readonly anchor?: "start" | "middle" | "end";
}

/** A line of text; `y` is its base line. */
export function line(role: Role, text: string, [x, y]: Point, { size, isBold, anchor = "start" }: Type): string {
  const weight = isBold ? ' font-weight="600"' : "";
  const align = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  return `<text ${painted(role)} x="${x}" y="${y}" font-size="${size}"${weight}${align}>${escaped(text)}</text>`;
}

/** A way with square turns, its corners slightly round. */
export function way(role: Role, points: readonly Point[], width = 1.6): string {
  return `<path ${painted(role)} stroke-width="${width}" d="${pathOf(points)}"/>`;
}

const RADIUS = 6;

function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const steps = rest.map((point, index) => {
    const next = rest[index + 1];
    const before = index === 0 ? first : (rest[index - 1] ?? first);
    if (!next) return `L${point[0]} ${point[1]}`;
    const [from, to] = [towards(point, before), towards(point, next)];
    return `L${from[0]} ${from[1]}Q${point[0]} ${point[1]} ${to[0]} ${to[1]}`;
  });
  return `M${first[0]} ${first[1]}${steps.join("")}`;
}

/** A corner's radius further, and half way where the other end is nearer. */
const step = (from: number, to: number): number =>
  from + Math.sign(to - from) * Math.min(RADIUS, Math.abs(to - from) / 2);

/** A point a corner's radius away from a corner, on the way to another; half way where that is nearer. */
function towards([x, y]: Point, [toX, toY]: Point): Point {
  return [step(x, toX), step(y, toY)];
}

/** The head of an arrow, with its point there. */
export function head(hue: Hue, [x, y]: Point, direction: "left" | "right" | "up" | "down"): string {
  const wings = {
    left: `l8 -4.5v9z`,
    right: `l-8 -4.5v9z`,
    up: `l-4.5 8h9z`,
    down: `l-4.5 -8h9z`,
  };
  return `<path ${painted(`${hue}-text`)} d="M${x} ${y}${wings[direction]}"/>`;
}

/** The mark that lines meet here. */
export const joint = (hue: Hue, [x, y]: Point): string =>
  `<circle ${painted(`${hue}-text`)} cx="${x}" cy="${y}" r="3.5"/>`;

/** The sign of a kind on its tinted tile. */
export function sign(kind: BoxKind, x: number, y: number): string {
  const { hue, path } = SIGNS[kind];
  const tile = panel(`${hue}-tint`, { x, y, width: 32, height: 32 }, 8);
  const drawn = `<path ${painted(`${hue}-line`)} transform="translate(${x + 6} ${y + 6})" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" d="${path}"/>`;
  return tile + drawn;
}
