// The literals of HCL, Terraform's language: https://developer.hashicorp.com/terraform/language/expressions/strings
import { boolean, comment, headerIn, number, ofForm, ofText } from "./helper.ts";

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[\u0000-\u001f"\\\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[$%]+(?=\{)/g;

const unicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A text as a quoted HCL string without any template in it: `${` and `%{` stay the characters that they are. */
export function quoteHcl(text: string): string {
  const escaped = text.replace(SPECIAL, (found) => {
    const last = found.at(-1) ?? "";
    if (last !== "$" && last !== "%") return SHORT[found] ?? unicode(found);
    // Of `$$${`, HCL would read its own escape `$${` too early: the signs before the last are written as code points.
    return found.slice(0, -1).replace(/[$%]/g, unicode) + last + last;
  });
  return `"${escaped}"`;
}

export const HCL = {
  header: headerIn("#"),
  comment,
  number,
  boolean,
  string: ofText(quoteHcl),
  identifier: ofForm(/^[A-Za-z_][A-Za-z0-9_-]*$/, "HCL identifier"),
};
