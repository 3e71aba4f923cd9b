// A rule that every stack obeys, with changes of a stack that break it: a rule that can't fail proves nothing.
import type { Stack } from "./stack.ts";

/** Looks at one thing: what it is, and whether it is as it should be. */
export type Look = (what: string, holds: boolean) => void;

export interface Rule {
  /** What it is called in reports: `world-reaches-the-load-balancer-alone`. */
  readonly name: string;
  /** What it asks, in a sentence. */
  readonly asks: string;
  judge(stack: Stack, look: Look): void;
  /** By what is wrong with it: a change of a stack after which the rule must not hold. */
  readonly breaks: Readonly<Record<string, (stack: Stack) => void>>;
}

/** What a rule found in a stack. */
export interface Verdict {
  /** How many things it looked at. */
  readonly looked: number;
  /** What is not as it should be. */
  readonly faults: readonly string[];
}

/** A rule's verdict on a stack. */
export function verdict(rule: Rule, stack: Stack): Verdict {
  const faults: string[] = [];
  let looked = 0;
  rule.judge(stack, (what, holds) => {
    looked += 1;
    if (!holds) faults.push(`${rule.name}: ${stack.spec}, ${stack.environment.name}: ${what}`);
  });
  return { looked, faults };
}
