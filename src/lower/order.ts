// The order of a graph: everything stands after what it refers to, and what does not hold together is refused.
import type { Graph, Lookup, Output, Resource } from "#schema/graph.ts";
import { byText } from "#schema/order.ts";
import { isTag, type Value, type ValueMap } from "#schema/value.ts";

/** Where modules stand that could stand in any order. */
const MODULES = [
  "network",
  "security",
  "registry",
  "secrets",
  "database",
  "cache",
  "load-balancer",
  "cluster",
  "operations",
  "services",
  "alerts",
  "delivery",
];

/** What a graph is made from. */
export interface Loose {
  readonly lookups: readonly Lookup[];
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

/**
 * The graph of one environment: resources sorted by dependency, then module, then as they were made, which follows
 * from names; lookups that nothing refers to are left out. Throws, because it is our fault, on a key or name that is
 * there twice, a reference to nothing, and a circle of resources or of modules.
 */
export function ordered(environment: string, loose: Loose): Graph {
  const { lookups, resources, outputs } = loose;
  const things = new Map([...lookups, ...resources].map((one) => [one.key, one]));
  if (things.size < lookups.length + resources.length) once(environment, [...lookups, ...resources].map(keyOf));
  once(
    environment,
    resources.map(({ type, name }) => `${type} ${name}`),
  );
  once(
    environment,
    outputs.map(({ name }) => name),
  );
  const needs = new Map(resources.map((one) => [one.key, dependencies(one)]));
  const used = referred(environment, loose, things, needs);
  return {
    environment,
    lookups: lookups.filter(({ key }) => used.has(key)),
    resources: sorted(environment, resources, things, needs),
    outputs: outputs.toSorted((a, b) => byText(a.name, b.name)),
  };
}

const keyOf = ({ key }: { readonly key: string }): string => key;

/** The keys that each resource needs. */
type Needs = ReadonlyMap<string, readonly string[]>;
type Things = ReadonlyMap<string, Lookup | Resource>;

/** Everything that something refers to, all of which is there. */
function referred(environment: string, loose: Loose, things: Things, needs: Needs): ReadonlySet<string> {
  const used = new Set<string>();
  const note = (subject: string, list: readonly string[]): void => {
    for (const key of list) {
      if (!things.has(key)) throw new Error(`${environment}: ${subject} refers to ${key}, which is not there`);
      used.add(key);
    }
  };
  for (const [key, list] of needs) note(key, list);
  for (const one of loose.lookups) note(one.key, references(one.arguments));
  for (const { name, value } of loose.outputs) note(`the output ${name}`, references(value));
  return used;
}

function sorted(
  environment: string,
  resources: readonly Resource[],
  things: Things,
  needs: Needs,
): readonly Resource[] {
  const modules = modulesInOrder(environment, resources, (one) =>
    (needs.get(one.key) ?? []).map((key) => things.get(key)?.module ?? ""),
  );
  const rank = new Map(modules.map((module, index) => [module, index]));
  const grouped = resources.toSorted((a, b) => (rank.get(a.module) ?? 0) - (rank.get(b.module) ?? 0));
  const byKey = new Map(grouped.map((one) => [one.key, one]));
  const order = topological(environment, [...byKey.keys()], (key) =>
    (needs.get(key) ?? []).filter((other) => byKey.has(other)),
  );
  return order.flatMap((key) => byKey.get(key) ?? []);
}

function once(environment: string, names: readonly string[]): void {
  if (new Set(names).size === names.length) return;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${environment}: ${twice} is there twice`);
}

/** The keys that a resource needs, each once: what its properties and options refer to. */
export function dependencies({ properties, options }: Resource): readonly string[] {
  const found = new Set<string>();
  seek(properties, found);
  if (options.protect !== undefined) seek(options.protect, found);
  if (options.retainOnDelete !== undefined) seek(options.retainOnDelete, found);
  for (const key of options.dependsOn ?? []) found.add(key);
  return [...found];
}

/** The keys of all resources and lookups that a value refers to, each once. */
function references(value: Value): readonly string[] {
  const found = new Set<string>();
  seek(value, found);
  return [...found];
}

/** It sees every value of the graph, past the paths of provenance; plain loops, because `for … in` on lists is slow. */
function seek(value: Value, found: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if (isTag(value)) {
    if (value.$ === "ref") return void found.add(value.to);
    if (value.$ === "from" || value.$ === "note" || value.$ === "json") return seek(value.value, found);
  }
  if (!isList(value)) return seekMap(value as ValueMap, found);
  for (let index = 0; index < value.length; index += 1) {
    const inner = value[index] ?? null;
    if (typeof inner === "object") seek(inner, found);
  }
}

function seekMap(map: ValueMap, found: Set<string>): void {
  for (const key in map) {
    const inner = map[key] ?? null;
    if (typeof inner === "object") seek(inner, found);
  }
}

const isList = Array.isArray as (value: Value) => value is readonly Value[];

const place = (module: string): number => MODULES.indexOf(module.split("/")[0] ?? "");

/** The modules so that each stands after those that it needs; a circle of modules could not be imported. */
function modulesInOrder(
  environment: string,
  resources: readonly Resource[],
  needed: (one: Resource) => readonly string[],
): readonly string[] {
  const edges = new Map<string, Set<string>>();
  for (const one of resources) {
    const own = edges.get(one.module) ?? new Set();
    edges.set(one.module, own);
    for (const other of needed(one)) if (other !== one.module) own.add(other);
  }
  const names = [...edges.keys()].sort((a, b) => place(a) - place(b) || byText(a, b));
  return topological(environment, names, (name) => [...(edges.get(name) ?? [])]);
}

/** Each name after those that it needs, and otherwise in the order given. */
function topological(
  environment: string,
  names: readonly string[],
  needs: (name: string) => readonly string[],
): readonly string[] {
  const done = new Set<string>();
  const open = new Set<string>();
  const rank = new Map(names.map((name, index) => [name, index]));
  const byRank = (a: string, b: string): number => (rank.get(a) ?? -1) - (rank.get(b) ?? -1);
  const visit = (name: string): void => {
    if (done.has(name)) return;
    if (open.has(name)) throw new Error(`${environment}: ${[...open, name].join(" needs ")}`);
    open.add(name);
    for (const other of needs(name).toSorted(byRank)) visit(other);
    open.delete(name);
    done.add(name);
  };
  for (const name of names) visit(name);
  return [...done];
}
