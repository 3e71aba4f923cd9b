// Chance that is the same on every run: numbers that follow from a seed, and choices made with them.

/** Draws from one seed. */
export interface Chance {
  /** A whole number from 0 up to, but not, `below`. */
  upTo(below: number): number;
  /** One of a list. */
  of<T>(list: readonly T[]): T;
  /** Whether one time in `many` has come. */
  once(many: number): boolean;
}

/** The draws of a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = (seed * 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (below: number): number => Math.floor(next() * below);
  return { upTo, of: (list) => list[upTo(list.length)] as (typeof list)[number], once: (many) => upTo(many) === 0 };
}
