// The literals of TypeScript, in the form that Prettier leaves them in.
import { fault } from "../literal.ts";

const SHORT: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
  "\\": "\\\\",
};
/** What would end a line, or cannot be seen, or turns around what can; and halves of characters. */
const SPECIAL =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\\\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu;
/** Nothing to escape, and nothing to choose. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;
/** Nothing to escape but quotes: the expression of what is special takes V8 long to make. */
const NO_SPECIAL = /^[ -[\]-~]*$/;
const PLAIN_TEMPLATE = /^[ !"#%-[\]-_a-~]*$/;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

const escaped = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Whether a text stands in double quotes as it is; it has no character beyond ASCII then. */
export const isPlainText = (text: string): boolean => PLAIN.test(text);

/** A text as a string literal: double quotes, unless single ones need fewer escapes. */
export function stringLiteral(text: string): string {
  if (isPlainText(text)) return `"${text}"`;
  const doubles = text.split('"').length;
  const singles = text.split("'").length;
  const quote = doubles > singles ? "'" : '"';
  const told = NO_SPECIAL.test(text) ? text : text.replace(SPECIAL, escaped);
  return quote + told.replaceAll(quote, `\\${quote}`) + quote;
}

/** A text between the backticks of a template literal, on one line. */
export const templateText = (text: string): string =>
  PLAIN_TEMPLATE.test(text) ? text : text.replace(SPECIAL, escaped).replace(/`|\$(?=\{)/g, "\\$&");

/** What Prettier takes for a plain identifier: ECMAScript 5's, with the letters of Unicode's first plane. */
const KEY = String.raw`^(?!.*[\u{10000}-\u{10ffff}])[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$\u200c\u200d]*$`;

/** Where ECMAScript 5 knows more letters than these: its tables are large, and read when the expression is made, which most specs never need. */
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/** A finite number; a negative one is an expression with a sign. */
export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) return fault(`${value} is no number that a spec can hold`);
  return Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");
}

/** A key of an object: bare where it is a plain identifier. */
export function propertyKey(key: string): string {
  if (key === "__proto__") return fault("a key `__proto__` would set the object's prototype");
  return IDENTIFIER.test(key) || (BEYOND_ASCII.test(key) && new RegExp(KEY, "u").test(key)) ? key : stringLiteral(key);
}

/** Whether a text is one plain identifier. */
export const isIdentifier = (text: string): boolean => IDENTIFIER.test(text);
