// Two texts line by line: which lines both have, and the smallest runs in which they differ.

/** A run in which two texts differ: lines `[from, to)` of each, from 0. One of the two may be empty. */
export interface Run {
  readonly old: readonly [from: number, to: number];
  readonly new: readonly [from: number, to: number];
}

/** Above this many pairs of lines the whole middle counts as one run: no reader compares that by eye. */
const MOST_PAIRS = 4_000_000;

/** The lines of a text; a line break at its end begins no further line. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** The runs in which two lists of lines differ, in order. */
export function runsOf(old: readonly string[], now: readonly string[]): readonly Run[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let [oldEnd, nowEnd] = [old.length, now.length];
  while (oldEnd > start && nowEnd > start && old[oldEnd - 1] === now[nowEnd - 1])
    [oldEnd, nowEnd] = [oldEnd - 1, nowEnd - 1];
  if (oldEnd === start && nowEnd === start) return [];
  if ((oldEnd - start) * (nowEnd - start) > MOST_PAIRS) return [{ old: [start, oldEnd], new: [start, nowEnd] }];
  return walk(old.slice(start, oldEnd), now.slice(start, nowEnd)).map((run) => ({
    old: [run.old[0] + start, run.old[1] + start],
    new: [run.new[0] + start, run.new[1] + start],
  }));
}

/** The runs, by the longest common subsequence of what is left between the common ends. */
function walk(old: readonly string[], now: readonly string[]): readonly Run[] {
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [oldFrom, newFrom] = [i, j];
    while ((i < old.length || j < now.length) && !(i < old.length && j < now.length && old[i] === now[j])) {
      if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) i++;
      else j++;
    }
    if (i > oldFrom || j > newFrom) runs.push({ old: [oldFrom, i], new: [newFrom, j] });
    while (i < old.length && j < now.length && old[i] === now[j]) [i, j] = [i + 1, j + 1];
  }
  return runs;
}
