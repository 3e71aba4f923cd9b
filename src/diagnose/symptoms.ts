// What follows from what: root causes first, each symptom behind what brings it about.
import type { Causes } from "#schema/cause.ts";
import type { Moment } from "#schema/diagnosis.ts";
import { byText } from "#schema/order.ts";
import type { Tally } from "./tally.ts";
import { secondsOf } from "./time.ts";

/** A tally in its place, with the code of the root cause that brings it about, where the log has that too. */
export interface Placed {
  readonly tally: Tally;
  readonly from: string | undefined;
}

/** The tallies in the order in which they are told: roots by their lines, each followed by what follows from it. */
export function symptoms(all: readonly Tally[], causes: Causes): readonly Placed[] {
  const order = Object.keys(causes);
  const parentOf = new Map(all.map((tally) => [tally.code, parent(tally, all, causes)] as const));
  const rankOf = ({ code }: Tally): number => order.indexOf(code);
  const weightOf = (tally: Tally): number =>
    all.filter((other) => rootOf(other.code, parentOf) === tally.code).reduce((sum, { lines }) => sum + lines, 0);
  const roots = all.filter(({ code }) => parentOf.get(code) === undefined);
  const sorted = roots
    .map((tally) => ({ tally, weight: weightOf(tally) }))
    .sort((a, b) => b.weight - a.weight || rankOf(a.tally) - rankOf(b.tally) || byText(a.tally.code, b.tally.code));
  const below = (root: string): readonly Placed[] =>
    all
      .filter(({ code }) => code !== root && rootOf(code, parentOf) === root)
      .toSorted((a, b) => b.lines - a.lines || rankOf(a) - rankOf(b))
      .map((tally) => ({ tally, from: root }));
  return sorted.flatMap(({ tally }) => [{ tally, from: undefined }, ...below(tally.code)]);
}

/** What most likely brings a cause about: the nearest one that was there before its end, the first in its list. */
function parent(tally: Tally, all: readonly Tally[], causes: Causes): string | undefined {
  for (const wanted of causes[tally.code]?.follows ?? []) {
    const fitting = all.filter(
      ({ code, first }) =>
        code !== tally.code &&
        (wanted.endsWith("/*") ? code.startsWith(wanted.slice(0, -1)) : code === wanted) &&
        isBefore(first, tally.last) &&
        !follows(code, tally.code, causes),
    );
    const [best] = fitting.toSorted((a, b) => b.lines - a.lines || byText(a.code, b.code));
    if (best) return best.code;
  }
  return undefined;
}

/** By their times where both have one: a list of events may begin with the newest. */
function isBefore(first: Moment, last: Moment): boolean {
  const [from, to] = [first.time, last.time].map((time) => (time === undefined ? undefined : secondsOf(time)));
  return from === undefined || to === undefined ? first.line <= last.line : from <= to;
}

/** Whether `code` itself is said to follow from `from`: of two that follow from one another none is the root. */
function follows(code: string, from: string, causes: Causes): boolean {
  return (causes[code]?.follows ?? []).some((one) =>
    one.endsWith("/*") ? from.startsWith(one.slice(0, -1)) : one === from,
  );
}

function rootOf(code: string, parentOf: ReadonlyMap<string, string | undefined>): string {
  let root = code;
  for (let up = parentOf.get(root); up !== undefined; up = parentOf.get(root)) root = up;
  return root;
}
