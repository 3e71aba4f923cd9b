// What a log told, once it was understood: causes with evidence, steps, and a change of the spec.
import type { Operation } from "./model.ts";

/** A place in a log. */
export interface Moment {
  /** 1-based. */
  readonly line: number;
  /** As the log has it; undefined where it bears none. */
  readonly time: string | undefined;
}

/** A line of a log, cut around what matters, without secrets. */
export interface Quote {
  readonly line: number;
  readonly text: string;
}

/** A step: what it is for, and the command if it is one. */
export interface Step {
  readonly text: string;
  readonly command?: string;
}

/** A kind of line: what differs from line to line stands as `#`. */
export interface Pattern {
  readonly pattern: string;
  readonly count: number;
  /** The first line of this kind. */
  readonly line: number;
}

/** One cause with all that is told of it. */
export interface Diagnosis {
  readonly code: string;
  readonly summary: string;
  /** The code of what brought it about, where the log has that too. */
  readonly from: string | undefined;
  readonly lines: number;
  readonly first: Moment;
  readonly last: Moment;
  readonly quotes: readonly Quote[];
  /** The reasoning, with the spec's own numbers. */
  readonly because: readonly string[];
  readonly immediate: readonly Step[];
  readonly longTerm: readonly string[];
  /** Valid on the spec as it is; empty where nothing in the spec mends it. */
  readonly patch: readonly Operation[];
  readonly verify: readonly Step[];
}

/** All that a log came to. */
export interface Verdict {
  /** The name or `-`. */
  readonly log: string;
  /** The spec's file. */
  readonly file: string;
  readonly lines: number;
  /** What is to be said of the log itself: that it is cut off. */
  readonly note: string | undefined;
  readonly environment: string;
  /** Why this environment. */
  readonly reason: string;
  /** Root causes first, each followed by its symptoms. */
  readonly causes: readonly Diagnosis[];
  /** The most frequent kinds of lines, where no cause is known; empty otherwise. */
  readonly patterns: readonly Pattern[];
}
