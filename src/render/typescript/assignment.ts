// Where Prettier breaks between a name and its value (its `assignment.js`): after the sign, inside, or nowhere.
import type { Path } from "#schema/path.ts";
import { NEVER, type Piece, type Style, uncommented } from "./piece.ts";
import { isBinary, isPoorlyBreakable } from "./shape.ts";

/** Where a value goes that doesn't fit behind its name: to a line of its own, nowhere, or where its first line fits. */
export type Layout = "break-after" | "never-break" | "fluid";

/** What stands between a name and its value, where these share a line. */
export type Sign = ": " | " = ";

/**
 * `left` (a name or key of `columns`), its sign, and its value, between the comments of the value; `own` are the paths of
 * the left side. How it breaks is asked where it must (`layoutOf`): most never do.
 */
export function assigned(
  left: string,
  columns: number,
  sign: Sign,
  value: Piece,
  style: Style,
  own: readonly Path[],
): Piece {
  if (value.kind === "commented") {
    const below = uncommented(value);
    return { ...value, parts: [assigned(left, columns, sign, below, style, own)] };
  }
  const width = columns + sign.length + value.width;
  const fits = width < NEVER && width <= style.width;
  // A list inside of the object's own literal would cost ten times as much.
  const parts = [value];
  const all = own.length === 0 ? value.all : [...own, ...value.all];
  return {
    kind: "assigned",
    flat: fits ? left + sign + value.flat : "",
    width: fits ? width : NEVER,
    head: left,
    tail: sign,
    parts,
    own,
    all,
    plain: value.plain,
  };
}

/** How a value stands behind its name, which takes so many columns. */
export function layoutOf(value: Piece, columns: number, sign: string, { width, json }: Style): Layout {
  if (json) return "never-break";
  const { kind, flat } = value;
  if (kind === "template" || (kind === "word" && flat !== "null")) return "never-break";
  if (kind === "number" && !flat.startsWith("-")) return "never-break";
  const test = kind === "choice" ? value.parts[0] : value;
  if (test?.kind === "code" && isBinary(test.flat)) return "break-after";
  if (sign === ": " && columns < 5) return "never-break";
  return kind === "string" || isPoorlyBreakable(value, width) ? "break-after" : "fluid";
}
