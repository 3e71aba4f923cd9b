// What a rule of the curated column looks like: a change of one property, and what AWS says that its users notice.
import type { Effect, Note } from "#schema/change.ts";
import type { Resource } from "#schema/graph.ts";
import type { Leaf } from "../leaves.ts";

/** What a rule may look at. */
export interface Case {
  readonly leaf: Leaf;
  readonly base: Resource;
  readonly head: Resource;
  /** Whether resources of a type that it may stand on are made anew. */
  readonly hasReplaced: (type: string) => boolean;
}

/** A change of a property that has consequences of its own. The first rule that fits counts. */
export interface Rule {
  readonly type: string;
  /** The property, or the place above it; empty for all of them. */
  readonly property: string;
  readonly when?: (one: Case) => boolean;
  readonly effects: readonly Effect[];
  readonly text: (one: Case) => string;
  readonly source: string;
  /** The answer to "is it made anew?" where it depends on the values. */
  readonly replaces?: "yes" | "no";
  /** AWS will not do it. */
  readonly refused?: true;
}

const USER_GUIDES = "https://docs.aws.amazon.com";

/** An address of AWS's documentation. */
export const aws = (path: string): string => `${USER_GUIDES}/${path}`;

/** Whether a leaf lies at a property or below it. */
export const isAt = (leaf: string, property: string): boolean =>
  property === "" || leaf === property || leaf.startsWith(`${property}.`) || leaf.startsWith(`${property}[`);

/** A note of a rule that fits. */
export const noteOf = ({ text, source }: Rule, one: Case): Note => ({ text: text(one), source });

/** A value in a sentence. */
export const shown = (value: unknown): string => (value === undefined ? "nothing" : String(value));

/** ` (old → new)`; nothing where the property refers to the same resource as before, and that one is made anew. */
export const shift = ({ leaf: { from, to } }: Case): string =>
  from === undefined && to === undefined ? "" : ` (${shown(from)} → ${shown(to)})`;

/** Whether a number became smaller. */
export const isLess = ({ leaf }: Case): boolean =>
  typeof leaf.from === "number" && typeof leaf.to === "number" && leaf.to < leaf.from;

/** Compares versions by their numbers: negative where `a` is the older. */
export function byVersion(a: unknown, b: unknown): number {
  const [one, two] = [numbers(a), numbers(b)];
  const at = one.findIndex((part, index) => two[index] !== undefined && part !== two[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (two[at] ?? 0);
}

const numbers = (version: unknown): readonly number[] => String(version).split(".").map(Number);

/** The number before the first point. */
export const majorOf = (version: unknown): number => numbers(version)[0] ?? 0;
