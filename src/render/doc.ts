// Documents: text, possible line breaks and groups, in the terms of Prettier's own printer, so that its formatter
// leaves our TypeScript and JSON unchanged. `layout.ts` prints them.
import type { Path } from "#schema/path.ts";

/** A document; build one with the functions below. */
export type Doc =
  | string
  | readonly Doc[]
  | Line
  | Indent
  | Align
  | Group
  | IfBreak
  | IndentIfBreak
  | Fill
  | Pair
  | Suffix
  | Comment
  | Mark
  | Break;

export interface Line {
  readonly kind: "line";
  readonly soft: boolean;
  readonly hard: boolean;
}
interface Indent {
  readonly kind: "indent";
  readonly contents: Doc;
}
interface Align {
  readonly kind: "align";
  readonly by: number;
  readonly contents: Doc;
}
export interface Group {
  readonly kind: "group";
  readonly contents: Doc;
  readonly broken: boolean;
  readonly id: object | undefined;
  /** Layouts to try in turn; the last is the most expanded one. */
  readonly states: readonly Doc[] | undefined;
}
interface IfBreak {
  readonly kind: "if-break";
  readonly broken: Doc;
  readonly flat: Doc;
  readonly id: object | undefined;
}
interface IndentIfBreak {
  readonly kind: "indent-if-break";
  readonly contents: Doc;
  readonly id: object;
}
interface Fill {
  readonly kind: "fill";
  readonly parts: readonly Doc[];
}
/** A name and a value without a break inside: the value goes to a line of its own where both don't fit on one. */
export interface Pair {
  readonly kind: "pair";
  readonly head: string;
  readonly text: string;
  /** The spec paths of the value. */
  readonly paths: readonly Path[];
}
interface Suffix {
  readonly kind: "suffix";
  readonly contents: Doc;
}
interface Comment {
  readonly kind: "comment";
  readonly text: string;
}
interface Mark {
  readonly kind: "mark";
  readonly path: Path;
}
interface Break {
  readonly kind: "break";
}

export const line: Doc = { kind: "line", soft: false, hard: false };
export const softline: Doc = { kind: "line", soft: true, hard: false };
export const hardline: Doc = { kind: "line", soft: false, hard: true };
/** Breaks every group around it. */
export const breakParent: Doc = { kind: "break" };
export const indent = (contents: Doc): Doc => ({ kind: "indent", contents });
export const align = (by: number, contents: Doc): Doc => ({ kind: "align", by, contents });
export const ifBreak = (broken: Doc, flat: Doc, id?: object): Doc => ({ kind: "if-break", broken, flat, id });
export const indentIfBreak = (contents: Doc, id: object): Doc => ({ kind: "indent-if-break", contents, id });
export const fill = (parts: readonly Doc[]): Doc => ({ kind: "fill", parts });
export const pair = (head: string, text: string, paths: readonly Path[]): Doc => ({ kind: "pair", head, text, paths });
/** Text kept for the end of the line: a comment behind a value. */
export const lineSuffix = (contents: Doc): Doc => ({ kind: "suffix", contents });
/** Lines of `//` above what follows, wrapped when their indentation is known. */
export const lineComment = (text: string): Doc => ({ kind: "comment", text });
/** Says that the line at this point came from a spec path. */
export const mark = (path: Path): Doc => ({ kind: "mark", path });
/** A document whose first line came from these paths. */
export const marked = (paths: readonly Path[], doc: Doc): Doc => (paths.length === 0 ? doc : [...paths.map(mark), doc]);

/** One line if it fits and nothing in it must break; `broken` forces the break. */
export const group = (contents: Doc, options: { readonly broken?: boolean; readonly id?: object } = {}): Doc => ({
  kind: "group",
  contents,
  broken: options.broken === true || mustBreak(contents),
  id: options.id,
  states: undefined,
});

/** The first of several layouts that fits; what must break inside does not break it. */
export const firstFitting = (states: readonly Doc[]): Doc => ({
  kind: "group",
  contents: states[0] ?? "",
  broken: false,
  id: undefined,
  states,
});

/** Documents with others between each two. */
export function separated(between: readonly Doc[], docs: readonly Doc[]): readonly Doc[] {
  const all: Doc[] = [];
  for (const doc of docs) {
    if (all.length > 0) all.push(...between);
    all.push(doc);
  }
  return all;
}

/** Whether a document holds a break that no width avoids. */
export function mustBreak(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (isDocs(doc)) return doc.some(mustBreak);
  if (doc.kind === "line") return doc.hard;
  if (doc.kind === "break" || doc.kind === "comment") return true;
  if (doc.kind === "group") return doc.broken;
  if (doc.kind === "if-break") return mustBreak(doc.broken) || mustBreak(doc.flat);
  if (doc.kind === "fill") return doc.parts.some(mustBreak);
  return "contents" in doc && doc.kind !== "suffix" ? mustBreak(doc.contents) : false;
}

/** Whether a document is a list of documents. */
export const isDocs = (doc: Doc): doc is readonly Doc[] => Array.isArray(doc);
