// The words of a Markdown page: prose that says what it says, code spans and cells that hold anything of one line.
import { oneLine } from "./comment.ts";
import { fault } from "./literal.ts";
import { headerIn, number, ofText } from "./helper.ts";
import type { Helper, Place } from "./page.ts";

/** What would start a list, a heading or a quote at the head of a line. */
const BLOCK_START = /^(?:[-+#>=]|(\d+)([.)]))/;

/** Words with nothing in or around them that Markdown reads. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9 ,.:;()'"/%?=-]*$/;
/** A number that a list could begin with. */
const LIST_START = /^\d+[.)]/;

/** A text as prose: its characters, and no markup. */
export function proseMarkdown(text: string, place: Pick<Place, "before">): string {
  if (PLAIN.test(text) && (text.charCodeAt(0) > 0x39 || !LIST_START.test(text))) return text.trim();
  let escaped = oneLine(text).replace(/[\\`*[\]<~]/g, "\\$&");
  // Each is asked for first: an expression costs more to make than all that it then reads.
  if (escaped.includes("_")) escaped = escaped.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_");
  if (escaped.includes("&")) escaped = escaped.replace(/&(?=#?[A-Za-z0-9]+;)/g, "&amp;");
  if (escaped.includes("!")) escaped = escaped.replace(/!(?=\\\[)/g, "\\!");
  // What GitHub takes for mathematics, and its Pages for Liquid.
  if (escaped.includes("$")) escaped = escaped.replace(/\$(?=.*\$)|(?<=\$.*)\$/g, "\\$");
  if (escaped.includes("{")) escaped = escaped.replace(/(?<=\{)[{%]/g, "\\$&");
  // No sign that a block starts with stands behind the letters.
  if (escaped.charCodeAt(0) > 0x40) return escaped;
  if (!/^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?$/.test(place.before)) return escaped;
  return escaped.replace(BLOCK_START, (start: string, digits?: string, mark?: string) =>
    digits === undefined ? `\\${start}` : `${digits}\\${mark ?? ""}`,
  );
}

/** A text as a code span, in a table with its bars escaped. */
export function codeMarkdown(text: string, place: Pick<Place, "before">): string {
  const line = oneLine(text);
  if (line === "") return fault("a code span cannot be empty");
  const longest = line.includes("`") ? Math.max(...(line.match(/`+/g) ?? []).map((run) => run.length)) : 0;
  const ticks = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  const span = ticks + pad + line + pad + ticks;
  return place.before.trimStart().startsWith("|") ? span.replaceAll("|", "\\|") : span;
}

/** A text as it is, inside a fenced block: it may not end the fence. */
export function verbatimMarkdown(text: string): string {
  if (!text.includes("```") && !text.includes("~~~")) return text;
  return /^\s{0,3}(?:`{3}|~{3})/m.test(text) ? fault("a fenced block cannot hold a fence") : text;
}

/** Two hyphens could end an HTML comment. */
const withoutDashes = (text: string): string => (text.includes("--") ? text.replace(/-(?=-)/g, "- ") : text);

export const MARKDOWN = {
  header: (values, place) => headerIn("<!--", " -->")(values, { ...place, source: withoutDashes(place.source) }),
  comment: ofText((text) => withoutDashes(oneLine(text))),
  number,
  text: ofText(proseMarkdown),
  code: ofText(codeMarkdown),
  cell: ofText((text, place) => proseMarkdown(text, place).replaceAll("|", "\\|")),
  verbatim: ofText(verbatimMarkdown),
} satisfies Readonly<Record<string, Helper>>;
