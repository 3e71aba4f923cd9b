// The order of a graph: everything stands after what it refers to, and what does not hold together is refused.
import type { Graph, Lookup, Output, Resource } from "#schema/graph.ts";
import { byText } from "#schema/order.ts";
import { isTag, type Value } from "#schema/value.ts";

/** Where modules stand that could stand in any order. */
const MODULES = ["network", "security", "registry", "secrets", "database", "cache", "load-balancer", "cluster", "operations", "services", "alerts", "delivery"];

/** What a graph is made from. */
export interface Loose {
  readonly lookups: readonly Lookup[];
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

/**
 * The graph of one environment: resources sorted by dependency, then module, then key; lookups that nothing refers to
 * are left out. Throws, because it is our fault, on a key or name that is there twice, a reference to nothing, and a
 * circle of resources or of modules.
 */
export function ordered(environment: string, { lookups, resources, outputs }: Loose): Graph {
  once(environment, [...lookups, ...resources].map(({ key }) => key));
  once(environment, resources.map(({ type, name }) => `${type} ${name}`));
  once(environment, outputs.map(({ name }) => name));
  const byKey = new Map(resources.map((one) => [one.key, one]));
  const looked = new Map(lookups.map((one) => [one.key, one]));
  const known = (key: string): boolean => byKey.has(key) || looked.has(key);
  const needs = new Map(resources.map((one) => [one.key, dependencies(one)]));
  const told = outputs.flatMap(({ value }) => references(value));
  for (const [key, list] of [...needs, ["an output", told] as const]) {
    const lost = list.find((other) => !known(other));
    if (lost !== undefined) throw new Error(`${environment}: ${key} refers to ${lost}, which is not there`);
  }
  const used = new Set([...needs.values(), told].flat());
  const moduleOf = (key: string): string => (byKey.get(key) ?? looked.get(key))?.module ?? "";
  const modules = modulesInOrder(environment, resources, (one) => (needs.get(one.key) ?? []).map(moduleOf));
  const rank = new Map(modules.map((module, index) => [module, index]));
  const sorted = resources.toSorted((a, b) => (rank.get(a.module) ?? 0) - (rank.get(b.module) ?? 0) || byText(a.key, b.key));
  const order = topological(environment, sorted.map(({ key }) => key), (key) => (needs.get(key) ?? []).filter((other) => byKey.has(other)));
  return {
    environment,
    lookups: lookups.filter(({ key }) => used.has(key)),
    resources: order.flatMap((key) => byKey.get(key) ?? []),
    outputs: outputs.toSorted((a, b) => byText(a.name, b.name)),
  };
}

function once(environment: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${environment}: ${twice} is there twice`);
}

/** The keys that a resource needs: what its properties and options refer to. */
export function dependencies({ properties, options }: Resource): readonly string[] {
  return [...references(properties), ...references(options.protect ?? false), ...references(options.retainOnDelete ?? false), ...(options.dependsOn ?? [])];
}

/** The keys of all resources and lookups that a value refers to. */
export function references(value: Value): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if (isTag(value) && value.$ === "ref") return [value.to];
  return Object.values(value).flatMap((inner: Value) => references(inner));
}

/** The modules so that each stands after those that it needs; a circle of modules could not be imported. */
function modulesInOrder(environment: string, resources: readonly Resource[], needed: (one: Resource) => readonly string[]): readonly string[] {
  const edges = new Map<string, Set<string>>();
  for (const one of resources) {
    const own = edges.get(one.module) ?? new Set();
    edges.set(one.module, own);
    for (const other of needed(one)) if (other !== one.module) own.add(other);
  }
  const place = (module: string): number => MODULES.indexOf(module.split("/")[0] ?? "");
  const names = [...edges.keys()].sort((a, b) => place(a) - place(b) || byText(a, b));
  return topological(environment, names, (name) => [...(edges.get(name) ?? [])]);
}

/** Each name after those that it needs, and otherwise in the order given. */
function topological(environment: string, names: readonly string[], needs: (name: string) => readonly string[]): readonly string[] {
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    if (open.has(name)) throw new Error(`${environment}: ${[...open, name].join(" needs ")}`);
    open.add(name);
    for (const other of [...needs(name)].sort((a, b) => names.indexOf(a) - names.indexOf(b))) visit(other);
    open.delete(name);
    done.add(name);
  };
  for (const name of names) visit(name);
  return [...done];
}
