// Layout: prints documents as Prettier prints them (Wadler's algorithm with Prettier's additions), and keeps which line
// came from which spec path. https://github.com/prettier/prettier/blob/main/commands.md
import type { Origin } from "#schema/draft.ts";
import { wrap } from "./comment.ts";
import { type Doc, fill, type Group, hardline, isDocs, type Line, type Pair, separated } from "./doc.ts";
import { fits, type Sheet, type Waiting } from "./fits.ts";
import { textWidth } from "#schema/width.ts";

/** The state of one printing. */
interface Printer extends Sheet {
  readonly out: string[];
  readonly origins: Origin[];
  readonly suffixes: Waiting[];
  line: number;
  remeasure: boolean;
}

/** Where printing starts: the columns of the line's indentation and of the text already on it. */
export interface Start {
  readonly width: number;
  readonly indent: number;
  readonly column: number;
}

/** Prints a document: its text without a line break at the end, and the paths that its lines came from. */
export function printDoc(doc: Doc, start: Start): { readonly text: string; readonly origins: readonly Origin[] } {
  const printer: Printer = {
    width: start.width,
    out: [],
    origins: [],
    waiting: [],
    suffixes: [],
    flatById: new Map(),
    column: start.column,
    line: 1,
    remeasure: false,
  };
  wait(printer, [doc], start.indent, false);
  for (;;) {
    const next = printer.waiting.at(-1);
    if (next !== undefined) {
      const one = next.docs[next.at] ?? "";
      next.at += 1;
      if (next.at === next.docs.length) printer.waiting.pop();
      print(printer, one, next.indent, next.flat);
    } else {
      const suffix = printer.suffixes.shift();
      if (suffix === undefined) break;
      printer.waiting.push(suffix);
    }
  }
  return { text: printer.out.join(""), origins: printer.origins };
}

/** Puts documents before all that is to be printed. */
function wait(printer: Printer, docs: readonly Doc[], indent: number, flat: boolean): void {
  if (docs.length > 0) printer.waiting.push({ docs, at: 0, indent, flat });
}

/** Prints one document, or puts its parts before all others. */
function print(printer: Printer, doc: Doc, indent: number, flat: boolean): void {
  if (typeof doc === "string") return write(printer, doc);
  if (isDocs(doc)) return wait(printer, doc, indent, flat);
  switch (doc.kind) {
    case "line":
      return printLine(printer, doc, indent, flat);
    case "indent":
      return print(printer, doc.contents, indent + 2, flat);
    case "align":
      return print(printer, doc.contents, indent + doc.by, flat);
    case "group":
      return printGroup(printer, doc, indent, flat);
    case "fill":
      return printFill(printer, doc.parts, indent, flat);
    case "pair":
      return printPair(printer, doc, indent, flat);
    case "if-break": {
      const isFlat = doc.id === undefined ? flat : printer.flatById.get(doc.id) === true;
      return print(printer, isFlat ? doc.flat : doc.broken, indent, flat);
    }
    case "indent-if-break":
      return print(printer, doc.contents, printer.flatById.get(doc.id) === true ? indent : indent + 2, flat);
    case "suffix":
      return void printer.suffixes.push({ docs: [doc.contents], at: 0, indent, flat });
    case "mark":
      return void printer.origins.push({ line: printer.line, path: doc.path });
    case "comment":
      return print(printer, commentDoc(doc.text, printer.width - indent - 3), indent, flat);
    case "break":
      return;
  }
}

/** A comment's lines, which stay readable however deep they stand. */
const commentDoc = (text: string, width: number): Doc =>
  separated(
    [hardline],
    wrap(text, Math.max(40, width)).map((line) => `// ${line}`),
  );

function write(printer: Printer, text: string): void {
  if (text === "") return;
  printer.out.push(text);
  printer.column += textWidth(text);
}

function printLine(printer: Printer, doc: Line, indent: number, flat: boolean): void {
  if (flat && !doc.hard) {
    if (!doc.soft) write(printer, " ");
    return;
  }
  if (flat) printer.remeasure = true;
  if (printer.suffixes.length === 0) return breakLine(printer, indent);
  wait(printer, [doc], indent, flat);
  printer.waiting.push(...printer.suffixes.toReversed());
  printer.suffixes.length = 0;
}

function breakLine(printer: Printer, indent: number): void {
  const last = printer.out.at(-1);
  if (last?.endsWith(" ")) printer.out[printer.out.length - 1] = last.trimEnd();
  printer.out.push("\n", " ".repeat(indent));
  printer.column = indent;
  printer.line += 1;
}

function printPair(printer: Printer, { head, text, paths }: Pair, indent: number, flat: boolean): void {
  const whole = `${head} ${text}`;
  const onOne = flat || fits(printer, whole, true, true);
  if (!onOne) {
    write(printer, head);
    breakLine(printer, indent + 2);
  }
  for (const path of paths) printer.origins.push({ line: printer.line, path });
  write(printer, onOne ? whole : text);
}

function printGroup(printer: Printer, doc: Group, indent: number, flat: boolean): void {
  const isNested = flat && !printer.remeasure;
  if (!isNested) printer.remeasure = false;
  const isFlat = isNested ? !doc.broken : !doc.broken && fits(printer, doc.contents, true, true);
  if (isNested || isFlat || doc.states === undefined) {
    if (doc.id !== undefined) printer.flatById.set(doc.id, isFlat);
    return print(printer, doc.contents, indent, isFlat);
  }
  const fitting = doc.states.slice(1, -1).find((state) => fits(printer, state, true, true));
  print(printer, fitting ?? doc.states.at(-1) ?? "", indent, fitting !== undefined);
}

function printFill(printer: Printer, parts: readonly Doc[], indent: number, flat: boolean): void {
  const [content, space, second] = parts;
  if (content === undefined) return;
  const contentFits = fits(printer, content, true, false);
  if (space !== undefined && second !== undefined) {
    wait(printer, [fill(parts.slice(2))], indent, flat);
    wait(printer, [space], indent, fits(printer, [content, space, second], true, false));
  } else if (space !== undefined) wait(printer, [space], indent, contentFits);
  wait(printer, [content], indent, contentFits);
}
