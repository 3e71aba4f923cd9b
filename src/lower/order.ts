// The order of a graph: everything stands after what it refers to, and what does not hold together is refused.
import type { Graph, Lookup, Output, Resource } from "#schema/graph.ts";
import { byText } from "#schema/order.ts";
import { isTag, type Value } from "#schema/value.ts";

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
 * from names; lookups that nothing refers to are left out. Throws, because it is our fault, on a key or name that is there twice, a reference to nothing, and a
 * circle of resources or of modules.
 */
export function ordered(environment: string, loose: Loose): Graph {
  const { lookups, resources, outputs } = loose;
  once(
    environment,
    [...lookups, ...resources].map(({ key }) => key),
  );
  once(
    environment,
    resources.map(({ type, name }) => `${type} ${name}`),
  );
  once(
    environment,
    outputs.map(({ name }) => name),
  );
  const needs = new Map(resources.map((one) => [one.key, dependencies(one)]));
  const used = referred(environment, loose, needs);
  return {
    environment,
    lookups: lookups.filter(({ key }) => used.has(key)),
    resources: sorted(environment, loose, needs),
    outputs: outputs.toSorted((a, b) => byText(a.name, b.name)),
  };
}

/** The keys that each resource needs. */
type Needs = ReadonlyMap<string, readonly string[]>;

/** Everything that something refers to, all of which is there. */
function referred(environment: string, { lookups, resources, outputs }: Loose, own: Needs): ReadonlySet<string> {
  const known = new Set([...lookups, ...resources].map(({ key }) => key));
  const needs = [
    ...own,
    ...lookups.map((one) => [one.key, references(one.arguments)] as const),
    ...outputs.map(({ name, value }) => [`the output ${name}`, references(value)] as const),
  ];
  for (const [subject, list] of needs) {
    const lost = list.find((key) => !known.has(key));
    if (lost !== undefined) throw new Error(`${environment}: ${subject} refers to ${lost}, which is not there`);
  }
  return new Set(needs.flatMap(([, list]) => list));
}

function sorted(environment: string, { lookups, resources }: Loose, needs: Needs): readonly Resource[] {
  const homes = new Map([...lookups, ...resources].map(({ key, module }) => [key, module]));
  const byKey = new Map(resources.map((one) => [one.key, one]));
  const modules = modulesInOrder(environment, resources, (one) =>
    (needs.get(one.key) ?? []).map((key) => homes.get(key) ?? ""),
  );
  const rank = new Map(modules.map((module, index) => [module, index]));
  const grouped = resources
    .toSorted((a, b) => (rank.get(a.module) ?? 0) - (rank.get(b.module) ?? 0))
    .map(({ key }) => key);
  const order = topological(environment, grouped, (key) => (needs.get(key) ?? []).filter((other) => byKey.has(other)));
  return order.flatMap((key) => byKey.get(key) ?? []);
}

function once(environment: string, names: readonly string[]): void {
  if (new Set(names).size === names.length) return;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${environment}: ${twice} is there twice`);
}

/** The keys that a resource needs: what its properties and options refer to. */
export function dependencies({ properties, options }: Resource): readonly string[] {
  return [
    ...references(properties),
    ...references(options.protect ?? false),
    ...references(options.retainOnDelete ?? false),
    ...(options.dependsOn ?? []),
  ];
}

/** The keys of all resources and lookups that a value refers to. */
export function references(value: Value): readonly string[] {
  const found: string[] = [];
  seek(value, found);
  return found;
}

/** One list for the whole walk, past the paths of provenance: it sees every value of the graph. */
function seek(value: Value, found: string[]): void {
  if (typeof value !== "object" || value === null) return;
  if (isTag(value)) {
    if (value.$ === "ref") return void found.push(value.to);
    if (value.$ === "from" || value.$ === "note") return seek(value.value, found);
  }
  for (const key in value) seek((value as { readonly [key: string]: Value })[key] ?? null, found);
}

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
  const rankOf = (name: string): number => rank.get(name) ?? -1;
  const visit = (name: string): void => {
    if (done.has(name)) return;
    if (open.has(name)) throw new Error(`${environment}: ${[...open, name].join(" needs ")}`);
    open.add(name);
    for (const other of [...needs(name)].sort((a, b) => rankOf(a) - rankOf(b))) visit(other);
    open.delete(name);
    done.add(name);
  };
  for (const name of names) visit(name);
  return [...done];
}
