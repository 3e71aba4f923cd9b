// Scalars of plain YAML: quoted texts without escapes, and bare ones, which are texts, numbers or booleans.
import * as CODE from "./code.ts";
import { type Cursor, giveUp, isGap, lineEnd, pastSpaces } from "./cursor.ts";

/** More than YAML takes for a key on one line, and enough for any of ours. */
const LONGEST_KEY = 200;

/** Whether a bare scalar may begin here: with a letter, a digit or a sign that is no indicator, or with `-` and a letter. */
function begins(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // `_`, then `.`, `/` and the digits, then `$`.
  if (isLetter(code) || code === 95 || (code >= 46 && code <= 57) || code === 36) return true;
  return code === CODE.dash && isLetter(text.charCodeAt(at + 1));
}

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code >= 0xc0;

/**
 * A key with its colon; the cursor then stands behind it. Undefined, and nothing is read, where no key stands here. Inside
 * braces a value may follow a quoted key without a space, as in JSON.
 */
export function keyAt(cursor: Cursor, inBraces = false): string | undefined {
  const { text, at: start } = cursor;
  const first = text.charCodeAt(start);
  const isQuoted = first === CODE.doubleQuote || first === CODE.singleQuote;
  const key = isQuoted ? quoted(cursor, first) : bareKey(cursor);
  const isApart = (inBraces && isQuoted) || isGap(text.charCodeAt(cursor.at + 1));
  if (key !== undefined && text.charCodeAt(cursor.at) === CODE.colon && isApart) {
    // Among them `__proto__`; and `<<` is no key of a spec.
    if (key.length > LONGEST_KEY || key === "<<") giveUp();
    cursor.at++;
    return key;
  }
  cursor.at = start;
  return undefined;
}

function bareKey(cursor: Cursor): string | undefined {
  const { text } = cursor;
  let { at } = cursor;
  if (!begins(text, at)) return undefined;
  for (let code = text.charCodeAt(at); isOfKey(code); code = text.charCodeAt(at)) at++;
  const key = text.slice(cursor.at, at);
  cursor.at = at;
  // One that is a number or `true` may be spelled otherwise as a name.
  return typeof valueOf(key) === "string" ? key : undefined;
}

/** Letters, digits, and `_ - . /`. */
function isOfKey(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 45 && code <= 57);
}

/** A text in quotes, all on one line and without escapes. */
export function quoted(cursor: Cursor, quote: number): string {
  const { text, at } = cursor;
  const end = text.indexOf(quote === CODE.doubleQuote ? '"' : "'", at + 1);
  const value = text.slice(at + 1, end);
  if (end === -1 || value.includes("\n")) giveUp();
  if (quote === CODE.doubleQuote ? value.includes("\\") : text.charCodeAt(end + 1) === quote) giveUp();
  cursor.at = end + 1;
  return value;
}

/** A bare scalar up to the end of its line, or a comment. */
export function bareLine(cursor: Cursor): unknown {
  const { text, at } = cursor;
  if (!begins(text, at)) giveUp();
  const line = text.slice(at, lineEnd(text, at));
  const comment = line.indexOf(" #");
  const value = trimmed(line, 0, comment === -1 ? line.length : comment);
  if (value.includes(": ") || value.endsWith(":")) giveUp();
  cursor.at = at + value.length;
  return valueOf(value);
}

/** A bare scalar inside brackets: it ends at the next comma, bracket, brace or line break. */
export function bareItem(cursor: Cursor): unknown {
  const { text, at: start } = cursor;
  if (!begins(text, start)) giveUp();
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === CODE.comma || code === CODE.closeBrace || code === CODE.closeBracket || code === CODE.newline) break;
    if (code === CODE.openBrace || code === CODE.openBracket) giveUp();
    if (code === CODE.colon && !isInside(text.charCodeAt(at + 1))) giveUp();
    if (code === CODE.space && text.charCodeAt(pastSpaces(text, at)) === CODE.hash) break;
  }
  const value = trimmed(text, start, at);
  cursor.at = start + value.length;
  return valueOf(value);
}

/** A part of a text without the spaces at its end: other white space belongs to the scalar. */
function trimmed(text: string, start: number, end: number): string {
  while (text.charCodeAt(end - 1) === CODE.space) end--;
  return text.slice(start, end);
}

/** Whether a colon before this character is a part of the scalar. */
const isInside = (code: number): boolean =>
  !isGap(code) && code !== CODE.comma && code !== CODE.closeBrace && code !== CODE.closeBracket;

/** What a bare scalar means in YAML 1.2; those that look like a number or a word of another spelling are given up. */
function valueOf(text: string): unknown {
  const first = text.charCodeAt(0);
  if (first >= 46 && first <= 57) return numberOr(text);
  if (text === "true") return true;
  if (text === "false") return false;
  return SPECIAL.has(text) ? giveUp() : text;
}

/** Words that mean something else than themselves; `~` begins no bare scalar here. */
const SPECIAL = new Set(["null", "Null", "NULL", "True", "TRUE", "False", "FALSE"]);

const NO_NUMBERS = new Set([".inf", ".nan"]);

/** A number as programs write it, or a text; other spellings of numbers (`012`, `1e3`, `0x1f`, `1.50`, `.inf`) are given up. */
function numberOr(text: string): unknown {
  const number = Number(text);
  if (Number.isNaN(number)) return NO_NUMBERS.has(text.toLowerCase()) ? giveUp() : text;
  return String(number) === text ? number : giveUp();
}
