// The words of a shell script: every value is one word of POSIX shell, whatever characters it holds.
import { fault } from "./literal.ts";
import { comment, headerIn, number, ofForm, ofText } from "./helper.ts";

/** Characters that no shell treats in a special way, wherever the word stands. */
const PLAIN = /^[A-Za-z0-9_./:@%+-][A-Za-z0-9_./:@%+,-]*$/;

/** A text as one shell word that expands to the same bytes. A NUL, which no word can hold, is a fault. */
export function quoteShell(text: string): string {
  if (text.includes("\0")) return fault("a shell word cannot hold a NUL");
  if (PLAIN.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export const SHELL = {
  header: headerIn("#"),
  comment,
  number,
  quote: ofText(quoteShell),
  name: ofForm(/^[A-Za-z_][A-Za-z0-9_]*$/, "shell name"),
};
