// The pieces of an expression: each is measured once, with its text on one line where it may stand on one, and what it
// is made of where it must be laid out.
import type { Path } from "#schema/path.ts";
import { textWidth } from "#schema/width.ts";

/** What is printed, and how wide. */
export interface Style {
  readonly width: number;
  /** JSON, which shares TypeScript's layout: no trailing commas, no comments, and every map over lines. */
  readonly json: boolean;
}

/** What a piece is. */
export type Kind =
  "string" | "number" | "word" | "code" | "template" | "object" | "list" | "call" | "choice" | "spread" | "commented";

/** What stands before a value: a key or a name, with its sign. */
export interface Name {
  readonly label: string;
  /** The sign that the label ends with, and the columns of both. */
  readonly sign: ": " | " = ";
  readonly columns: number;
  readonly own: readonly Path[];
}

/** A part of an expression. All have the same fields, because V8 reads objects of one shape much faster. */
export interface Piece {
  readonly kind: Kind;
  /** The text on one line; what has parts may have none. */
  readonly flat: string;
  /** The columns of that text; `NEVER` where there is none, because it must break or no line could hold it. */
  readonly width: number;
  /** What stands before the parts: a callee, the comment above. */
  readonly head: string;
  /** What stands behind that: a bracket, the comment at the line's end. */
  readonly tail: string;
  readonly parts: readonly Piece[];
  /** What stands before each part of an object. */
  readonly names: readonly Name[];
  /** The spec paths of the piece itself, and these with those of its parts. */
  readonly own: readonly Path[];
  readonly all: readonly Path[];
  /** Whether it reads well inside of a small object. */
  readonly plain: boolean;
}

export const NOWHERE: readonly Path[] = [];
const NONE: readonly Piece[] = [];
const UNNAMED: readonly Name[] = [];

/** Of a value that is its own key. */
export const SHORTHAND: Name = { label: "", sign: ": ", columns: 0, own: NOWHERE };

/** More columns than any text has. V8 keeps it in the piece, where Infinity would make each piece's width an object of its own. */
export const NEVER = 0x3fff_ffff;

/** A text without a break in it; `head` says what it begins with, where somebody asks. */
export function leaf(kind: Kind, flat: string, own: readonly Path[], plain = true, head = ""): Piece {
  return { kind, flat, width: textWidth(flat), head, tail: "", parts: NONE, names: UNNAMED, own, all: own, plain };
}

/** A text of ASCII alone, which needs no measuring. */
export function plainLeaf(kind: Kind, flat: string, own: readonly Path[]): Piece {
  const width = flat.length;
  return { kind, flat, width, head: "", tail: "", parts: NONE, names: UNNAMED, own, all: own, plain: true };
}

/** A piece that was just made, and that nobody has read. */
type Fresh = { -readonly [Field in keyof Piece]: Piece[Field] };

/** A piece of parts over lines: it has no text on one line unless `inLine` gives it one. */
export function broken(
  kind: Kind,
  head: string,
  tail: string,
  parts: readonly Piece[],
  own: readonly Path[],
  plain = false,
  names = UNNAMED,
): Fresh {
  return { kind, flat: "", width: NEVER, head, tail, parts, names, own, all: own, plain };
}

/** Gives a fresh piece its text on one line where one holds it: `open`, the parts with `between` them, and `close`. */
export function inLine(piece: Fresh, open: string, between: string, close: string, style: Style): Piece {
  const { parts, names, own } = piece;
  // Only what begins with a callee begins with something that may have more than ASCII.
  const start = piece.kind === "call" ? textWidth(piece.head) + "(".length : open.length;
  let width = start + close.length + (parts.length - 1) * between.length;
  // By index here and where else every part passes: `for … of` makes an object a step until V8 has optimized it.
  for (let at = 0; at < parts.length; at += 1) width += (parts[at] as Piece).width;
  for (let at = 0; at < names.length; at += 1) width += (names[at] as Name).columns;
  if (width >= NEVER || width > style.width) return piece;
  let flat = open;
  let all = own;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as Piece;
    if (at > 0) flat += between;
    if (names.length > 0) flat += (names[at] as Name).label;
    flat += part.flat;
    if (part.all.length > 0) all = all.length === 0 ? part.all : [...all, ...part.all];
  }
  piece.flat = flat + close;
  piece.width = width;
  piece.all = all;
  return piece;
}

/** The piece below its comments. */
export function uncommented(piece: Piece): Piece {
  return piece.kind === "commented" ? (piece.parts[0] ?? piece) : piece;
}
