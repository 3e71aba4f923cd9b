// What of a log was seen of each cause: how many lines, the first and the last, a few to quote, and the values in them.
import type { Causes, Sign } from "#schema/cause.ts";
import type { Moment, Quote } from "#schema/diagnosis.ts";
import { masked } from "./mask.ts";
import { secondsOf } from "./time.ts";

/** So many lines of a cause are quoted, and so many different values are kept of one kind. */
const QUOTED = 3;
const KEPT = 12;
const QUOTE_WIDTH = 240;

/** What was seen of one cause. */
export interface Tally {
  readonly code: string;
  readonly lines: number;
  /** The first and the last line; their times are the earliest and the latest of all, because some logs run backwards. */
  readonly first: Moment;
  readonly last: Moment;
  readonly quotes: readonly Quote[];
  /** By the name of what was seen: each value and how many lines had it, the most frequent first. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The greatest number of each name. */
  readonly most: Readonly<Record<string, number>>;
}

/** A time as it stands in the log, and as it can be compared. */
interface Instant {
  readonly time: string;
  readonly seconds: number;
}

interface Counting {
  lines: number;
  shown: boolean;
  first: Moment;
  last: Moment;
  earliest: Instant | undefined;
  latest: Instant | undefined;
  readonly quotes: { line: number; text: string; supports: boolean }[];
  readonly values: Map<string, Map<string, number>>;
  readonly most: Map<string, number>;
  second: string;
  inSecond: number;
}

/** A sign and the cause that it shows. */
export interface Known {
  readonly code: string;
  readonly sign: Sign;
}

/** Counts what is seen. */
export interface Tallies {
  /** A thing that the log tells, and the signs whose words are in it. Gives whether one of them shows a cause. */
  add(text: string, at: Moment, signs: readonly Known[]): boolean;
  all(): readonly Tally[];
}

/** Nothing counted yet. */
export function tallies(): Tallies {
  const counts = new Map<string, Counting>();
  return {
    add(text, at, signs) {
      const met = new Set<string>();
      let shows = false;
      for (const { code, sign } of signs) {
        const found = sign.pattern.exec(text);
        if (!found || sign.not?.test(text)) continue;
        const count = counts.get(code) ?? begin(at);
        counts.set(code, count);
        note(count, found);
        if (sign.supports) quote(count, text, found.index, at.line, true);
        if (sign.supports || met.has(code)) continue;
        met.add(code);
        see(count, at, sign);
        quote(count, text, found.index, at.line, false);
        shows ||= count.shown;
      }
      return shows;
    },
    all: () => [...counts].filter(([, { shown }]) => shown).map(([code, count]) => finished(code, count)),
  };
}

function begin(at: Moment): Counting {
  const empty = { lines: 0, shown: false, quotes: [], values: new Map(), most: new Map(), second: "", inSecond: 0 };
  return { ...empty, first: at, last: at, earliest: undefined, latest: undefined };
}

function see(count: Counting, at: Moment, { atOnce }: Sign): void {
  if (count.lines === 0) count.first = at;
  count.lines++;
  count.last = at;
  const seconds = at.time === undefined ? undefined : secondsOf(at.time);
  if (at.time !== undefined && seconds !== undefined) {
    const instant = { time: at.time, seconds };
    if (!count.earliest || seconds < count.earliest.seconds) count.earliest = instant;
    if (!count.latest || seconds > count.latest.seconds) count.latest = instant;
  }
  const second = at.time?.slice(0, 19) ?? "";
  count.inSecond = second !== "" && second === count.second ? count.inSecond + 1 : 1;
  count.second = second;
  if (atOnce === undefined || count.inSecond >= atOnce) count.shown = true;
  if (atOnce !== undefined) count.most.set("atOnce", Math.max(count.most.get("atOnce") ?? 0, count.inSecond));
}

function note(count: Counting, found: RegExpExecArray): void {
  for (const [name, value] of Object.entries(found.groups ?? {})) {
    if (value === undefined) continue;
    const kept = count.values.get(name) ?? new Map<string, number>();
    count.values.set(name, kept);
    if (kept.has(value) || kept.size < KEPT) kept.set(value, (kept.get(value) ?? 0) + 1);
    const number = Number(value);
    if (Number.isFinite(number)) count.most.set(name, Math.max(count.most.get(name) ?? number, number));
  }
}

/** Different texts are quoted; the same ones over and over would only tell of their number. */
function quote(count: Counting, text: string, at: number, line: number, supports: boolean): void {
  if (count.quotes.length >= QUOTED * 2 || count.quotes.filter((one) => one.supports === supports).length >= QUOTED)
    return;
  const cut = masked(lineAround(text, at));
  if (count.quotes.some((one) => one.line === line || one.text === cut)) return;
  count.quotes.push({ line, text: cut, supports });
}

/** The line of a text that holds a place, cut around the place. */
function lineAround(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(start, end < 0 ? undefined : end);
  const place = at - start;
  if (line.length <= QUOTE_WIDTH) return line.trim();
  const from = place < QUOTE_WIDTH - 80 ? 0 : place - 80;
  const part = line.slice(from, from + QUOTE_WIDTH).trim();
  return `${from > 0 ? "…" : ""}${part}${from + QUOTE_WIDTH < line.length ? "…" : ""}`;
}

function finished(code: string, count: Counting): Tally {
  const values = [...count.values].map(([name, kept]) => {
    const sorted = [...kept].sort(([, a], [, b]) => b - a).map(([value]) => value);
    return [name, sorted] as const;
  });
  const { lines, quotes, most, earliest, latest } = count;
  const first = { ...count.first, time: earliest?.time ?? count.first.time };
  const last = { ...count.last, time: latest?.time ?? count.last.time };
  return {
    code,
    lines,
    first,
    last,
    quotes: quotes.toSorted((a, b) => a.line - b.line).map(({ line, text }) => ({ line, text })),
    values: Object.fromEntries(values),
    most: Object.fromEntries(most),
  };
}

/** Finds which signs a line may have: one search for all of their words. */
export function finder(causes: Causes): (line: string) => readonly Known[] {
  const byWord = new Map<string, Known[]>();
  for (const [code, { signs }] of Object.entries(causes)) {
    for (const sign of signs)
      for (const word of sign.words) byWord.set(word, [...(byWord.get(word) ?? []), { code, sign }]);
  }
  const words = [...byWord.keys()];
  // A word within another is not found by itself: whoever looks for it is told of the longer one too.
  const heard = new Map(
    words.map((word) => [
      word,
      words.filter((inner) => word.includes(inner)).flatMap((inner) => byWord.get(inner) ?? []),
    ]),
  );
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const search = new RegExp(longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  return (line) => {
    search.lastIndex = 0;
    let found = search.exec(line);
    if (!found) return [];
    const signs = new Set<Known>();
    for (let rounds = 0; found && rounds < 64; rounds++) {
      for (const known of heard.get(found[0]) ?? []) signs.add(known);
      found = search.exec(line);
    }
    return [...signs];
  };
}
