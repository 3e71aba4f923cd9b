// The modules that declare the resources: which declarations each holds, and what it needs for them.
import type { Draft } from "#schema/draft.ts";
import { declareLookup, declareResource } from "./declare.ts";
import type { Declaration } from "./declare.ts";
import { headOf } from "./heads.ts";
import { moduleImports, packagesOf } from "./imports.ts";
import type { Scene } from "./scene.ts";
import type { Program, Uses } from "./uses.ts";
import { sceneOf, together } from "./uses.ts";
import { inNeedOrder } from "./sequence.ts";

/** A declaration, what it asked for, and by what was known then. */
interface Declared {
  readonly program: Program;
  readonly declaration: Declaration;
  readonly uses: Uses;
}

/** The declarations by the keys of what they declare. */
export type Declarations = ReadonlyMap<string, Declared>;

/** A module before it is laid out. */
export interface Module {
  /** `services/backend` */
  readonly name: string;
  readonly declarations: readonly Declaration[];
  readonly uses: Uses;
}

/** Every declaration; those of `before` stay of whose settings no more is known, and which have the names they had. */
export function declarationsOf(program: Program, before: Declarations): Declarations {
  const { lookups, resources } = program.graph;
  const declared = (key: string, declare: (scene: Scene) => Declaration): readonly [string, Declared] => {
    const known = before.get(key);
    if (known && isCurrent(known, program)) return [key, known];
    const { scene, uses } = sceneOf(program);
    return [key, { declaration: declare(scene), uses, program }];
  };
  return new Map([
    ...lookups.map((lookup) => declared(lookup.key, (scene) => declareLookup(lookup, scene))),
    ...resources.map((resource) => declared(resource.key, (scene) => declareResource(resource, scene))),
  ]);
}

function isCurrent({ program: { known, names }, uses }: Declared, now: Program): boolean {
  return [...uses.settings].every(
    (number) => known[number] === now.known[number] && names[number] === now.names[number],
  );
}

/** The modules that declare the graph, each after those it imports. Throws on a circle. */
export function modulesOf({ things }: Program, declarations: Declarations): readonly Module[] {
  const modules = new Map<string, Declared[]>();
  for (const [key, declared] of declarations) {
    const name = things.get(key)?.module ?? "";
    modules.set(name, [...(modules.get(name) ?? []), declared]);
  }
  const needs = (name: string): readonly string[] => {
    const keys = (modules.get(name) ?? []).flatMap(({ uses }) => [...uses.keys]);
    return keys.flatMap((key) => things.get(key)?.module ?? []).filter((owner) => owner !== name);
  };
  return inNeedOrder([...modules.keys()], needs).map((name) => {
    const own = modules.get(name) ?? [];
    return { name, declarations: own.map((each) => each.declaration), uses: together(own.map((each) => each.uses)) };
  });
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
