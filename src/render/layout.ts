// Layout: prints documents as Prettier prints them (Wadler's algorithm with Prettier's additions), and keeps which line
// came from which spec path. https://github.com/prettier/prettier/blob/main/commands.md
import type { Origin } from "#schema/draft.ts";
import { wrap } from "./comment.ts";
import { type Doc, fill, type Group, hardline, isDocs, type Line, separated } from "./doc.ts";
import { textWidth } from "#schema/width.ts";

interface Command {
  readonly indent: number;
  readonly flat: boolean;
  readonly doc: Doc;
}

/** A document on its way to the page. */
const toPrint = (doc: Doc, indent: number, flat: boolean): Command => ({ indent, flat, doc });

/** The state of one printing. */
interface Printer {
  readonly width: number;
  readonly out: string[];
  readonly origins: Origin[];
  readonly commands: Command[];
  readonly suffixes: Command[];
  /** Groups with an id: whether they were printed flat. */
  readonly flatById: Map<object, boolean>;
  column: number;
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
    commands: [{ indent: start.indent, flat: false, doc }],
    suffixes: [],
    flatById: new Map(),
    column: start.column,
    line: 1,
    remeasure: false,
  };
  for (;;) {
    const command = printer.commands.pop() ?? printer.suffixes.shift();
    if (command === undefined) break;
    step(printer, command);
  }
  return { text: printer.out.join(""), origins: printer.origins };
}

function step(printer: Printer, command: Command): void {
  const { doc, indent, flat } = command;
  const { commands, flatById } = printer;
  if (typeof doc === "string") return write(printer, doc);
  if (isDocs(doc)) {
    let first = 0;
    for (; typeof doc[first] === "string"; first += 1) write(printer, doc[first] as string);
    return pushAll(commands, doc, flat, indent, first);
  }
  switch (doc.kind) {
    case "line":
      return printLine(printer, command, doc);
    case "indent":
      return void commands.push(toPrint(doc.contents, indent + 2, flat));
    case "align":
      return void commands.push(toPrint(doc.contents, indent + doc.by, flat));
    case "group":
      return printGroup(printer, command, doc);
    case "fill":
      return printFill(printer, command, doc.parts);
    case "if-break": {
      const isFlat = doc.id === undefined ? flat : flatById.get(doc.id) === true;
      return void commands.push(toPrint(isFlat ? doc.flat : doc.broken, indent, flat));
    }
    case "indent-if-break":
      return void commands.push(toPrint(doc.contents, flatById.get(doc.id) === true ? indent : indent + 2, flat));
    case "suffix":
      return void printer.suffixes.push(toPrint(doc.contents, indent, flat));
    case "mark":
      return void printer.origins.push({ line: printer.line, path: doc.path });
    case "comment":
      return void commands.push(toPrint(commentDoc(doc.text, printer.width - indent - 3), indent, flat));
    case "break":
      return;
  }
}

/** A comment's lines, which stay readable however deep they stand. */
const commentDoc = (text: string, width: number): Doc =>
  separated(
    hardline,
    wrap(text, Math.max(40, width)).map((line) => `// ${line}`),
  );

function write(printer: Printer, text: string): void {
  if (text === "") return;
  printer.out.push(text);
  printer.column += textWidth(text);
}

function printLine(printer: Printer, command: Command, doc: Line): void {
  if (command.flat && !doc.hard) {
    if (!doc.soft) write(printer, " ");
    return;
  }
  if (command.flat) printer.remeasure = true;
  if (printer.suffixes.length > 0) {
    printer.commands.push(command, ...printer.suffixes.toReversed());
    printer.suffixes.length = 0;
    return;
  }
  const last = printer.out.at(-1);
  if (last?.endsWith(" ")) printer.out[printer.out.length - 1] = last.trimEnd();
  printer.out.push("\n", " ".repeat(command.indent));
  printer.column = command.indent;
  printer.line += 1;
}

function printGroup(printer: Printer, command: Command, doc: Group): void {
  const chosen = chooseState(printer, command, doc);
  printer.commands.push(chosen);
  if (doc.id !== undefined) printer.flatById.set(doc.id, chosen.flat);
}

function chooseState(printer: Printer, command: Command, doc: Group): Command {
  if (command.flat && !printer.remeasure) return toPrint(doc.contents, command.indent, !doc.broken);
  printer.remeasure = false;
  const flat = toPrint(doc.contents, command.indent, true);
  if (!doc.broken && fits(printer, flat, true)) return flat;
  if (doc.states === undefined) return toPrint(doc.contents, command.indent, false);
  for (const state of doc.states.slice(1, -1)) {
    const next = toPrint(state, command.indent, true);
    if (fits(printer, next, true)) return next;
  }
  return toPrint(doc.states.at(-1) ?? "", command.indent, false);
}

function printFill(printer: Printer, command: Command, parts: readonly Doc[]): void {
  const [content, space, second] = parts;
  if (content === undefined) return;
  const at = (flat: boolean, doc: Doc): Command => toPrint(doc, command.indent, flat);
  const contentFits = fits(printer, at(true, content), false);
  if (space === undefined) {
    printer.commands.push(at(contentFits, content));
    return;
  }
  if (second === undefined) {
    printer.commands.push(at(contentFits, space), at(contentFits, content));
    return;
  }
  const bothFit = fits(printer, at(true, [content, space, second]), false);
  printer.commands.push(at(command.flat, fill(parts.slice(2))), at(bothFit, space), at(contentFits, content));
}

/**
 * Whether a command fits on the rest of the line: up to its first break, and with what follows it (`withRest`). A fill
 * asks for its parts alone, and those must then be flat.
 */
function fits(printer: Printer, next: Command, withRest: boolean): boolean {
  let remaining = printer.width - printer.column;
  let rest = withRest ? printer.commands.length : 0;
  let space = false;
  const commands: Command[] = [next];
  while (remaining >= 0) {
    const command = commands.pop() ?? (rest > 0 ? printer.commands[--rest] : undefined);
    if (command === undefined) return true;
    const { doc, flat } = command;
    if (typeof doc === "string") {
      if (doc === "") continue;
      remaining -= textWidth(doc) + (space ? 1 : 0);
      space = false;
    } else if (isDocs(doc)) {
      pushAll(commands, doc, flat);
    } else if (doc.kind === "line") {
      if (!flat || doc.hard) return true;
      if (!doc.soft) space = true;
    } else if (doc.kind === "group") {
      if (!withRest && doc.broken) return false;
      const isFlat = flat && !doc.broken;
      commands.push(toPrint(!isFlat && doc.states ? (doc.states.at(-1) ?? "") : doc.contents, 0, isFlat));
    } else if (doc.kind === "if-break") {
      const isFlat = doc.id === undefined ? flat : printer.flatById.get(doc.id) !== false;
      commands.push(toPrint(isFlat ? doc.flat : doc.broken, 0, flat));
    } else if (doc.kind === "fill") {
      pushAll(commands, doc.parts, flat);
    } else if ("contents" in doc && doc.kind !== "suffix") {
      commands.push(toPrint(doc.contents, 0, flat));
    }
  }
  return false;
}

/** Puts documents on a stack so that the first comes off first. */
function pushAll(commands: Command[], docs: readonly Doc[], flat: boolean, indent = 0, from = 0): void {
  for (let at = docs.length - 1; at >= from; at -= 1) commands.push(toPrint(docs[at] ?? "", indent, flat));
}
