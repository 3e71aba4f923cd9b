// A hand edit: how it differs from what the spec makes, and the spec key that would say the same, where one would.
import type { Artifact, Origin } from "#schema/draft.ts";
import { formatPath, type Path } from "#schema/path.ts";
import type { Edit } from "#schema/plan.ts";
import { keepingOf } from "./keep.ts";
import { linesOf, type Run, runsOf } from "./lines.ts";

/** Lines around a difference that its reader needs to find it. */
const AROUND = 3;
/** Of a difference that is longer than this, its beginning is shown. */
const MOST_LINES = 200;
/** What git leaves in a file that it could not merge. */
const CONFLICT = /^(?:<{7}|>{7}) /m;

/** How a file differs from its artifact; `isValue` tells whether a spec path holds one value, and no section. */
export function editOf(artifact: Artifact, found: string, isValue: (path: Path) => boolean): Edit {
  const [old, now] = [linesOf(artifact.text), linesOf(found)];
  const runs = runsOf(old, now);
  const key = keyOf(runs, old, now, artifact.origins, isValue);
  const conflict = CONFLICT.test(found);
  const keeping = key === undefined && !conflict ? keepingOf(artifact, found, runs, old, now) : undefined;
  return { diff: unified(runs, old, now), key, keeping, conflict };
}

/** How a file that is no longer wanted was edited can't be told: only its hash is known. */
export function leftover(found: string): Edit {
  return { diff: "", key: undefined, keeping: undefined, conflict: CONFLICT.test(found) };
}

/** How two texts differ, as `diff -u` writes it, without the head that names files. */
export function difference(before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  return unified(runsOf(old, now), old, now);
}

/** The one spec path behind the one line that differs in one literal. */
function keyOf(
  [run, ...more]: readonly Run[],
  old: readonly string[],
  now: readonly string[],
  origins: readonly Origin[],
  isValue: (path: Path) => boolean,
): string | undefined {
  if (!run || more.length > 0 || run.old[1] - run.old[0] !== 1 || run.new[1] - run.new[0] !== 1) return undefined;
  if (!differInOneLiteral(old[run.old[0]] ?? "", now[run.new[0]] ?? "")) return undefined;
  const paths = new Map(
    origins.filter(({ line }) => line === run.old[0] + 1).map(({ path }) => [formatPath(path), path] as const),
  );
  const [only] = paths;
  return only && paths.size === 1 && isValue(only[1]) ? only[0] : undefined;
}

/** Texts in quotes, words and numbers; every other character by itself. */
const PIECES = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.:/@-]+|./g;

function differInOneLiteral(a: string, b: string): boolean {
  const [left, right] = [a.match(PIECES) ?? [], b.match(PIECES) ?? []];
  return left.length === right.length && left.filter((piece, index) => piece !== right[index]).length === 1;
}

/** The differences as `diff -u` writes them: what the spec makes with `-`, what stands there with `+`. */
function unified(runs: readonly Run[], old: readonly string[], now: readonly string[]): string {
  const lines = hunksOf(runs).flatMap((hunk) => hunkLines(hunk, old, now));
  const more = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`… ${more} more lines`] : [])]
    .map((line) => `${line}\n`)
    .join("");
}

/** Runs that stand so close that what is around them meets. */
function hunksOf(runs: readonly Run[]): readonly (readonly Run[])[] {
  const hunks: Run[][] = [];
  for (const run of runs) {
    const last = hunks.at(-1)?.at(-1);
    if (last && run.old[0] - last.old[1] <= 2 * AROUND) hunks.at(-1)?.push(run);
    else hunks.push([run]);
  }
  return hunks;
}

function hunkLines(hunk: readonly Run[], old: readonly string[], now: readonly string[]): readonly string[] {
  const [first, last] = [hunk[0], hunk.at(-1)];
  if (!first || !last) return [];
  const before = Math.min(AROUND, first.old[0]);
  const after = Math.min(AROUND, old.length - last.old[1]);
  const body: string[] = [];
  let next = first.old[0] - before;
  for (const run of hunk) {
    body.push(...old.slice(next, run.old[0]).map((line) => ` ${line}`));
    body.push(...old.slice(...run.old).map((line) => `-${line}`), ...now.slice(...run.new).map((line) => `+${line}`));
    next = run.old[1];
  }
  body.push(...old.slice(next, next + after).map((line) => ` ${line}`));
  const head = `@@ -${range(first.old[0] - before, last.old[1] + after)} +${range(first.new[0] - before, last.new[1] + after)} @@`;
  return [head, ...body];
}

/** Lines from 1, as a hunk's head counts them. */
const range = (from: number, to: number): string => `${to > from ? from + 1 : from},${to - from}`;
