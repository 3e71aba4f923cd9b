// The modules that declare the resources: which declarations each holds, and what it needs for them.
import type { Draft } from "#schema/draft.ts";
import { declareLookup, declareResource } from "./declare.ts";
import type { Declaration } from "./declare.ts";
import { headOf } from "./heads.ts";
import { moduleImports, packagesOf } from "./imports.ts";
import type { Scene } from "./scene.ts";
import type { MergedLookup, MergedResource } from "./merged.ts";
import type { Asked, Program, Uses } from "./uses.ts";
import { sceneOf, together } from "./uses.ts";
import { inNeedOrder } from "./sequence.ts";

/** A declaration, what it asked for, and by what was known then. */
interface Declared {
  readonly program: Program;
  readonly declaration: Declaration;
  readonly asked: Asked;
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
  const { scene, take } = sceneOf(program);
  const declarations = new Map<string, Declared>();
  const declare = <T extends MergedLookup | MergedResource>(
    thing: T,
    say: (thing: T, scene: Scene) => Declaration,
  ): void => {
    const known = before.get(thing.key);
    const isKept = known !== undefined && isCurrent(known, program);
    declarations.set(thing.key, isKept ? known : { program, declaration: say(thing, scene), asked: take() });
  };
  for (const lookup of lookups) declare(lookup, declareLookup);
  for (const resource of resources) declare(resource, declareResource);
  return declarations;
}

function isCurrent({ program: { known, names }, asked }: Declared, now: Program): boolean {
  return asked.settings.every((number) => known[number] === now.known[number] && names[number] === now.names[number]);
}

/** The modules that declare the graph, each after those it imports. Throws on a circle. */
export function modulesOf({ things }: Program, declarations: Declarations): readonly Module[] {
  const modules = new Map<string, Declared[]>();
  for (const [key, declared] of declarations) {
    const name = things.get(key)?.module ?? "";
    const own = modules.get(name);
    if (own) own.push(declared);
    else modules.set(name, [declared]);
  }
  const found = new Map<string, Module>();
  for (const [name, own] of modules) {
    const uses = together(own.map(({ asked }) => asked));
    found.set(name, { name, declarations: own.map(({ declaration }) => declaration), uses });
  }
  const needs = (name: string): ReadonlySet<string> => {
    const owners = new Set<string>();
    for (const key of found.get(name)?.uses.keys ?? []) owners.add(things.get(key)?.module ?? name);
    owners.delete(name);
    return owners;
  };
  return inNeedOrder([...found.keys()], needs).flatMap((name) => found.get(name) ?? []);
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
