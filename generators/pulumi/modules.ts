// The modules that declare the resources: which declarations each holds, and what it needs for them.
import type { Draft } from "#schema/draft.ts";
import { declareLookup, declareResource } from "./declare.ts";
import type { Declaration } from "./declare.ts";
import { headOf } from "./heads.ts";
import { moduleImports, packagesOf } from "./imports.ts";
import type { Program, Uses } from "./uses.ts";
import { sceneOf } from "./uses.ts";
import { inNeedOrder } from "./sequence.ts";

/** A module before it is laid out. */
export interface Module {
  /** `services/backend` */
  readonly name: string;
  readonly declarations: readonly Declaration[];
  readonly uses: Uses;
}

/** The modules that declare the graph, each after those it imports. Throws on a circle. */
export function modulesOf(program: Program): readonly Module[] {
  const { things } = program;
  const names = [...new Set([...things.values()].map((each) => each.module))];
  const modules = new Map(names.map((name) => [name, moduleOf(name, program)]));
  const needs = (name: string): readonly string[] => {
    const keys = modules.get(name)?.uses.keys ?? [];
    return [...keys].flatMap((key) => things.get(key)?.module ?? []).filter((owner) => owner !== name);
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
      imports: moduleImports(module.name, module.uses, program),
      declarations: module.declarations.map(({ name, value }) => ({ name, value })),
    },
  };
}
