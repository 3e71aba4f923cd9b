// Diagnostics for people: what is wrong, the line that says it, and what helps.
import type { Diagnostic } from "#schema/finding.ts";
import { printable } from "./cells.ts";
import { frame } from "./frame.ts";
import type { Paint } from "./paint.ts";
import { linesOf } from "./places.ts";

/** Up to this column the hint at `explain` stands on the help's own line. */
const HINT_LIMIT = 100;
const HINT_COLUMN = 48;

/** A report of all diagnostics of one file whose text is `text`; empty where there are none. */
export function human(diagnostics: readonly Diagnostic[], text: string, paint: Paint): string {
  const lines = linesOf(masked(text, diagnostics));
  const longest = diagnostics.reduce((most, { line, related }) => Math.max(most, line, related?.line ?? 0), 0);
  const gutter = " ".repeat(String(longest).length);
  const blocks = diagnostics.map((found) => block(found, (line) => lines.text(line), gutter, paint));
  return blocks.map((block) => `${block}\n`).join("\n");
}

/** The text with every secret's value covered: a report is read in places where the spec is not. */
function masked(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = linesOf(text);
  const secrets = diagnostics.filter(({ code }) => code === "spec/secret-value");
  return secrets.reduce((covered, { line, column, endLine, endColumn }) => {
    const [start, end] = [lines.offset(line, column), lines.offset(endLine, endColumn)];
    return covered.slice(0, start) + covered.slice(start, end).replace(/[^\r\n]/g, "*") + covered.slice(end);
  }, text);
}

function block(found: Diagnostic, textOf: (line: number) => string, gutter: string, paint: Paint): string {
  const title = paint(found.severity, `${found.severity}[${found.code}]`);
  const at = found.line > 0 ? `${found.file}:${found.line}:${found.column}` : found.file;
  return [
    `${title}${paint("strong", `: ${printable(found.message)}`)}`,
    `${gutter}${paint("quiet", "┌")} ${printable(at)}`,
    ...quote(found, textOf, gutter, paint),
    ...see(found, textOf, gutter, paint),
    ...help(found, `${gutter} ${paint("quiet", "=")} `, gutter, paint),
  ].join("\n");
}

function quote(found: Diagnostic, textOf: (line: number) => string, gutter: string, paint: Paint): string[] {
  if (found.line === 0) return [];
  const line = textOf(found.line);
  const endColumn = found.endLine > found.line ? line.length + 1 : found.endColumn;
  const { quote, marks } = frame(line, found.column, endColumn);
  const bar = paint("quiet", "│");
  const number = paint("quiet", String(found.line).padStart(gutter.length));
  return [`${number} ${bar} ${quote}`.trimEnd(), `${gutter} ${bar} ${paint(found.severity, marks)}`];
}

/** The other place that belongs to it: where the first declaration stands. */
function see(found: Diagnostic, textOf: (line: number) => string, gutter: string, paint: Paint): string[] {
  if (!found.related) return [];
  const { line, column, message } = found.related;
  const bar = paint("quiet", "│");
  const number = paint("quiet", String(line).padStart(gutter.length));
  const place = `${gutter}${paint("quiet", "├")} ${printable(`${found.file}:${line}:${column}`)}: ${printable(message)}`;
  return line === found.line
    ? [place]
    : [place, `${number} ${bar} ${frame(textOf(line), column, column).quote}`.trimEnd()];
}

function help(found: Diagnostic, lead: string, gutter: string, paint: Paint): string[] {
  const hint = `sage-gen explain ${found.code}`;
  const text = `help: ${printable(found.help)}`;
  const width = gutter.length + 3 + text.length;
  const [first = "", ...rest] = text.split("\n");
  const more = rest.map((line) => `${gutter}   ${line}`);
  const space = Math.max(2, HINT_COLUMN - width);
  if (rest.length === 0 && width + space + hint.length <= HINT_LIMIT) {
    return [`${lead}${first}${" ".repeat(space)}${paint("quiet", hint)}`];
  }
  return [lead + first, ...more, `${lead}${paint("quiet", `more: ${hint}`)}`];
}
