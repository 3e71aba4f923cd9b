// The page that pieces are laid out on: its text, where the next text stands, and which line came from which spec path.
import type { Origin } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { textWidth } from "#schema/width.ts";
import { wrap } from "../comment.ts";
import type { Style } from "./piece.ts";

/** The page so far. */
export interface Sheet extends Style {
  readonly origins: Origin[];
  text: string;
  column: number;
  line: number;
  /** The comment that ends the line. */
  suffix: string;
}

/** Lines of `//`, which stay readable however deep they stand. */
export function writeComment(sheet: Sheet, text: string, indent: number): void {
  for (const line of wrap(text, Math.max(40, sheet.width - indent - 3))) {
    sheet.text += line === "" ? "//" : `// ${line}`;
    breakLine(sheet, indent);
  }
}

export function put(sheet: Sheet, text: string): void {
  sheet.text += text;
  sheet.column += textWidth(text);
}

/** Writes a text of ASCII alone, which needs no measuring. */
export function putPlain(sheet: Sheet, text: string): void {
  sheet.text += text;
  sheet.column += text.length;
}

/** The starts of lines, by their indentation: most lines share theirs. */
const BREAKS: string[] = [];

export function breakLine(sheet: Sheet, indent: number): void {
  if (sheet.suffix !== "") {
    sheet.text += sheet.suffix;
    sheet.suffix = "";
  }
  sheet.text += BREAKS[indent] ??= `\n${" ".repeat(indent)}`;
  sheet.column = indent;
  sheet.line += 1;
}

export function note(sheet: Sheet, paths: readonly Path[]): void {
  for (let at = 0; at < paths.length; at += 1) sheet.origins.push({ line: sheet.line, path: paths[at] as Path });
}
