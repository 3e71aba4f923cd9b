// Where Prettier breaks between a name and its value (its `assignment.js`): after the sign, inside, or nowhere.
import type { Path } from "#schema/path.ts";
import { textWidth } from "#schema/width.ts";
import { type Layout, NEVER, type Piece, type Style } from "./piece.ts";
import { isBinary, isPoorlyBreakable } from "./shape.ts";

/** `left` (a name or key), its sign (`:` or ` =`), and its value; `own` are the paths of the left side. */
export function assigned(left: string, sign: string, value: Piece, style: Style, own: readonly Path[]): Piece {
  const before = textWidth(left) + sign.length;
  const shortKey = sign === ":" && before < 6;
  const kind = style.json ? "never-break" : layoutOf(value, shortKey, style.width);
  const width = before + 1 + value.width;
  const fits = width < NEVER && width <= style.width;
  // A list inside of the object's own literal would cost ten times as much.
  const parts = [value];
  const all = own.length === 0 ? value.all : [...own, ...value.all];
  return {
    kind,
    flat: fits ? `${left}${sign} ${value.flat}` : "",
    width: fits ? width : NEVER,
    head: left,
    tail: sign,
    parts,
    own,
    all,
    plain: value.plain,
  };
}

function layoutOf(value: Piece, shortKey: boolean, width: number): Layout {
  const { kind, flat } = value;
  if (kind === "template" || (kind === "word" && flat !== "null")) return "never-break";
  if (kind === "number" && !flat.startsWith("-")) return "never-break";
  const test = kind === "choice" ? value.parts[0] : value;
  if (test?.kind === "code" && isBinary(test.flat)) return "break-after";
  if (shortKey) return "never-break";
  return kind === "string" || isPoorlyBreakable(value, width) ? "break-after" : "fluid";
}
