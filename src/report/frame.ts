// The frame that quotes the source: the line, cut to the screen around the place, and carets below.
import { type Cell, cellsOf } from "./cells.ts";

/** The most columns of source that a frame shows. */
const WINDOW = 100;
const CUT = "…";

/** A quoted line and the marks below it. */
export interface Frame {
  readonly quote: string;
  readonly marks: string;
}

/** Quotes a line with carets from one column to another (1-based, UTF-16; the end is exclusive). */
export function frame(line: string, column: number, endColumn: number): Frame {
  const cells = cellsOf(line.trimEnd());
  const [from, to] = [column - 1, Math.max(endColumn - 1, column)];
  const first = indexAt(cells, from);
  const last = Math.max(first, indexAt(cells, to - 1));
  const [begin, end] = windowAround(cells, first, last);
  const shown = cells.slice(begin, end);
  const lead = begin > 0 ? CUT : "";
  const indent = lead.length + width(cells.slice(begin, first));
  const carets = Math.max(1, width(cells.slice(first, Math.min(last + 1, end))));
  return {
    quote: lead + shown.map(({ glyph }) => glyph).join("") + (end < cells.length ? CUT : ""),
    marks: " ".repeat(indent) + "^".repeat(carets),
  };
}

/** The cell that holds an offset; one past the last where the offset is the line's end. */
function indexAt(cells: readonly Cell[], offset: number): number {
  const index = cells.findIndex((cell) => cell.offset > offset);
  if (index > 0) return index - 1;
  const last = cells[cells.length - 1];
  return last !== undefined && offset > last.offset ? cells.length : Math.max(0, cells.length - 1);
}

/** A run of cells that fits the window and holds the marked ones, or their beginning. */
function windowAround(cells: readonly Cell[], first: number, last: number): [number, number] {
  if (width(cells) <= WINDOW) return [0, cells.length];
  const fromStart = width(cells.slice(0, last + 1)) < WINDOW;
  let begin = fromStart ? 0 : first;
  let end = begin;
  let room = WINDOW - 2;
  const take = (cell: Cell | undefined) => cell !== undefined && cell.width <= room && ((room -= cell.width), true);
  while (end <= last && take(cells[end])) end++;
  for (let grown = true; grown;) {
    grown = false;
    if (take(cells[begin - 1])) [begin, grown] = [begin - 1, true];
    if (take(cells[end])) [end, grown] = [end + 1, true];
  }
  return [begin, end];
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
