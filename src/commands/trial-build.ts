// Tries a first spec where it is to stand, before it is written: it must build there, and touch nothing of the user's.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { TARGETS } from "#schema/draft.ts";
import type { Note } from "#src/init/proposal.ts";
import { type Choices, firstSpec } from "#src/init/text.ts";
import { type Planned, planAll } from "./output.ts";

/** A spec's text, and what a build of it would do. */
export interface Trial {
  readonly text: string;
  readonly planned: Planned;
  readonly notes: readonly Note[];
}

const COMPOSE = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
/** The next larger instances, for services that open more connections than the smallest has. */
const INSTANCES = ["db.t4g.micro", "db.t4g.small", "db.t4g.medium", "db.t4g.large", "db.m7g.xlarge"];
const USUAL = TARGETS.filter((target) => target !== "terraform");

/** The compose file that stands in a folder. */
export const composeIn = (folder: string): string | undefined => COMPOSE.find((name) => existsSync(join(folder, name)));

/** Choices, and whether the user chose the project's name. */
type Chosen = Choices & { readonly isNamed: boolean };

/** Tries the choices, and gives way where something of the user's stands: first a target, then the place. */
export function settle(choices: Chosen, folder: string, file: string): Trial {
  const own = composeIn(folder);
  if (own === undefined || choices.output !== "." || choices.targets !== undefined)
    return tried(choices, folder, file, []);
  const targets = USUAL.filter((target) => target !== "compose");
  const reason = "is yours and stays; without it and the line `targets`, one that fits the spec is written";
  return tried({ ...choices, targets }, folder, file, [{ place: own, reason }]);
}

function tried(choices: Chosen, folder: string, file: string, notes: readonly Note[]): Trial {
  const text = firstSpec(choices);
  const spec = { file, source: "sage.yaml", folder, text, finding: undefined };
  const [planned] = [...planAll([spec], undefined, {}, process.cwd())];
  if (!planned) throw new Error("one spec gave no plan");
  const better = roomier(choices, planned);
  if (better) return tried(better, folder, file, notes);
  const project = shorter(choices, planned);
  if (project !== undefined) {
    const reason = "shorter than the folder's name, because AWS's names, which begin with it, have limits";
    const others = notes.filter(({ place }) => place !== "project");
    return tried({ ...choices, project }, folder, file, [...others, { place: "project", reason }]);
  }
  const taken = (planned.plan?.steps ?? []).filter(({ action }) => action === "foreign" || action === "edited");
  const [first] = taken;
  if (!first || choices.output !== ".") return { text, planned, notes };
  const more = taken.length > 1 ? ` and ${taken.length - 1} more are yours` : " is yours";
  const reason = `${more.trim()}, so the output goes into \`out\` to be looked at; with \`output: .\` they must make room`;
  return tried({ ...choices, output: "out", targets: undefined }, folder, file, [{ place: first.path, reason }]);
}

/** The same with a larger database, where only its connections do not suffice. */
function roomier(choices: Chosen, { reading }: Planned): Chosen | undefined {
  const { database } = choices;
  if (!database || !reading.diagnostics.some(({ code }) => code === "database/connection-budget")) return undefined;
  const next = INSTANCES[INSTANCES.indexOf(database.instance) + 1];
  return next === undefined ? undefined : { ...choices, database: { ...database, instance: next } };
}

/** A shorter name for the project, where AWS's names are too long and nobody chose it. */
function shorter({ project, isNamed }: Chosen, { reading }: Planned): string | undefined {
  if (isNamed || project.length < 4 || !reading.diagnostics.some(({ code }) => code === "name/too-long"))
    return undefined;
  const words = project.split("-");
  return words.length > 1 ? words.slice(0, -1).join("-") : project.slice(0, Math.ceil(project.length / 2));
}
