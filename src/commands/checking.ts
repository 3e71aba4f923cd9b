// Checks of specs against their output: what a build would do, and what the files say. Never writes.
import type { SpecFile } from "#src/load.ts";
import type { Claim } from "./claims.ts";
import { tidy } from "./memory.ts";
import { toldOf } from "./outcome.ts";
import { planAll } from "./output.ts";
import type { Task, Told } from "./task.ts";

/** Checks one spec after the other, and tells of each. */
export async function* check(specs: Iterable<SpecFile>, task: Task, claim?: Claim): AsyncGenerator<Told> {
  for (const one of planAll(specs, task.out, {}, task.cwd, claim)) {
    if (task.facts) {
      const { withFacts, withTable } = await import("./facts.ts");
      const factual = withFacts(one);
      yield withTable(toldOf(factual, "check", task), factual, task.telling);
    } else yield toldOf(one, "check", task);
    tidy();
  }
}
