// Who writes into which output folder: no two specs of one run into the same.
import type { SpecFile } from "#src/load.ts";
import { trouble } from "#src/report/fault.ts";

/** Whether an output folder, by its absolute path, is free for a spec: no other of this run has claimed it. */
export type Claim = (root: string) => boolean;

/** The claims of a run in which one spec comes after the other. */
export function inTurn(): Claim {
  const roots = new Set<string>();
  return (root) => !roots.has(root) && roots.add(root).size > 0;
}

/** Throws where several specs are to write into one folder that a flag names. */
export function refuseOneFolder(specs: readonly SpecFile[], out: string | undefined): void {
  if (out === undefined || specs.length <= 1) return;
  throw trouble(
    "--out names one folder, and there are several specs",
    "give each spec its own `output`, or build them one by one",
  );
}
