// Where the reader of plain YAML stands in its text, and its way over spaces, comments and line ends.
import * as CODE from "./code.ts";

export interface Cursor {
  readonly text: string;
  /** The next character. */
  at: number;
  /** How far the line is indented; -1 at the end of the text. */
  indent: number;
  /** How many brackets and braces were read as such. */
  opened: number;
}

/** No spec is indented deeper, and none nests brackets deeper. */
const DEEPEST = 32;

/** What stops the reader: there is nothing to say of it, because another one will read the text. */
const NOT_PLAIN = new Error("not plain");

/** Stops reading: the text, right or wrong, is not of the plain kind. */
export function giveUp(): never {
  throw NOT_PLAIN;
}

/** What `read` gives, or undefined where it gave up. */
export function unlessNotPlain<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** Whether a character ends a token: a space, a line break, or the end of the text. */
export const isGap = (code: number): boolean => code === CODE.space || code === CODE.newline || Number.isNaN(code);

/** The first place from `at` on where no space is. */
export function pastSpaces(text: string, at: number): number {
  while (text.charCodeAt(at) === CODE.space) at++;
  return at;
}

/** From the beginning of a line to the first character that is no space and no comment. */
export function toContent(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const at = pastSpaces(text, cursor.at);
    const code = text.charCodeAt(at);
    if (at - cursor.at > DEEPEST) giveUp();
    if (code === CODE.hash) cursor.at = lineEnd(text, at) + 1;
    else if (code === CODE.newline) cursor.at = at + 1;
    else {
      cursor.indent = at < text.length ? at - cursor.at : -1;
      cursor.at = at;
      return;
    }
  }
}

/** From the end of a value to the content of the next line: nothing but a comment may stand between. */
export function toNextLine(cursor: Cursor): void {
  const { text } = cursor;
  const at = pastSpaces(text, cursor.at);
  const code = text.charCodeAt(at);
  if (code === CODE.hash && at > cursor.at) cursor.at = lineEnd(text, at) + 1;
  else if (code === CODE.newline || at >= text.length) cursor.at = at + 1;
  else giveUp();
  toContent(cursor);
}

/** Where the line ends that `at` is in. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
