// A worker that judges inputs by number, and says before each one what it is about, so that a hang or a crash has a name.
import { parentPort, workerData } from "node:worker_threads";
import { inputOf } from "./make.ts";
import { judged } from "./judge.ts";

/** What a worker says of one input. */
export interface Judged {
  readonly number: number;
  readonly kind: string;
  readonly end: string;
  readonly problems: readonly string[];
  /** Milliseconds of the worker's own CPU. */
  readonly took: number;
}

const { from, step, to } = workerData as { readonly from: number; readonly step: number; readonly to: number };

function say(message: Judged | { readonly begins: number; readonly kind: string }): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}

for (let number = from; number < to; number += step) {
  const { kind, text } = inputOf(number);
  say({ begins: number, kind });
  const begun = performance.now();
  const { end, problems } = judged(text);
  say({ number, kind, end, problems, took: performance.now() - begun } satisfies Judged);
}
