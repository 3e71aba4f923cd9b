// The program's entry: it imports every module, and tells the stack's outputs.
import type { Draft } from "#schema/draft.ts";
import { byText } from "#schema/order.ts";
import { declareOutput } from "./declare.ts";
import type { Declaration } from "./declare.ts";
import { entryImports, packagesOf } from "./imports.ts";
import type { Program, Uses } from "./uses.ts";
import { sceneOf, together } from "./uses.ts";
import { variable } from "./words.ts";

/** The entry before it is laid out. */
export interface Entry {
  readonly outputs: readonly Declaration[];
  readonly uses: Uses;
  readonly spaces: Spaces;
}

/** What the modules are called in the entry, by their names. */
type Spaces = ReadonlyMap<string, string>;

/** The stack's outputs in words. Modules are imported whole, since outputs may be called like resources. */
export function entryOf(program: Program): Entry {
  const spaces = spacesOf(program);
  const { scene, take } = sceneOf(program, ({ module, variable: name }) => `${spaces.get(module) ?? ""}.${name}`);
  const outputs = program.graph.outputs.map((output) => declareOutput(output, scene));
  return { outputs, uses: together([take()]), spaces };
}

/** What the modules are called in the entry: `services/backend` as `servicesBackend`, unless an output is called so. */
function spacesOf({ graph, things }: Program): Spaces {
  const outputs = new Set(graph.outputs.map((output) => output.name));
  const modules = new Set<string>();
  for (const { module } of things.values()) modules.add(module);
  return new Map(
    [...modules].map((module) => {
      const name = variable(module.replaceAll("/", "-"));
      return [module, outputs.has(name) ? `${name}Module` : name];
    }),
  );
}

/** The draft of the entry, which imports every module, whether an output needs it or not. */
export function draftEntry(entry: Entry, modules: readonly string[], program: Program): Draft {
  const { graph } = program;
  return {
    kind: "template",
    path: "infra/index.ts",
    target: "pulumi",
    because: ["project"],
    template: "pulumi/index.ts",
    view: {
      packages: packagesOf(entry.uses),
      imports: entryImports(entry.uses, modules, entry.spaces, program),
      spaces: modules.flatMap((module) => entry.spaces.get(module) ?? []).sort(byText),
      outputs: entry.outputs.map(({ name, value }) => {
        const description = graph.outputs.find((output) => output.name === name)?.description ?? "";
        return { name, value, description };
      }),
    },
  };
}

/** The module that is the user's own: made once, and given every resource. */
export const draftExtensions: Draft = {
  kind: "template",
  path: "infra/extensions.ts",
  target: "pulumi",
  because: ["project"],
  template: "pulumi/extensions.ts",
  view: {},
  once: true,
};
