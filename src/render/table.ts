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
  const origins: Origin[] = [];
  rows.forEach((row, index) => measure(row, index + 3, widths, origins));
  const ruler = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const lines = [lineOf(head, widths), ruler, ...rows.map((row) => lineOf(row, widths))];
  return { text: lines.join("\n"), origins };
};

/** Widens the columns to what a row needs, and notes where its line came from. */
function measure(row: readonly Cell[], line: number, widths: number[], origins: Origin[]): void {
  // By index, here and below: there are hundreds of cells, and a call or an iterator for each takes longer than the rest.
  for (let column = 0; column < row.length; column += 1) {
    const { width, paths } = row[column] as Cell;
    if (width > (widths[column] as number)) widths[column] = width;
    for (let at = 0; at < paths.length; at += 1) origins.push({ line, path: paths[at] as Path });
  }
}

function lineOf(cells: readonly Cell[], widths: readonly number[]): string {
  let line = "|";
  for (let column = 0; column < cells.length; column += 1) {
    const { text, width } = cells[column] as Cell;
    line += ` ${text}${" ".repeat((widths[column] as number) - width)} |`;
  }
  return line;
}
