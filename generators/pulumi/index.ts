// The target `pulumi`: one program for all environments, and a stack for each.
import type { Draft } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import type { Generate } from "../target.ts";
import { draftEntry, draftExtensions, type Entry, entryOf } from "./entry.ts";
import { type Declarations, declarationsOf, draftModule, type Module, modulesOf } from "./modules.ts";
import { unite } from "./program.ts";
import { draftProject } from "./project.ts";
import { type Program, thingsOf } from "./uses.ts";
import { collectSettings, nameSettings } from "./settings.ts";
import { draftConfig, draftStack, readSettings } from "./stacks.ts";

/** Everything under `infra/`. */
export const pulumi: Generate = (model, graphs) => {
  const { program, modules, entry } = programOf(model, graphs);
  const uses = [...modules, entry].map((module) => module.uses);
  const words = new Set(uses.flatMap((each) => [...each.words]));
  const settings = readSettings(program, new Set(uses.flatMap((each) => [...each.settings])));
  const config = draftConfig(program, settings, words);
  return [
    ...draftProject(model, words),
    ...model.environments.map((environment, at) => draftStack(program, environment, at, settings)),
    ...(config ? [config] : []),
    ...modules.map((module) => draftModule(module, program)),
    draftEntry(
      entry,
      modules.map((module) => module.name),
      program,
    ),
    draftExtensions,
    ...notifier(program),
  ];
};

/** A program in words: its modules and its entry. */
interface Told {
  readonly program: Program;
  readonly modules: readonly Module[];
  readonly entry: Entry;
}

/**
 * The graphs as one program whose settings have names. It is put into words again until no more is known: which
 * settings its conditions need shows only then, and what is known of one setting can change names and conditions.
 */
function programOf(model: Model, graphs: readonly Graph[]): Told {
  const settings = collectSettings();
  const graph = unite(graphs, model.environments, settings);
  const things = thingsOf(graph);
  const taken = new Set([
    ...[...things.values()].map((thing) => thing.variable),
    ...graph.outputs.map((output) => output.name),
  ]);
  let declarations: Declarations = new Map();
  for (;;) {
    const known = [...settings.all()];
    const program: Program = { model, graph, settings, known, names: nameSettings(known, taken), things };
    declarations = declarationsOf(program, declarations);
    const entry = entryOf(program);
    const isAll = settings.all().every((setting) => setting === known[setting.number]);
    if (isAll) return { program, modules: modulesOf(program, declarations), entry };
  }
}

/** The code of the function that carries alarms to their channels. */
function notifier({ graph }: Program): readonly Draft[] {
  const resource = graph.resources.find(({ key }) => key === "notifier");
  if (!resource) return [];
  return [
    {
      kind: "template",
      path: "infra/notifier/index.mjs",
      target: "pulumi",
      because: resource.because,
      template: "pulumi/notifier.mjs",
      view: {},
    },
  ];
}
