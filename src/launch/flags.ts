// How V8 is told to run: for runs that are over before it learns anything.

/**
 * A run of one spec is over before optimized code, several threads, or marking in steps pay for themselves, so V8 is told
 * to do without. Only on Node.js 20, which has these flags: V8 complains about flags that it does not know. Beside each
 * stands what V8 does by itself.
 */
const FLAGS = [
  ["--interrupt-budget=4000000", "--interrupt-budget=67584"],
  // What is called a few times is compiled without waiting for others, and how its objects turn out is not kept for an
  // optimizer that never comes: 7 M instructions.
  ["--baseline-batch-compilation-threshold=1", "--baseline-batch-compilation-threshold=4096"],
  ["--no-reset-interrupt-on-ic-update", "--reset-interrupt-on-ic-update"],
  ["--no-track-field-types", "--track-field-types"],
  ["--no-allocation-site-pretenuring", "--allocation-site-pretenuring"],
  ["--no-minor-gc-task", "--minor-gc-task"],
  // Most patterns match a few short texts: to polish them, or to make machine code at their second use, costs more.
  ["--no-regexp-peephole-optimization", "--regexp-peephole-optimization"],
  ["--regexp-tier-up-ticks=10", "--regexp-tier-up-ticks=1"],
  ["--no-parallel-scavenge", "--parallel-scavenge"],
  ["--no-incremental-marking", "--incremental-marking"],
  ["--semi-space-growth-factor=1", "--semi-space-growth-factor=2"],
] as const;

const IS_KNOWN = process.version.startsWith("v20.");

/** Tells V8 to run for a short time, or takes it back: code is bound to the flags that it was compiled and kept under. */
export function tune(isShort: boolean): void {
  if (!IS_KNOWN) return;
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  for (const [short, usual] of FLAGS) setFlagsFromString(isShort ? short : usual);
}
