// Lists in brackets and maps in braces, on one line or over several: of plain YAML, and so of JSON too.
import * as CODE from "./code.ts";
import { type Cursor, giveUp, lineEnd, pastSpaces } from "./cursor.ts";
import { bareItem, keyAt, quoted } from "./scalars.ts";

/** No spec nests brackets deeper. */
const DEEPEST = 16;

/** Whether a list or a map begins with this character. */
export const isFlow = (code: number): boolean => code === CODE.openBracket || code === CODE.openBrace;

/** The list or map that begins here, and whose further lines are all indented more than `indent`. */
export function flow(cursor: Cursor, indent: number, depth = 0): unknown {
  if (depth > DEEPEST) giveUp();
  cursor.opened++;
  const isMap = cursor.text.charCodeAt(cursor.at) === CODE.openBrace;
  cursor.at++;
  return isMap ? mapIn(cursor, indent, depth) : listIn(cursor, indent, depth);
}

function listIn(cursor: Cursor, indent: number, depth: number): unknown {
  const result: unknown[] = [];
  while (!closes(cursor, indent, CODE.closeBracket)) {
    result.push(inner(cursor, indent, depth));
    if (!follows(cursor, indent)) break;
  }
  return ended(cursor, CODE.closeBracket, result);
}

function mapIn(cursor: Cursor, indent: number, depth: number): unknown {
  const result: Record<string, unknown> = {};
  while (!closes(cursor, indent, CODE.closeBrace)) {
    const key = keyAt(cursor, true) ?? giveUp();
    // Twice, or a name that every object has.
    if (key in result) giveUp();
    cursor.at = pastSpaces(cursor.text, cursor.at);
    result[key] = inner(cursor, indent, depth);
    if (!follows(cursor, indent)) break;
  }
  return ended(cursor, CODE.closeBrace, result);
}

function inner(cursor: Cursor, indent: number, depth: number): unknown {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === CODE.doubleQuote || code === CODE.singleQuote) return quoted(cursor, code);
  return isFlow(code) ? flow(cursor, indent, depth + 1) : bareItem(cursor);
}

/** Whether the closing character comes next. */
function closes(cursor: Cursor, indent: number, closing: number): boolean {
  toToken(cursor, indent);
  return cursor.text.charCodeAt(cursor.at) === closing;
}

/** Whether a comma comes next, which is then behind the cursor. */
function follows(cursor: Cursor, indent: number): boolean {
  toToken(cursor, indent);
  const found = cursor.text.charCodeAt(cursor.at) === CODE.comma;
  if (found) cursor.at++;
  return found;
}

function ended<T>(cursor: Cursor, closing: number, result: T): T {
  if (cursor.text.charCodeAt(cursor.at) !== closing) giveUp();
  cursor.at++;
  return result;
}

/** Over spaces, comments and line breaks to the next token. */
function toToken(cursor: Cursor, indent: number): void {
  const { text } = cursor;
  for (;;) {
    const at = pastSpaces(text, cursor.at);
    const code = text.charCodeAt(at);
    if (code === CODE.newline) cursor.at = nextLine(text, at + 1, indent);
    else if (code === CODE.hash && (at > cursor.at || text.charCodeAt(at - 1) === CODE.newline))
      cursor.at = lineEnd(text, at);
    else {
      cursor.at = at;
      return;
    }
  }
}

/** The first content of a further line, which must be indented enough where there is any. */
function nextLine(text: string, start: number, indent: number): number {
  const at = pastSpaces(text, start);
  if (text.charCodeAt(at) !== CODE.newline && at - start <= indent) giveUp();
  return at;
}
