// A task done for each spec: in this thread where they are few, else by several.
import { loadSpecs, type SpecFile } from "#src/load.ts";
import { type Answer, type Audience, audienceOf, give } from "./answer.ts";
import { refuseOneFolder } from "./claims.ts";
import type { Format } from "./flags.ts";
import { answerTo, type Task, type Told } from "./task.ts";
import { verbOf } from "./verbs.ts";

/**
 * So many specs are worth a thread, which loads the program anew. Two threads win over one from 10 large specs to build
 * on, and from 24 that make thirty files each; 128 are still validated faster by one.
 */
const SPECS_EACH: Readonly<Record<Task["verb"], number>> = { build: 8, check: 8, validate: 128 };

/** What is asked of each spec; what a command does not ask is left out. */
type Wish = Pick<Task, "verb"> & Partial<Task>;

/** Does it for the specs that flags name, in the current folder, and answers. Throws what goes wrong. */
export async function giveEach(
  wish: Omit<Wish, "cwd"> & { readonly spec: readonly string[] | undefined; readonly shard: string | undefined },
  format: Format,
): Promise<void> {
  const cwd = process.cwd();
  const specs = loadSpecs(wish.spec, cwd, wish.shard);
  give(await answerEach(specs, { ...wish, cwd }, audienceOf(format)), format);
}

/** Does it for each of the specs, and makes one answer of what is told. Throws what goes wrong. */
export async function answerEach(
  specs: readonly SpecFile[],
  { verb, cwd, out, only, force = false, list = false, isDry = false, facts = false }: Wish & { readonly cwd: string },
  audience: Audience,
): Promise<Answer> {
  refuseOneFolder(specs, out);
  const telling = { ...audience, isOne: specs.length === 1 };
  const task = { verb, cwd, out, only, force, list, isDry, facts, telling };
  return answerTo(await told(specs, task), task);
}

/** What is told of each spec, in their order. */
async function told(specs: readonly SpecFile[], task: Task): Promise<readonly Told[]> {
  const asked = process.env["SAGE_GEN_THREADS"];
  const worth = Math.floor(specs.length / SPECS_EACH[task.verb]);
  if (worth > 1 || (asked !== undefined && specs.length > 1)) {
    const { inThreads, threadsFor } = await import("./fleet.ts");
    const count = threadsFor(specs.length, worth, asked);
    if (count > 1) return inThreads(specs, task, count);
  }
  const all: Told[] = [];
  const verb = await verbOf(task.verb);
  for await (const one of verb(specs, task)) all.push(one);
  return all;
}
