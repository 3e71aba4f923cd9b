// Offsets in a text to lines and columns, both 1-based; a column counts UTF-16 units, as editors do.

/** A place in a text. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text that knows where its lines begin. */
export interface Lines {
  /** The place of an offset; an offset past the end is the end. */
  readonly at: (offset: number) => Place;
  /** The offset of a place. */
  readonly offset: (line: number, column: number) => number;
  /** The text of a line without its end, empty where there is no such line. */
  readonly text: (line: number) => string;
}

/** Indexes a text by its lines: LF, CRLF and CR end one. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return {
    at: (offset) => {
      const within = Math.max(0, Math.min(offset, text.length));
      const index = lastAtMost(starts, within);
      return { line: index + 1, column: within - (starts[index] ?? 0) + 1 };
    },
    offset: (line, column) => (starts[line - 1] ?? text.length) + column - 1,
    text: (line) => text.slice(starts[line - 1] ?? text.length, starts[line] ?? text.length).replace(/[\r\n]+$/, ""),
  };
}

/** The index of the last number that is at most `limit`, in a sorted list that begins with 0. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
