// The program's modules: which declarations each holds, and what it imports for them.
import type { Draft } from "#schema/draft.ts";
import { byText } from "#schema/order.ts";
import type { View } from "#schema/value.ts";
import { declareLookup, declareOutput, declareResource } from "./declare.ts";
import type { Declaration } from "./declare.ts";
import { headOf } from "./heads.ts";
import type { Program, Uses } from "./uses.ts";
import { sceneOf, sortedNames } from "./uses.ts";
import { inNeedOrder } from "./sequence.ts";
import { variable } from "./words.ts";

/** The words of config.ts that are no settings. */
const CONSTANTS = ["prefix", "stack"];

/** A module before it is laid out. */
export interface Module {
  /** `services/backend`; `index` is the program's entry. */
  readonly name: string;
  readonly declarations: readonly Declaration[];
  readonly uses: Uses;
}

/** The modules that declare the graph, each after those it imports. Throws on a circle. */
export function modulesOf(program: Program): readonly Module[] {
  const { graph } = program;
  const names = [...new Set([...graph.lookups, ...graph.resources].map((each) => each.module))];
  const modules = new Map(names.map((name) => [name, moduleOf(name, program)]));
  const owners = ownersOf(program);
  const needs = (name: string): readonly string[] => {
    const keys = modules.get(name)?.uses.keys ?? [];
    return [...keys].flatMap((key) => owners.get(key) ?? []).filter((owner) => owner !== name);
  };
  return inNeedOrder(names, needs).flatMap((name) => modules.get(name) ?? []);
}

function moduleOf(name: string, program: Program): Module {
  const { scene, uses } = sceneOf(program);
  const lookups = program.graph.lookups.filter((lookup) => lookup.module === name);
  const resources = program.graph.resources.filter((resource) => resource.module === name);
  const declarations = [
    ...lookups.map((lookup) => declareLookup(lookup, scene)),
    ...resources.map((resource) => declareResource(resource, scene)),
  ];
  return { name, declarations, uses };
}

/** The entry: the stack's outputs. A resource that is called like an output is imported under another name. */
export function indexOf(program: Program): Module {
  const outputs = new Set(program.graph.outputs.map((output) => output.name));
  const { scene, uses } = sceneOf(program, (name) => aliasOf(name, outputs));
  const declarations = program.graph.outputs.map((output) => declareOutput(output, scene));
  return { name: "index", declarations, uses };
}

const aliasOf = (name: string, outputs: ReadonlySet<string>): string => (outputs.has(name) ? `${name}Resource` : name);

/** The module of each resource and lookup, by key. */
function ownersOf({ graph }: Program): ReadonlyMap<string, string> {
  return new Map([...graph.lookups, ...graph.resources].map(({ key, module }) => [key, module]));
}

/** The draft of a module. */
export function draftModule(module: Module, program: Program): Draft {
  return {
    kind: "template",
    path: `infra/${module.name}.ts`,
    target: "pulumi",
    because: program.graph.resources.find((resource) => resource.module === module.name)?.because ?? ["project"],
    template: "pulumi/module.ts",
    view: {
      head: headOf(module.name),
      packages: packagesOf(module.uses),
      imports: importsOf(module, program, new Set(), []),
      declarations: module.declarations.map(({ name, value }) => ({ name, value })),
    },
  };
}

/** The draft of the entry, which imports every module, whether an output needs it or not. */
export function draftIndex(index: Module, modules: readonly Module[], program: Program): Draft {
  const { graph, model } = program;
  const outputs = new Set(graph.outputs.map((output) => output.name));
  return {
    kind: "template",
    path: "infra/index.ts",
    target: "pulumi",
    because: ["project"],
    template: "pulumi/index.ts",
    view: {
      environments: model.environments.map((environment) => environment.name),
      packages: packagesOf(index.uses),
      imports: importsOf(
        index,
        program,
        outputs,
        modules.map((module) => module.name),
      ),
      outputs: index.declarations.map(({ name, value }) => {
        const description = graph.outputs.find((output) => output.name === name)?.description ?? "";
        return { name, value, description };
      }),
    },
  };
}

function packagesOf({ words }: Uses): View[] {
  const packages = [...words].filter((word) => !CONSTANTS.includes(word));
  return sortedNames(packages).map((name) => ({ name, from: `@pulumi/${name}` }));
}

/** The imports from the program's other modules, by path; `all` are imported even where nothing is needed of them. */
function importsOf(module: Module, program: Program, outputs: ReadonlySet<string>, all: readonly string[]): View[] {
  const owners = ownersOf(program);
  const found = new Map<string, Set<string>>(all.map((name) => [name, new Set()]));
  const need = (owner: string, name: string): void => {
    found.set(owner, (found.get(owner) ?? new Set()).add(name));
  };
  for (const word of module.uses.words) if (CONSTANTS.includes(word)) need("config", word);
  for (const number of module.uses.settings) need("config", program.names[number] ?? "");
  for (const key of module.uses.keys) {
    const owner = owners.get(key) ?? "";
    if (owner !== module.name) need(owner, variable(key));
  }
  const up = "../".repeat(module.name.split("/").length - 1) || "./";
  return [...found]
    .sort(([a], [b]) => byText(a, b))
    .map(([owner, names]) => importView(`${up}${owner}`, sortedNames(names), outputs));
}

/** One import; Prettier breaks its braces where the line would pass 80 columns. */
function importView(path: string, names: readonly string[], outputs: ReadonlySet<string>): View {
  const words = names.map((name) => ({
    name,
    alias: aliasOf(name, outputs),
    renamed: aliasOf(name, outputs) !== name,
  }));
  const list = words.map(({ name, alias, renamed }) => (renamed ? `${name} as ${alias}` : name)).join(", ");
  return { from: path, names: words, broken: `import { ${list} } from "${path}";`.length > 80 };
}
