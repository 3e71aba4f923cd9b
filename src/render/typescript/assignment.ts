// Names before values, and where Prettier breaks between the two (its `assignment.js`): after the sign, inside, or nowhere.
import type { Path } from "#schema/path.ts";
import { textWidth } from "#schema/width.ts";
import { propertyKey } from "./literal.ts";
import { type Name, NOWHERE, type Piece, SHORTHAND, type Style, uncommented } from "./piece.ts";
import { isBinary, isPoorlyBreakable } from "./shape.ts";

/** The keys so far, as they are printed: most are asked for many times. */
const KEYS = new Map<string, Name>();

/** What stands before a value in an object; its comments stand before both. */
export function nameOf(key: string, value: Piece, { json }: Style): Name {
  if (json) return named(JSON.stringify(key), ": ", NOWHERE);
  const { kind, flat } = value.kind === "commented" ? uncommented(value) : value;
  if (kind === "code" && flat === key) return SHORTHAND;
  let known = KEYS.get(key);
  if (known === undefined) KEYS.set(key, (known = named(propertyKey(key), ": ", NOWHERE)));
  return known;
}

/** A text with its sign, as the name of a value; `own` are the paths of the text. */
export function named(text: string, sign: Name["sign"], own: readonly Path[]): Name {
  const label = text + sign;
  return { label, sign, columns: textWidth(label), own };
}

/** Where a value goes that doesn't fit behind its name: to a line of its own, nowhere, or where its first line fits. */
export type Layout = "break-after" | "never-break" | "fluid";

/** How a value stands behind its name. */
export function layoutOf(value: Piece, { sign, columns }: Name, { width, json }: Style): Layout {
  if (json) return "never-break";
  const { kind, flat } = value;
  if (kind === "template" || (kind === "word" && flat !== "null")) return "never-break";
  if (kind === "number" && !flat.startsWith("-")) return "never-break";
  const test = kind === "choice" ? value.parts[0] : value;
  if (test?.kind === "code" && isBinary(test.flat)) return "break-after";
  if (sign === ": " && columns - sign.length < 5) return "never-break";
  return kind === "string" || isPoorlyBreakable(value, width) ? "break-after" : "fluid";
}
