// A log to what it tells: a stream of lines, searched for the signs of every known cause, and what names it mentions.
import type { Causes } from "#schema/cause.ts";
import type { Moment, Pattern } from "#schema/diagnosis.ts";
import type { Model } from "#schema/model.ts";
import { eventsIn } from "./diagnose/event.ts";
import { splitter } from "./diagnose/lines.ts";
import { masked } from "./diagnose/mask.ts";
import { type Mentions, mentions } from "./diagnose/mentions.ts";
import { patterns } from "./diagnose/patterns.ts";
import { finder, type Tally, tallies } from "./diagnose/tally.ts";
import { timeIn } from "./diagnose/time.ts";

export { combine } from "./diagnose/combine.ts";
export { advised } from "./diagnose/diagnosis.ts";

/** What a log told. */
export interface Told {
  readonly lines: number;
  readonly tallies: readonly Tally[];
  readonly mentions: Mentions;
  /** The most frequent kinds of lines, where no cause is known; empty otherwise. */
  readonly patterns: readonly Pattern[];
}

/** Takes a log's text as it comes. */
export interface Listener {
  feed(text: string): void;
  end(): Told;
}

/** How many lines back a time is looked for, where a line has none: the head of a message of many lines. */
const BACK = 4;
const SHOWN_PATTERNS = 12;

/** Listens to a log for causes. Memory stays the same however long the log is. */
export function listen(causes: Causes, model: Model): Listener {
  const find = finder(causes);
  const seen = tallies();
  const kinds = patterns();
  const named = mentions(model);
  const before: string[] = Array.from({ length: BACK }, () => "");
  let known = false;
  const momentOf = (line: number, time: string | undefined): Moment => {
    for (let back = 1; time === undefined && back <= BACK; back++)
      time = timeIn(before[(line + BACK - back) % BACK] ?? "");
    return { line, time };
  };
  const lines = splitter((line, number) => {
    const signs = find(line);
    if (signs.length > 0) {
      for (const { text, time } of eventsIn(line)) {
        const shows = seen.add(text, momentOf(number, time), signs);
        // A field of laid out JSON: what it belongs to stands above it.
        if (shows) named.add(/^\s+"/.test(line) ? [text, ...before].join("\n") : text);
        known ||= shows;
      }
    }
    // A log that is known needs no guess at what it is about.
    if (!known) kinds.add(line, number);
    before[number % BACK] = line;
  });
  return {
    feed: (text) => lines.feed(text),
    end() {
      const count = lines.end();
      const all = seen.all();
      const top = all.length > 0 ? [] : kinds.top(SHOWN_PATTERNS);
      return {
        lines: count,
        tallies: all,
        mentions: named.all(),
        patterns: top.map((one) => ({ ...one, pattern: masked(one.pattern) })),
      };
    },
  };
}
