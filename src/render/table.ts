// Tables of a Markdown page, their columns padded as the ecosystem's formatter does it.
import type { Origin } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { fault, kindOf, peel, textOf } from "./literal.ts";
import { codeMarkdown, proseMarkdown } from "./markdown.ts";
import { only } from "./helper.ts";
import type { Helper } from "./page.ts";
import { textWidth } from "#schema/width.ts";

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly paths: readonly Path[];
}

const IN_TABLE = { before: "| x " };

/** A cell: prose, or `{ code }` for a code span; an empty text is an empty cell. */
function cellOf(value: unknown): Cell {
  const paths: Path[] = [];
  const inner = peel(value, paths);
  const isCode = typeof inner === "object" && inner !== null && "code" in inner;
  const text = isCode
    ? codeMarkdown(textOf((inner as { code: unknown }).code, paths), IN_TABLE)
    : proseMarkdown(textOf(inner, paths), IN_TABLE).replaceAll("|", "\\|");
  return { text, width: textWidth(text), paths };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fault(`a table wants a list, got ${kindOf(value)}`);
}

/** Prints `{ head, rows }`: a head of texts, and rows of as many cells. */
export const table: Helper = (values) => {
  const view = peel(only(values), []) as { head?: unknown; rows?: unknown };
  const head = listOf(view.head).map(cellOf);
  const rows = listOf(view.rows).map((row) => listOf(row).map(cellOf));
  if (rows.some((row) => row.length !== head.length)) return fault("a row has not as many cells as the head");
  const widths = head.map(({ width }) => Math.max(3, width));
  for (const row of rows) {
    row.forEach(({ width }, column) => {
      if (width > (widths[column] ?? 0)) widths[column] = width;
    });
  }
  const line = (cells: readonly Cell[]): string =>
    `| ${cells.map(({ text, width }, column) => text + " ".repeat((widths[column] ?? 0) - width)).join(" | ")} |`;
  const ruler = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const lines = [line(head), ruler, ...rows.map(line)];
  const origins: Origin[] = [];
  rows.forEach((row, index) => {
    for (const { paths } of row) for (const path of paths) origins.push({ line: index + 3, path });
  });
  return { text: lines.join("\n"), origins };
};
