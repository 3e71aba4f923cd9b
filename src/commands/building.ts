// One build of every spec that is named: compiled, planned, written, and told about.
import type { Target } from "#schema/draft.ts";
import { loadSpecs } from "#src/load.ts";
import type { Answer } from "./answer.ts";
import { tidy } from "./memory.ts";
import { answerTo, write } from "./outcome.ts";
import { planAll, told } from "./output.ts";

/** What a build is asked for by its flags. */
export interface Order {
  readonly spec: readonly string[] | undefined;
  readonly shard: string | undefined;
  readonly out: string | undefined;
  readonly only: readonly Target[] | undefined;
  readonly force: boolean;
  readonly list: boolean;
  /** Only says what it would write. */
  readonly isDry: boolean;
}

/** Builds. Throws where a spec can't be read or a file can't be written. */
export function buildOnce({ spec, shard, out, only, force, list, isDry }: Order, cwd: string): Answer {
  const planned = [];
  for (const one of planAll(loadSpecs(spec, cwd, shard), out, { only, force, writes: !isDry }, cwd)) {
    if (!isDry) write([one]);
    planned.push(told(one));
    tidy();
  }
  return answerTo(planned, isDry ? "dry-run" : "build", list);
}
