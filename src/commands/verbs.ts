// What can be asked of each of many specs, each loaded when it is asked.
import type { SpecFile } from "#src/load.ts";
import type { Claim } from "./claims.ts";
import type { Task, Told } from "./task.ts";

/** Does a task for one spec after the other. `claim` is asked before a spec's output folder is looked at. */
type Verb = (specs: Iterable<SpecFile>, task: Task, claim?: Claim) => Iterable<Told> | AsyncIterable<Told>;

const VERBS: Readonly<Record<Task["verb"], () => Promise<Verb>>> = {
  build: async () => (await import("./building.ts")).build,
  check: async () => (await import("./checking.ts")).check,
  validate: async () => (await import("./validating.ts")).validate,
};

/** The verb of a task. */
export function verbOf(name: Task["verb"]): Promise<Verb> {
  return VERBS[name]();
}
