// Unites the graphs of all environments: one set of lookups, resources and outputs that says who exists where.
import type { Graph, Lookup, Output, Resource } from "#schema/graph.ts";
import type { Environment } from "#schema/model.ts";
import { byText } from "#schema/order.ts";
import type { Value, ValueMap } from "#schema/value.ts";
import { from, pathOf, ref } from "#schema/value.ts";
import { basePath } from "./leaf.ts";
import { merge } from "./merge.ts";
import type { Merged, MergedGraph, MergedMap, MergedLookup, MergedOutput, MergedResource, Where } from "./merged.ts";
import { core, isMap, targets } from "./merged.ts";
import { inNeedOrder, keepsOrder, united } from "./sequence.ts";
import type { Settings } from "./settings.ts";
import type { Slots } from "./slots.ts";
import type { Spot } from "./spot.ts";
import { inside } from "./spot.ts";

/** The same thing in the environments that have it. */
interface Same<T> {
  readonly where: Where;
  readonly things: readonly [T, ...T[]];
}

/** One graph for all environments. Throws where graphs disagree on what a key is: a fault of ours. */
export function unite(graphs: readonly Graph[], environments: readonly Environment[], settings: Settings): MergedGraph {
  const everywhere = environments.map((_, at) => at);
  const spot = (subject: string, path: Spot["path"]): Spot => {
    return { environments, settings, path: basePath(path), subject, property: "enabled" };
  };
  const lookups = together(
    graphs.map((graph) => graph.lookups),
    keyOf,
    everywhere,
  ).map((same): MergedLookup => {
    const { key, because, type, module, why } = same.things[0];
    agree(same);
    const args = merge(of(same, argumentsOf), spot(key, because));
    return { key, type, module, why, because: basePath(because), arguments: args };
  });
  const lists = graphs.map((graph) => graph.resources);
  const resources = together(lists, keyOf, everywhere).map((same) =>
    mergeResource(same, spot(same.things[0].key, same.things[0].because)),
  );
  const outputs = together(
    graphs.map((graph) => graph.outputs),
    (output) => output.name,
    everywhere,
  ).map((same): MergedOutput => {
    const { name, description } = same.things[0];
    const value = merge(of(same, valueOf), inside(spot(name, []), "value"));
    return { name, description, value, where: same.where, because: [] };
  });
  return {
    everywhere,
    lookups,
    resources: ordered(resources, lists),
    outputs,
  };
}

const keyOf = ({ key }: { readonly key: string }): string => key;

/** What the graphs name alike, in one order. */
function together<T>(
  lists: readonly (readonly T[])[],
  nameOf: (each: T) => string,
  everywhere: Where,
): readonly Same<T>[] {
  const named = lists.map((list) => new Map(list.map((each) => [nameOf(each), each])));
  return united(named.map((each) => [...each.keys()])).map((name) => {
    const where: number[] = [];
    const things: T[] = [];
    for (let at = 0; at < named.length; at += 1) {
      const thing = named[at]?.get(name);
      if (thing === undefined) continue;
      where.push(at);
      things.push(thing);
    }
    return { where: where.length === lists.length ? everywhere : where, things: things as [T, ...T[]] };
  });
}

function of<T>({ where, things }: Same<T>, pick: (each: T) => Value): Slots {
  return { where, values: things.map(pick) };
}

const argumentsOf = (lookup: Lookup): Value => lookup.arguments;
const valueOf = (output: Output): Value => output.value;
const nameOf = (resource: Resource): Value => resource.name;
const propertiesOf = (resource: Resource): Value => resource.properties;

/** Makes sure that a key is one thing in all graphs. */
function agree({ things }: Same<Resource | Lookup>): void {
  const { key, type, module } = things[0];
  for (const other of things) {
    if (other.type === type && other.module === module) continue;
    throw new Error(`${key} is not one thing: ${type} in ${module}, ${other.type} in ${other.module}`);
  }
}

function mergeResource(same: Same<Resource>, spot: Spot): MergedResource {
  agree(same);
  const { key, type, module } = same.things[0];
  const why = whyOf(same);
  const options = same.things.some(hasOptions) ? spoken(merge(of(same, optionsOf), spot)) : undefined;
  return {
    key,
    type,
    module,
    why,
    because: spot.path,
    where: same.where,
    name: mergeNames(same, spot),
    properties: merge(of(same, propertiesOf), spot),
    options,
  };
}

function hasOptions({ options }: Resource): boolean {
  for (const _ in options) return true;
  return false;
}

function mergeNames(same: Same<Resource>, spot: Spot): Merged {
  const { name } = same.things[0];
  for (const other of same.things) if (other.name !== name) return merge(of(same, nameOf), inside(spot, "name"));
  return name;
}

/** Why a resource is there, in the words of every environment, each once. */
function whyOf({ things }: Same<Resource>): string | undefined {
  const first = things[0].why;
  if (things.every(({ why }) => why === first)) return first;
  const lines = things.flatMap(({ why }) => why?.split("\n") ?? []);
  return lines.length === 0 ? undefined : [...new Set(lines)].join("\n");
}

/** Options without those that are off everywhere, as they are by themselves; undefined where none remain. */
function spoken(options: Merged): Merged | undefined {
  if (!isMap(options)) return options;
  const map: MergedMap = options;
  const names = Object.keys(map);
  const kept = names.filter((name) => core(map[name] ?? null) !== false);
  if (kept.length === 0) return undefined;
  return kept.length === names.length ? options : Object.fromEntries(kept.map((name) => [name, map[name] ?? null]));
}

/**
 * The options as a map in one fixed order. Resources are references with no attribute, and a property that is ignored
 * says what its value says about where it comes from.
 */
function optionsOf({ options, properties }: Resource): ValueMap {
  const { dependsOn = [], ignoreChanges = [] } = options;
  const told: Record<string, Value> = {};
  if (dependsOn.length > 0) told["dependsOn"] = dependsOn.map((key) => ref(key, ""));
  for (const name of Object.keys(options).sort(byText)) {
    const value = (options as ValueMap)[name];
    if (value !== undefined && name !== "dependsOn" && name !== "ignoreChanges") told[name] = value;
  }
  if (ignoreChanges.length > 0) {
    told["ignoreChanges"] = ignoreChanges.map((name) => {
      const path = pathOf(properties[name] ?? null);
      return path ? from(path, name) : name;
    });
  }
  return told;
}

/**
 * The resources, each after what it refers to in any environment. That they are already, unless the graphs contradict
 * each other about their order.
 */
function ordered(
  resources: readonly MergedResource[],
  lists: readonly (readonly Resource[])[],
): readonly MergedResource[] {
  const names = resources.map(keyOf);
  if (lists.every((list) => keepsOrder(names, list.map(keyOf)))) return resources;
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const needs = (key: string): readonly string[] => {
    const resource = byKey.get(key);
    const parts = resource ? [resource.properties, resource.options ?? null] : [];
    return parts.flatMap(targets).filter((target) => byKey.has(target));
  };
  return inNeedOrder(names, needs).flatMap((key) => byKey.get(key) ?? []);
}
