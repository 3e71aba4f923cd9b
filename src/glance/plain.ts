// Plain YAML to data: the small part of the language that specs are written in. All else (anchors, tags, escapes, texts
// over several lines, numbers in other spellings, …) is undefined here, and left to the parser that explains.
import * as CODE from "./code.ts";
import { type Cursor, giveUp, isGap, pastSpaces, toContent, toNextLine, unlessNotPlain } from "./cursor.ts";
import { flow, isFlow } from "./flow.ts";
import { bareLine, keyAt, quoted } from "./scalars.ts";

/** Longer than any spec that a person wrote. */
const LONGEST = 2 ** 20;
/** Brackets in comments and texts: the parser that explains refuses a text by their number. */
const MOST_STRAY = 32;
/** All but ASCII and what is one unit, no line break and no mark in any version of YAML. */
const STRANGE = /[^\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** The data of a plain text; undefined for any other, right or wrong. */
export function plain(written: string): unknown {
  // As Windows ends lines: no value has one in it.
  const text = written.includes("\r\n") ? written.replaceAll("\r\n", "\n") : written;
  if (text.length > LONGEST || STRANGE.test(text)) return undefined;
  return unlessNotPlain(() => {
    const cursor: Cursor = { text, at: 0, indent: 0, opened: 0 };
    toContent(cursor);
    if (cursor.indent !== 0) giveUp();
    const data = text.charCodeAt(cursor.at) === CODE.openBrace ? whole(cursor) : map(cursor, 0);
    if (!isAtEnd(cursor) || count(text, "[") + count(text, "{") - cursor.opened > MOST_STRAY) giveUp();
    return data;
  });
}

const isAtEnd = ({ indent }: Cursor): boolean => indent === -1;

/** A text that is one map in braces, as JSON is. */
function whole(cursor: Cursor): unknown {
  const data = flow(cursor, -1);
  toNextLine(cursor);
  return data;
}

/** The lines of a map that begin at one column. */
function map(cursor: Cursor, indent: number): unknown {
  const result: Record<string, unknown> = {};
  while (cursor.indent === indent) {
    const key = keyAt(cursor) ?? giveUp();
    // Twice, or a name that every object has.
    if (key in result) giveUp();
    result[key] = value(cursor, indent);
  }
  if (cursor.indent > indent) giveUp();
  return result;
}

/** What stands behind a key: a scalar or brackets on its line, or the lines below it. */
function value(cursor: Cursor, indent: number): unknown {
  const { text } = cursor;
  const at = pastSpaces(text, cursor.at);
  const code = text.charCodeAt(at);
  if (code !== CODE.newline && code !== CODE.hash && at < text.length) {
    cursor.at = at;
    return lineValue(cursor, indent);
  }
  toNextLine(cursor);
  if (isItem(cursor) && cursor.indent >= indent) return list(cursor, cursor.indent);
  return cursor.indent > indent ? map(cursor, cursor.indent) : giveUp();
}

/** A value that begins on this line, of which all further lines are indented more than `indent`. */
function lineValue(cursor: Cursor, indent: number): unknown {
  const code = cursor.text.charCodeAt(cursor.at);
  const isQuoted = code === CODE.doubleQuote || code === CODE.singleQuote;
  const found = isQuoted ? quoted(cursor, code) : isFlow(code) ? flow(cursor, indent) : bareLine(cursor);
  toNextLine(cursor);
  return found;
}

/** The items of a list whose dashes stand in one column: scalars, brackets, or maps that begin on the dash's line. */
function list(cursor: Cursor, indent: number): unknown {
  const result: unknown[] = [];
  while (cursor.indent === indent && isItem(cursor)) {
    const at = pastSpaces(cursor.text, cursor.at + 1);
    const column = indent + at - cursor.at;
    cursor.at = at;
    result.push(item(cursor, indent, column));
  }
  return result;
}

function item(cursor: Cursor, indent: number, column: number): unknown {
  const start = cursor.at;
  if (keyAt(cursor) === undefined) return lineValue(cursor, indent);
  cursor.at = start;
  cursor.indent = column;
  return map(cursor, column);
}

/** Whether a dash stands here, and something behind it. */
function isItem({ text, at }: Cursor): boolean {
  return text.charCodeAt(at) === CODE.dash && isGap(text.charCodeAt(at + 1));
}

/** How often a character stands in a text. */
function count(text: string, char: string): number {
  let found = 0;
  for (let at = text.indexOf(char); at !== -1; at = text.indexOf(char, at + 1)) found++;
  return found;
}
