// What one part of the torture says: how much it did, and what it lost. Parts are listed in parts.ts.

/** `quick` is a share of the same work, for the tests; `whole` is all of it. */
export type Size = "quick" | "whole";

/** What came of a part. */
export interface Outcome {
  /** How often what was done: `specs`, `strings`, `kills`. Zero of anything is a loss, because then nothing was proven. */
  readonly counts: Readonly<Record<string, number>>;
  /** What did not hold, a line each, with what is needed to do it again. */
  readonly lost: readonly string[];
  /** What could not be tried here, and why. */
  readonly notes?: readonly string[];
}

/** One named part. */
export interface Part {
  readonly name: string;
  run(size: Size, tell: (progress: string) => void): Promise<Outcome>;
}

/** What a part lost, with what it did not do at all. */
export function lossesOf({ counts, lost }: Outcome): readonly string[] {
  const idle = Object.entries(counts).flatMap(([what, many]) => (many > 0 ? [] : [`no ${what} at all`]));
  return [...lost, ...idle];
}

/** The counts as they are read: `12 strings, 3 specs`. */
export const shown = (counts: Outcome["counts"]): string =>
  Object.entries(counts)
    .map(([what, many]) => `${many} ${what}`)
    .join(", ");
