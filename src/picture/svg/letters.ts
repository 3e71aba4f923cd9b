// How wide a text is drawn, at the most: no browser measures here, and the reader's font is not known.
import { textWidth } from "#schema/width.ts";

/** Widths in shares of the font's size, as the widest of the usual fonts (Verdana, DejaVu Sans) has them. */
const WIDTHS: readonly (readonly [share: number, letters: string])[] = [
  [0.36, "iIjJl'|"],
  [0.42, ' !,./:;-()[]ftr"'],
  [0.57, "sczL_?"],
  [0.66, "abdeghknopquvxyEFPSTY0123456789$*"],
  [0.8, "ABCDGHKNOQRUVXZ+=<>#"],
];
const SHARES = new Map(WIDTHS.flatMap(([share, letters]) => [...letters].map((letter) => [letter, share] as const)));
const WIDEST = 1;
/** How much more a semi-bold font takes. */
const BOLD = 1.18;

/** The pixels that a text takes at this size, rounded up. */
export function lengthOf(text: string, size: number, isBold = false): number {
  let shares = 0;
  for (const letter of text) shares += SHARES.get(letter) ?? WIDEST * Math.max(1, textWidth(letter) * 0.6);
  return Math.ceil(shares * size * (isBold ? BOLD : 1));
}

/** The text, cut where it would be longer than so many pixels. */
export function fitted(text: string, size: number, room: number, isBold = false): string {
  if (lengthOf(text, size, isBold) <= room) return text;
  const letters = [...text];
  while (letters.length > 0 && lengthOf(`${letters.join("")}…`, size, isBold) > room) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
