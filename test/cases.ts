// The cases that folders hold: golden ones, each a spec and the tree that it makes, and refused ones, each a spec and
// the report that its writer reads. A new case is a new folder.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { byText } from "#schema/order.ts";
import { answerTo, examine } from "#src/commands/diagnosis.ts";
import { withFacts } from "#src/commands/facts.ts";
import { planAll } from "#src/commands/output.ts";
import { verdict } from "#src/commands/reading.ts";
import { loadSpecs, type SpecFile } from "#src/load.ts";
import { human } from "#src/report/human.ts";
import { plain } from "#src/report/paint.ts";

const GOLDEN = join(import.meta.dirname, "golden");
const REFUSED = join(import.meta.dirname, "refused");
const DIAGNOSE = join(import.meta.dirname, "diagnose");
const REFERENCE = join(import.meta.dirname, "..", "spec");

/** A case: its name below its room, and its folder. */
export interface Case {
  readonly name: string;
  readonly folder: string;
}

/** A file of a tree: its text, and whether it may be executed. */
export interface Leaf {
  readonly text: string;
  readonly executable: boolean;
}

export const goldenCases = (): readonly Case[] => casesIn(GOLDEN, 1);
export const refusedCases = (): readonly Case[] => casesIn(REFUSED, 2);
export const diagnoseCases = (): readonly Case[] => casesIn(DIAGNOSE, 2);

function casesIn(room: string, depth: number): Case[] {
  const names =
    depth === 1
      ? readdirSync(room)
      : readdirSync(room).flatMap((area) => readdirSync(join(room, area)).map((name) => `${area}/${name}`));
  return names.sort(byText).map((name) => ({ name, folder: join(room, name) }));
}

/** The case's spec; `given/` stands for the user's own folder where there is one. */
function specOf({ folder }: Case): SpecFile {
  const [spec] = loadSpecs(["sage.yaml"], folder);
  if (!spec) throw new Error(`${folder} has no sage.yaml`);
  const given = join(folder, "given");
  return existsSync(given) ? { ...spec, folder: given } : spec;
}

/**
 * What a build of a golden case leaves in its output folder: the user's own files and ours, without the tool's records,
 * which every change to a template would change with it.
 */
export function builtTree(one: Case): ReadonlyMap<string, Leaf> {
  const spec = specOf(one);
  const [planned] = planAll([spec], spec.folder === one.folder ? "nothing-stands-here" : undefined, {}, spec.folder);
  if (!planned?.plan)
    throw new Error(
      `the golden case ${one.name} is refused:\n${human(planned?.reading.diagnostics ?? [], spec.text, plain)}`,
    );
  if (planned.reading.diagnostics.length > 0) throw new Error(`the golden case ${one.name} has warnings`);
  const written = planned.plan.steps.flatMap(({ path, target, write }): [string, Leaf][] => {
    return write && target !== "sage"
      ? [[path, { text: Buffer.from(write.bytes).toString("utf8"), executable: write.executable }]]
      : [];
  });
  return new Map([...(spec.folder === one.folder ? [] : treeIn(spec.folder)), ...written]);
}

/** The tree that the case's folder holds as its expectation. */
export const expectedTree = ({ folder }: Case): ReadonlyMap<string, Leaf> => treeIn(join(folder, "out"));

/** Every file below a folder, which need not be there. */
export function treeIn(folder: string): ReadonlyMap<string, Leaf> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return new Map(paths.sort(byText).map((path) => [path, leafAt(join(folder, path))]));
}

function leafAt(path: string): Leaf {
  return { text: readFileSync(path, "utf8"), executable: (statSync(path).mode & 0o100) !== 0 };
}

/** What the writer of a refused case reads; of those about facts, with the facts of what stands in its folder. */
export function reportOf(one: Case): string {
  const spec = specOf(one);
  const [planned] = planAll([spec], undefined, {}, spec.folder);
  if (!planned) throw new Error(`${one.name} was not planned`);
  const { reading } = one.name.startsWith("facts/") ? withFacts(planned) : planned;
  return `${human(reading.diagnostics, reading.text, plain)}\n${verdict(reading, plain)}`;
}

/** What the reader of a case's log gets, with the case's own spec or the reference one. */
export async function diagnosisOf({ folder }: Case, log = "like.log"): Promise<string> {
  const [spec] = loadSpecs(["sage.yaml"], existsSync(join(folder, "sage.yaml")) ? folder : REFERENCE);
  if (!spec) throw new Error(`${folder} has no spec`);
  return answerTo(await examine(spec, log, undefined, folder), false).closing(plain);
}
