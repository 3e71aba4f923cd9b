// Unites the graphs of all environments: one set of lookups, resources and outputs that says who exists where.
import type { Graph, Resource } from "#schema/graph.ts";
import type { Environment } from "#schema/model.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Value, ValueMap } from "#schema/value.ts";
import { from, pathOf, ref } from "#schema/value.ts";
import { basePath } from "./leaf.ts";
import { merge } from "./merge.ts";
import type { Merged, MergedGraph, MergedLookup, MergedOutput, MergedResource, Where } from "./merged.ts";
import { core, inside, targets } from "./merged.ts";
import { inNeedOrder, united } from "./sequence.ts";
import type { Settings } from "./settings.ts";
import type { Slots } from "./slots.ts";
import type { Spot } from "./spot.ts";

/** The same thing in the environments that have it. */
interface Same<T> {
  readonly where: Where;
  readonly things: readonly [T, ...T[]];
}

/** One graph for all environments. Throws where graphs disagree on what a key is: a fault of ours. */
export function unite(graphs: readonly Graph[], environments: readonly Environment[], settings: Settings): MergedGraph {
  const spot = (subject: string, path: Spot["path"]): Spot => {
    return { environments, settings, path: basePath(path), subject, property: "enabled" };
  };
  const lookups = together(
    graphs,
    (graph) => graph.lookups,
    (lookup) => lookup.key,
  ).map((same): MergedLookup => {
    const { key, because, type, module, why } = same.things[0];
    agree(same, ({ type, module }) => `${type} in ${module}`);
    const args = merge(
      of(same, (lookup) => lookup.arguments),
      spot(key, because),
    );
    return { key, type, module, why, because: basePath(because), arguments: args };
  });
  const resources = together(
    graphs,
    (graph) => graph.resources,
    (resource) => resource.key,
  ).map((same) => mergeResource(same, spot(same.things[0].key, same.things[0].because)));
  const outputs = together(
    graphs,
    (graph) => graph.outputs,
    (output) => output.name,
  ).map((same): MergedOutput => {
    const { name, description } = same.things[0];
    const value = merge(
      of(same, (output) => output.value),
      { ...spot(name, []), property: "value" },
    );
    return { name, description, value, where: same.where, because: [] };
  });
  return {
    environments: environments.map((environment) => environment.name),
    lookups,
    resources: ordered(resources),
    outputs,
  };
}

/** What the graphs name alike, in one order. */
function together<T>(
  graphs: readonly Graph[],
  list: (graph: Graph) => readonly T[],
  nameOf: (each: T) => string,
): readonly Same<T>[] {
  const named = graphs.map((graph) => new Map(list(graph).map((each) => [nameOf(each), each])));
  const everywhere = graphs.map((_, at) => at);
  return united(named.map((each) => [...each.keys()])).map((name) => {
    const where = everywhere.filter((at) => named[at]?.has(name));
    const [first, ...rest] = named.flatMap((each) => each.get(name) ?? []);
    if (!first) throw new Error(`nothing is called ${name}`);
    return { where: rest.length + 1 === graphs.length ? everywhere : where, things: [first, ...rest] };
  });
}

function of<T>({ where, things }: Same<T>, pick: (each: T) => Value): Slots {
  return { where, values: things.map(pick) };
}

function agree<T extends { readonly key: string }>({ things }: Same<T>, say: (each: T) => string): void {
  const said = new Set(things.map(say));
  if (said.size > 1) throw new Error(`${things[0].key} is not one thing: ${[...said].join(", ")}`);
}

function mergeResource(same: Same<Resource>, spot: Spot): MergedResource {
  agree(same, ({ type, module }) => `${type} in ${module}`);
  const { key, type, module } = same.things[0];
  const why = whyOf(same);
  const options = spoken(merge(of(same, optionsOf), spot));
  return {
    key,
    type,
    module,
    why,
    because: spot.path,
    where: same.where,
    name: merge(
      of(same, (resource) => resource.name),
      { ...spot, property: "name" },
    ),
    properties: merge(
      of(same, (resource) => resource.properties),
      spot,
    ),
    options: inside(options).length ? options : undefined,
  };
}

/** Why a resource is there, in the words of every environment, each once. */
function whyOf({ things }: Same<Resource>): string | undefined {
  const lines = things.flatMap(({ why }) => why?.split("\n") ?? []);
  return lines.length === 0 ? undefined : [...new Set(lines)].join("\n");
}

function isOff(option: Merged): boolean {
  const value = core(option);
  return value.kind === "literal" && value.value === false;
}

/** Options without those that are off everywhere, as they are by themselves. */
function spoken(options: Merged): Merged {
  if (options.kind !== "map") return options;
  return { ...options, entries: options.entries.filter((entry) => !isOff(entry.value)) };
}

/**
 * The options as a map in one fixed order. Resources are references with no attribute, and a property that is ignored
 * says what its value says about where it comes from.
 */
function optionsOf({ options, properties }: Resource): ValueMap {
  const { dependsOn, ignoreChanges, ...rest } = options;
  const ignored = ignoreChanges?.map((name) => {
    const path = pathOf(properties[name] ?? null);
    return path ? from(path, name) : name;
  });
  const others = sortedEntries(rest as ValueMap).filter(([, value]) => value !== undefined);
  return {
    ...(dependsOn?.length ? { dependsOn: dependsOn.map((key) => ref(key, "")) } : {}),
    ...Object.fromEntries(others),
    ...(ignored?.length ? { ignoreChanges: ignored } : {}),
  };
}

/** The resources, each after what it refers to in any environment. */
function ordered(resources: readonly MergedResource[]): readonly MergedResource[] {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const needs = (key: string): readonly string[] => {
    const resource = byKey.get(key);
    const parts = resource ? [resource.properties, ...(resource.options ? [resource.options] : [])] : [];
    return parts.flatMap(targets).filter((target) => byKey.has(target));
  };
  return inNeedOrder([...byKey.keys()], needs).flatMap((key) => byKey.get(key) ?? []);
}
