// One module's scene: it notes all that the module asks for, so that the module imports that and no more.
import type { Model } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import type { MergedGraph, Where } from "./merged.ts";
import type { Scene } from "./scene.ts";
import type { Settings } from "./settings.ts";
import { variable } from "./words.ts";

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
  /** The settings' variables by their numbers; a stand-in for those that have none yet. */
  readonly names: readonly string[];
}

/** A fresh scene; `nameOf` is how this module calls a resource or lookup. */
export function sceneOf(
  { model, graph, settings, names }: Program,
  nameOf: (key: string) => string = variable,
): { readonly scene: Scene; readonly uses: Uses } {
  const keys = new Set<string>();
  const asked = new Set<number>();
  const words = new Set<string>();
  const everywhere = model.environments.map((_, at) => at);
  const things = [...graph.lookups.map((lookup) => ({ ...lookup, where: everywhere })), ...graph.resources];
  const byKey = new Map(things.map((thing) => [thing.key, thing]));
  const thing = (key: string): { readonly where: Where; readonly because: Path } => {
    const found = byKey.get(key);
    if (!found) throw new Error(`nothing in the graph is called ${key}`);
    return found;
  };
  const scene: Scene = {
    project: model.project,
    environments: model.environments,
    settings,
    read: (number) => {
      asked.add(number);
      return names[number] ?? "unnamed";
    },
    name: (key) => {
      keys.add(key);
      return nameOf(key);
    },
    word: (name) => {
      words.add(name);
      return name;
    },
    has: (key) => byKey.has(key),
    whereOf: (key) => thing(key).where,
    becauseOf: (key) => thing(key).because,
  };
  return { scene, uses: { keys, settings: asked, words } };
}
