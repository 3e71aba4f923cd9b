// Diagnostics as GitHub's workflow commands: an annotation at the line of a pull request.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
import type { Diagnostic } from "#schema/finding.ts";

/** One command a diagnostic. */
export function github(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((found) => `${annotation(found)}\n`).join("");
}

function annotation(found: Diagnostic): string {
  // GitHub takes columns only where begin and end are on one line.
  const columns = found.endLine === found.line ? { col: found.column, endColumn: found.endColumn } : {};
  const place = found.line > 0 ? { line: found.line, ...columns, endLine: found.endLine } : {};
  return command(
    found.severity,
    { file: found.file, ...place, title: found.code },
    `${found.message}\nhelp: ${found.help}`,
  );
}

/** A workflow command with its properties and message escaped as the runner reads them. */
export function command(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(",")}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
