// Strings as YAML scalars that no YAML 1.1 or 1.2 reader takes for another type, in the style that Prettier keeps.

/** What must be escaped: it breaks a line in some version, cannot be seen, or turns around what can. */
const SPECIAL =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]/gu;
/** A first character that no indicator has, and for a hyphen a letter behind it; letters beyond ASCII are asked last. */
const START = /^(?:[A-Za-z0-9_./$~+<=^;]|--?[A-Za-z])/;
const LETTER = "^\\p{L}";
/** The words that some version reads as null, a boolean, a merge, a default or a number: the empty one is one of them. */
const WORDS: ReadonlySet<string> = new Set(
  " ~ null true false yes no on off y n = << .inf +.inf -.inf .nan +.nan -.nan".split(" "),
);
/** Whatever could be a number, a time or a date: digits and the signs between them. */
const NUMBER_LIKE = /^[-+.0-9_,:]+$|^[-+.]*[0-9][0-9a-fA-FoOxX_.,:+-]*$|^\d{4}-\d{1,2}-\d{1,2}/;

/** A letter or `$` at the start, and no sign that any reader asks about: most texts, told by one expression. */
const SIMPLE = /^[A-Za-z$][ -"$-9;-~]*[!-"$-9;-~]$/;
/** No word that is read as something else has more letters. */
const LONGEST_WORD = 5;

const PRINTABLE = /^[ -~]*$/;
/** Whether a text has what must be escaped; few have more than ASCII. */
const isSpecial = (text: string): boolean => !PRINTABLE.test(text) && text.search(SPECIAL) !== -1;

/** Whether a text of one line can stand without quotes, in block context. */
export function isPlain(text: string): boolean {
  if (text.length <= LONGEST_WORD && WORDS.has(text.toLowerCase())) return false;
  if (SIMPLE.test(text)) return true;
  if ((!START.test(text) && !startsWithLetter(text)) || NUMBER_LIKE.test(text)) return false;
  return !/: |:$| #|\s$|^---|^\.\.\.|\t/.test(text) && !isSpecial(text);
}

/** Unicode's letters are a large table, which most specs never need: V8 reads it when the expression is made. */
const startsWithLetter = (text: string): boolean => text.charCodeAt(0) > 0x7f && new RegExp(LETTER, "u").test(text);

/** A text of one line: plain if it can, in quotes otherwise. */
export function scalar(text: string): string {
  if (isPlain(text)) return text;
  // Asked for first: the expressions that escape cost more to make than all that they read in most runs.
  if (isSpecial(text)) return `"${text.replace(/["\\]/g, "\\$&").replace(SPECIAL, escaped)}"`;
  return text.includes('"') || text.includes("\\") ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const escaped = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** The lines of a literal block and its head (`|` or `|-`), or undefined where a block cannot hold the text. */
export function block(text: string): { readonly head: string; readonly lines: readonly string[] } | undefined {
  if (!text.includes("\n")) return undefined;
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  const lines = body.split("\n");
  const [first = "", last = ""] = [lines[0], lines.at(-1)];
  if (lines.length < 2 && body === text) return undefined;
  if (first.trim() === "" || first.startsWith(" ") || last.trim() === "") return undefined;
  if (!isBlockText(body, lines)) return undefined;
  return { head: body === text ? "|-" : "|", lines };
}

const PRINTABLE_LINES = /^[\n -~]*$/;

/** Whether a block can hold these lines: nothing to escape, and no blank at an end. */
function isBlockText(body: string, lines: readonly string[]): boolean {
  if (PRINTABLE_LINES.test(body)) return !body.includes(" \n") && !body.endsWith(" ");
  return lines.every((line) => line.search(SPECIAL) === -1 && !/\s$/.test(line));
}
