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

/** Where a value goes that doesn't fit behind its name: to a line of its own, nowhere, or where its first line fits. */
export type Layout = "break-after" | "never-break" | "fluid";

/** What a piece is; a name with its value is of its layout's kind. */
export type Kind =
  | Layout
  | "string"
  | "number"
  | "word"
  | "code"
  | "template"
  | "object"
  | "list"
  | "call"
  | "choice"
  | "spread"
  | "commented";

/** A part of an expression. All have the same fields, because V8 reads objects of one shape much faster. */
export interface Piece {
  readonly kind: Kind;
  /** The text on one line; what has parts may have none. */
  readonly flat: string;
  /** The columns of that text; infinite where there is none, because it must break or no line could hold it. */
  readonly width: number;
  /** What stands before the parts: a callee, a name with its sign, the comment above. */
  readonly head: string;
  /** What stands behind them: a bracket, the comment at the line's end. */
  readonly tail: string;
  readonly parts: readonly Piece[];
  /** The spec paths of the piece itself, and these with those of its parts. */
  readonly own: readonly Path[];
  readonly all: readonly Path[];
  /** Whether it reads well inside of a small object. */
  readonly plain: boolean;
}

export const NOWHERE: readonly Path[] = [];
const NONE: readonly Piece[] = [];

/** A text without a break in it; `head` says what it begins with, where somebody asks. */
export function leaf(kind: Kind, flat: string, own: readonly Path[], plain = true, head = ""): Piece {
  return { kind, flat, width: textWidth(flat), head, tail: "", parts: NONE, own, all: own, plain };
}

/** A text of ASCII alone, which needs no measuring. */
export function plainLeaf(kind: Kind, flat: string, own: readonly Path[]): Piece {
  return { kind, flat, width: flat.length, head: "", tail: "", parts: NONE, own, all: own, plain: true };
}

/** What a piece of parts is made of. */
type Made = Pick<Piece, "kind" | "head" | "tail" | "parts" | "own" | "plain">;

/** A piece of parts as `open`, the parts with `between` them, and `close`: where that is wider than a line, it has no flat text. */
export function whole(made: Made, open: string, between: string, close: string, style: Style): Piece {
  const { kind, head, tail, parts, own, plain } = made;
  let width = textWidth(open) + close.length + (parts.length - 1) * between.length;
  // By index here and where else every part passes: `for … of` makes an object a step until V8 has optimized it.
  for (let at = 0; at < parts.length; at += 1) width += (parts[at] as Piece).width;
  if (width === Infinity || width > style.width) return broken(made);
  let flat = open;
  let all = own;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as Piece;
    flat += at === 0 ? part.flat : between + part.flat;
    if (part.all.length > 0) all = all.length === 0 ? part.all : [...all, ...part.all];
  }
  return { kind, flat: flat + close, width, head, tail, parts, own, all, plain };
}

/** A piece of parts that never stands on one line. */
export function broken({ kind, head, tail, parts, own, plain }: Made): Piece {
  return { kind, flat: "", width: Infinity, head, tail, parts, own, all: own, plain };
}

/** The piece below its comments. */
export function uncommented(piece: Piece): Piece {
  return piece.kind === "commented" ? (piece.parts[0] ?? piece) : piece;
}
