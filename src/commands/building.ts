// One build of every spec that is named: compiled, planned, written, and told about.
import type { Target } from "#schema/draft.ts";
import { loadSpecs, type SpecFile } from "#src/load.ts";
import type { Answer, Audience } from "./answer.ts";
import { type Claim, refuseOneFolder } from "./claims.ts";
import { tidy } from "./memory.ts";
import { toldOf, write } from "./outcome.ts";
import { planAll } from "./output.ts";
import { answerTo, type Task, type Told } from "./task.ts";

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

/** Builds in this thread. Throws where a spec can't be read or a file can't be written. */
export function buildOnce(order: Order, cwd: string, audience: Audience): Answer {
  const specs = loadSpecs(order.spec, cwd, order.shard);
  refuseOneFolder(specs, order.out);
  const telling = { ...audience, isOne: specs.length === 1 };
  const task = { ...order, verb: "build" as const, cwd, telling, facts: false };
  return answerTo(Array.from(build(specs, task)), task);
}

/** Builds one spec after the other, and tells of each. Throws where a file can't be written. */
export function* build(specs: Iterable<SpecFile>, task: Task, claim?: Claim): Generator<Told> {
  const { out, only, force, isDry, cwd } = task;
  for (const one of planAll(specs, out, { only, force, writes: !isDry }, cwd, claim)) {
    if (!isDry) write([one]);
    yield toldOf(one, isDry ? "dry-run" : "build", task);
    tidy();
  }
}
