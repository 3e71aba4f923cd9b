// One module's scene: it notes all that the module asks for, so that the module imports that and no more.
import type { Model } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import type { MergedGraph, MergedLookup, MergedResource, Where } from "./merged.ts";
import type { Scene } from "./scene.ts";
import type { Setting, Settings } from "./settings.ts";
import { variable } from "./words.ts";

/** What a declaration asked for, as often as it asked. */
export interface Asked {
  readonly keys: readonly string[];
  readonly settings: readonly number[];
  readonly words: readonly string[];
}

/** What a module asked for. */
export interface Uses {
  /** Keys of resources and lookups. */
  readonly keys: ReadonlySet<string>;
  /** Numbers of settings. */
  readonly settings: ReadonlySet<number>;
  /** Packages, and words of config.ts. */
  readonly words: ReadonlySet<string>;
}

/** What stays the same from module to module. */
export interface Program {
  readonly model: Model;
  readonly graph: MergedGraph;
  readonly settings: Settings;
  /** The settings when they got their names, by their numbers. */
  readonly known: readonly Setting[];
  /** The settings' variables by their numbers; a stand-in for those that have none yet. */
  readonly names: readonly string[];
  readonly things: ReadonlyMap<string, Thing>;
}

/** What is known of a resource or lookup by its key. */
export interface Thing {
  /** What the program calls it. */
  readonly variable: string;
  readonly module: string;
  readonly where: Where;
  readonly because: Path;
}

/** Everything in a graph that has a key. */
export function thingsOf({ everywhere, lookups, resources }: MergedGraph): ReadonlyMap<string, Thing> {
  return new Map([
    ...lookups.map((lookup) => [lookup.key, thingOf(lookup, everywhere)] as const),
    ...resources.map((resource) => [resource.key, thingOf(resource, resource.where)] as const),
  ]);
}

const thingOf = ({ key, module, because }: MergedLookup | MergedResource, where: Where): Thing => {
  return { variable: variable(key), module, where, because };
};

/** A scene, and a way to take what was asked of it since the last time; `nameOf` is how a module calls a thing. */
export function sceneOf(
  { model, graph, settings, names, things }: Program,
  nameOf: (thing: Thing) => string = (thing) => thing.variable,
): { readonly scene: Scene; readonly take: () => Asked } {
  let keys: string[] = [];
  let asked: number[] = [];
  let words: string[] = [];
  const thing = (key: string): Thing => {
    const found = things.get(key);
    if (!found) throw new Error(`nothing in the graph is called ${key}`);
    return found;
  };
  const scene: Scene = {
    project: model.project,
    environments: model.environments,
    everywhere: graph.everywhere,
    settings,
    read: (number) => {
      asked.push(number);
      return names[number] ?? "unnamed";
    },
    name: (key) => {
      keys.push(key);
      return nameOf(thing(key));
    },
    variableOf: (key) => thing(key).variable,
    word: (name) => {
      words.push(name);
      return name;
    },
    has: (key) => things.has(key),
    whereOf: (key) => thing(key).where,
    becauseOf: (key) => thing(key).because,
  };
  const take = (): Asked => {
    const taken = { keys, settings: asked, words };
    keys = [];
    asked = [];
    words = [];
    return taken;
  };
  return { scene, take };
}

/** All that was asked for, each once. */
export function together(all: readonly Asked[]): Uses {
  const uses = { keys: new Set<string>(), settings: new Set<number>(), words: new Set<string>() };
  for (const { keys, settings, words } of all) {
    for (const key of keys) uses.keys.add(key);
    for (const number of settings) uses.settings.add(number);
    for (const word of words) uses.words.add(word);
  }
  return uses;
}
