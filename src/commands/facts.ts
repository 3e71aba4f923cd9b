// What the files of an output folder say: the table of facts, and what they disagree on.
import type { Fact } from "#schema/fact.ts";
import { MAP } from "#schema/plan.ts";
import { readTree } from "#src/disk.ts";
import { facts } from "#src/facts.ts";
import { parseMap } from "#src/plan/records.ts";
import { factTable } from "#src/report/facts.ts";
import { coloured, plain } from "#src/report/paint.ts";
import { counted } from "#src/report/tally.ts";
import type { Planned } from "./output.ts";
import { withFindings } from "./reading.ts";
import type { Telling, Told } from "./task.ts";

/** A planned output, with what its files say as they stand on disk. */
export interface Factual extends Planned {
  readonly facts: readonly Fact[];
}

/** Reads the files that are ours and stay; what they disagree on is a finding. */
export function withFacts(planned: Planned): Factual {
  const { plan, root, folder, reading } = planned;
  const steps = plan?.steps.filter(({ action }) => ["unchanged", "update", "edited"].includes(action)) ?? [];
  const files = new Map(
    [
      ...readTree(
        root,
        steps.map(({ path }) => path),
      ),
    ].flatMap(([path, found]): [string, string][] =>
      found.kind === "file" ? [[path, Buffer.from(found.bytes).toString("utf8")]] : [],
    ),
  );
  const texts = new Map([...files].filter(([path]) => !path.startsWith(".sage/")));
  const read = facts({ texts, map: parseMap(files.get(MAP) ?? "{}"), folder });
  return { ...planned, reading: withFindings(reading, read.findings), facts: read.facts };
}

/** What is told of a spec, with the facts: a table for people, a list for programs. */
export function withTable(told: Told, { facts, folder, reading }: Factual, { isOne, isColoured }: Telling): Told {
  const spec = isOne ? {} : { spec: reading.spec.file };
  const table = `${factTable(facts, isColoured ? coloured : plain)}${folder}: ${summary(facts)}\n`;
  return { ...told, facts: { list: facts.map((fact) => ({ ...fact, ...spec })), table } };
}

function summary(facts: readonly Fact[]): string {
  const names = facts.map(({ fact }) => fact);
  const count = new Set(names).size;
  const differing = new Set(names.filter((name, index) => names[index - 1] === name)).size;
  const places = facts.reduce((sum, fact) => sum + fact.places.length, 0);
  const words = `${counted(count, "fact")} in ${counted(places, "place")}`;
  return differing === 0 ? `${words}, and all agree` : `${words}; ${counted(differing, "fact")} with two values`;
}
