// Lays pieces out as Prettier does: a piece stands on one line where that holds it and what follows, and over lines where
// not. It keeps which line came from which spec path.
import type { Origin } from "#schema/draft.ts";
import { textWidth } from "#schema/width.ts";
import { layoutOf } from "./assignment.ts";
import { type Name, type Piece, SHORTHAND, type Style } from "./piece.ts";
import { hugsLast } from "./shape.ts";
import { breakLine, note, put, putPlain, type Sheet, writeComment } from "./sheet.ts";

/** Where printing starts: the columns of the line's indentation and of the text already on it. */
export interface Start {
  readonly indent: number;
  readonly column: number;
}

/** Prints a piece behind its name, and what ends it: without a line break behind, and with the paths that its lines came from. */
export function layOut(
  piece: Piece,
  { indent, column }: Start,
  { width, json }: Style,
  end = "",
  name = SHORTHAND,
): { readonly text: string; readonly origins: readonly Origin[]; readonly breaks: number } {
  const origins: Origin[] = [];
  const sheet: Sheet = { width, json, origins, text: "", column, line: 1, suffix: "" };
  writeNamed(sheet, name, piece, indent, end.length);
  return { text: sheet.text + end + sheet.suffix, origins, breaks: sheet.line - 1 };
}

/** Writes a piece at the end of the page; `rest` columns follow it before the line may break. */
function write(sheet: Sheet, piece: Piece, indent: number, rest: number): void {
  if (sheet.column + piece.width + rest <= sheet.width) writeFlat(sheet, piece);
  else writeBroken(sheet, piece, indent, rest);
}

function writeFlat(sheet: Sheet, { flat, width, all }: Piece): void {
  sheet.text += flat;
  sheet.column += width;
  if (all.length > 0) note(sheet, all);
}

function writeBroken(sheet: Sheet, piece: Piece, indent: number, rest: number): void {
  const { kind, parts, head, tail, own } = piece;
  const inner = parts[0];
  if (inner === undefined) return writeFlat(sheet, piece);
  if (own.length > 0) note(sheet, own);
  switch (kind) {
    case "object":
      return writeObject(sheet, piece, indent);
    case "list":
      return inner.kind === "number" && parts.every((part) => part.kind === "number")
        ? writeNumbers(sheet, parts, indent)
        : writeLines(sheet, piece, head, indent);
    case "call":
      return writeCall(sheet, piece, indent);
    case "choice":
      return writeChoice(sheet, piece, indent, rest, false);
    case "spread":
      put(sheet, head);
      write(sheet, inner, indent, rest + tail.length);
      return putPlain(sheet, tail);
    case "commented":
      if (head !== "") writeComment(sheet, head, indent);
      write(sheet, inner, indent, rest);
      sheet.suffix += tail;
      return;
    default:
      return writeFlat(sheet, piece);
  }
}

/** A brace, a name with its value a line, and the other brace. */
function writeObject(sheet: Sheet, { parts, names, tail }: Piece, indent: number): void {
  sheet.text += "{";
  const last = sheet.json ? parts.length - 1 : -1;
  for (let at = 0; at < parts.length; at += 1) {
    breakLine(sheet, indent + 2);
    writeNamed(sheet, names[at] as Name, parts[at] as Piece, indent + 2, at === last ? 0 : 1);
    if (at !== last) sheet.text += ",";
  }
  breakLine(sheet, indent);
  sheet.text += tail;
  sheet.column += tail.length;
}

/** A bracket, a part a line, and the other bracket. */
function writeLines(sheet: Sheet, { parts, tail }: Piece, head: string, indent: number): void {
  sheet.text += head;
  const last = sheet.json ? parts.length - 1 : -1;
  for (let at = 0; at < parts.length; at += 1) {
    breakLine(sheet, indent + 2);
    write(sheet, parts[at] as Piece, indent + 2, at === last ? 0 : 1);
    if (at !== last) sheet.text += ",";
  }
  breakLine(sheet, indent);
  sheet.text += tail;
  sheet.column += tail.length;
}

/** A list of numbers: as many on a line as it holds. */
function writeNumbers(sheet: Sheet, parts: readonly Piece[], indent: number): void {
  putPlain(sheet, "[");
  parts.forEach((part, at) => {
    const comma = sheet.json && at === parts.length - 1 ? "" : ",";
    const fits = at > 0 && sheet.column + 1 + part.width + comma.length <= sheet.width;
    if (fits) putPlain(sheet, " ");
    else breakLine(sheet, indent + 2);
    writeFlat(sheet, part);
    putPlain(sheet, comma);
  });
  breakLine(sheet, indent);
  putPlain(sheet, "]");
}

/** A call whose last argument opens on its line and closes on the last, or whose arguments have a line each. */
function writeCall(sheet: Sheet, call: Piece, indent: number): void {
  const { parts, head, tail } = call;
  const last = parts[parts.length - 1];
  if (last === undefined || !hugsLast(parts)) return writeLines(sheet, call, `${head}(`, indent);
  const others = parts.slice(0, -1);
  const start = sheet.column + textWidth(head) + "(".length;
  let column = start + last.head.length;
  for (const other of others) column += other.width + ", ".length;
  if (column > sheet.width) return writeLines(sheet, call, `${head}(`, indent);
  sheet.text += `${head}(`;
  sheet.column = start;
  for (const other of others) {
    writeFlat(sheet, other);
    putPlain(sheet, ", ");
  }
  writeBroken(sheet, last, indent, 0);
  putPlain(sheet, tail);
}

/** `test ? then : otherwise` over lines; in a chain (`nested`) each further test stands below the first. */
function writeChoice(sheet: Sheet, { parts }: Piece, indent: number, rest: number, nested: boolean): void {
  const [test, ...branches] = parts;
  if (test) write(sheet, test, nested ? indent + 2 : indent, 0);
  const inside = nested ? indent : indent + 2;
  branches.forEach((branch, at) => {
    breakLine(sheet, inside);
    putPlain(sheet, at === 0 ? "? " : ": ");
    const after = at === 0 ? 0 : rest;
    if (branch.kind !== "choice") return write(sheet, branch, inside + 2, after);
    note(sheet, branch.own);
    writeChoice(sheet, branch, inside + 2, after, true);
  });
}

/** A name and its value; the comments of the value stand above both, and at the end of their line. */
function writeNamed(sheet: Sheet, name: Name, value: Piece, indent: number, rest: number): void {
  if (name === SHORTHAND) return write(sheet, value, indent, rest);
  const inner = value.kind === "commented" ? value.parts[0] : undefined;
  if (inner !== undefined) {
    if (value.head !== "") writeComment(sheet, value.head, indent);
    writeNamed(sheet, name, inner, indent, rest);
    sheet.suffix += value.tail;
    return;
  }
  const { label, columns, own } = name;
  if (own.length > 0) note(sheet, own);
  const column = sheet.column + columns;
  if (column + value.width + rest <= sheet.width) {
    sheet.text += label + value.flat;
    sheet.column = column + value.width;
    if (value.all.length > 0) note(sheet, value.all);
    return;
  }
  if (staysBehind(sheet, name, value, column, rest)) {
    sheet.text += label;
    sheet.column = column;
    return writeBroken(sheet, value, indent, rest);
  }
  sheet.text += label.trimEnd();
  breakLine(sheet, indent + 2);
  write(sheet, value, indent + 2, rest);
}

/** Whether a value that doesn't fit begins behind its name all the same. */
function staysBehind(sheet: Sheet, name: Name, value: Piece, column: number, rest: number): boolean {
  const layout = layoutOf(value, name, sheet);
  return layout === "never-break" || (layout === "fluid" && column + firstLine(value, rest) <= sheet.width);
}

/** The columns of a piece, with what follows it, up to its first possible break. */
function firstLine(piece: Piece, rest: number): number {
  const first = piece.parts[0];
  if (first === undefined) return piece.width + rest;
  if (piece.kind === "choice") return firstLine(first, 0);
  return piece.kind === "call" ? textWidth(piece.head) + "(".length : piece.head.length;
}
