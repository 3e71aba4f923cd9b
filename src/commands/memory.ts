// The memory of a run over many specs: what one leaves behind goes before the heap grows for the next.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So much of the heap may be in use, in bytes: a spec needs 13 MiB, and V8 by itself waits for ever more. */
const ENOUGH = 24 * 2 ** 20;

/**
 * Collects garbage where there is much of it. The flag is taken back, because kept code is bound to V8's flags; a thread
 * was given what collects before it began, because all threads share the flags.
 */
export function tidy(): void {
  if (getHeapStatistics().used_heap_size < ENOUGH) return;
  if (globalThis.gc) return void globalThis.gc();
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  collect();
}
