// Findings to diagnostics: words from the catalogue, a place from the document, in the order of places, one a cause.
import { entryOf } from "#schema/catalogue.ts";
import type { Document } from "#schema/document.ts";
import type { Diagnostic, Finding } from "#schema/finding.ts";
import { byText } from "#schema/order.ts";
import { formatPath } from "#schema/path.ts";
import { type Lines, linesOf } from "./places.ts";

/** What findings point into: the text, and the way from a path to an offset where the text is YAML at all. */
export interface Source {
  readonly text: string;
  readonly locate: Document["locate"] | undefined;
}

/** Words and places for a run's findings; `file` is the spec's name as the reader knows it. */
export function diagnosticsOf(findings: readonly Finding[], source: Source, file: string): Diagnostic[] {
  const lines = linesOf(source.text);
  const causes = new Set<string>();
  return findings
    .map((finding) => diagnostic(finding, source, lines, file))
    .sort(byPlace)
    .filter((found) => {
      const cause = JSON.stringify([found.code, found.file, found.line, found.column, found.related ?? found.path]);
      return !causes.has(cause) && causes.add(cause);
    });
}

function diagnostic(finding: Finding, source: Source, lines: Lines, file: string): Diagnostic {
  const { severity, summary, help } = entryOf(finding.code);
  const words = { code: finding.code, severity, message: summary(finding.values), help: help(finding.values) };
  const path = formatPath(finding.path);
  if (finding.file !== undefined) {
    return { ...words, file: finding.file, line: 0, column: 0, endLine: 0, endColumn: 0, path };
  }
  const range = finding.range ?? source.locate?.(finding.path, finding.at ?? "value") ?? [0, 0];
  const start = lines.at(range[0]);
  const end = lines.at(Math.max(range[0], range[1]));
  const place = { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, path };
  const related = finding.related && source.locate?.(finding.related, "value");
  if (!finding.related || !related) return { ...words, ...place };
  return { ...words, ...place, related: { ...lines.at(related[0]), message: formatPath(finding.related) } };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return byText(a.file, b.file) || a.line - b.line || a.column - b.column || byText(a.code, b.code);
}
