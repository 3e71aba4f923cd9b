// The most frequent kinds of lines of a log that nobody knows: a line with what differs from line to line taken out.
import type { Pattern } from "#schema/diagnosis.ts";

/** So many kinds are kept; where there are more, the rare ones go, and counts are the least that was seen. */
const MOST = 4000;
/** So much of a line is looked at, and so much of its kind is kept. */
const LOOKED_AT = 600;
const LONGEST = 140;

/** Counts kinds of lines in bounded memory. */
export interface Patterns {
  add(line: string, number: number): void;
  /** The most frequent ones, the first one first where two are as frequent. */
  top(count: number): readonly Pattern[];
}

/** None counted yet. */
export function patterns(): Patterns {
  let kinds = new Map<string, { count: number; line: number }>();
  let floor = 1;
  return {
    add(line, number) {
      const kind = kindOf(line);
      if (kind === "") return;
      const known = kinds.get(kind);
      if (known) known.count++;
      else kinds.set(kind, { count: 1, line: number });
      for (; kinds.size > MOST; floor *= 2) kinds = new Map([...kinds].filter(([, { count }]) => count > floor));
    },
    top: (count) =>
      [...kinds]
        .map(([pattern, seen]) => ({ pattern, ...seen }))
        .sort((a, b) => b.count - a.count || a.line - b.line)
        .slice(0, count),
  };
}

/** A line with each word that has a digit in it as `#`: numbers, times, ids, addresses. */
export function kindOf(line: string): string {
  const end = Math.min(line.length, LOOKED_AT);
  let kind = "";
  let start = -1;
  let hasDigit = false;
  for (let at = 0; at <= end && kind.length < LONGEST; at++) {
    const code = at < end ? line.charCodeAt(at) : 32;
    const isDigit = code >= 48 && code <= 57;
    if (isDigit || isWordPart(code)) {
      if (start < 0) start = at;
      if (isDigit) hasDigit = true;
      continue;
    }
    if (start >= 0) kind += hasDigit ? "#" : line.slice(start, at);
    if (at < end) kind += line.charAt(at);
    start = -1;
    hasDigit = false;
  }
  return kind.replace(/#(?:[ ,/]#)+/g, "#").trim();
}

/** Letters, and what holds the parts of an id, a time or an address together. */
const isWordPart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 45 || code === 46 || code === 58 || code === 95;
