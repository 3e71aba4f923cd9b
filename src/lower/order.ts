// The order of a graph: every part makes its things after what they refer to, and what does not hold together is refused.
import type { Graph, Lookup, Output, Resource } from "#schema/graph.ts";
import { byText } from "#schema/order.ts";
import type { Tag, Value, ValueMap } from "#schema/value.ts";

/** What a graph is made from: lookups, then resources, a module after the other. */
export interface Loose {
  readonly lookups: readonly Lookup[];
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

/**
 * The graph of one environment: what was made, in the order in which it was made, without the lookups that nothing
 * refers to. Throws, because it is our fault, on a key or name that is there twice, on a reference to what does not
 * stand before, and on a module that is taken up again: so no circle of resources or of modules can be.
 */
export function ordered(environment: string, { lookups, resources, outputs }: Loose): Graph {
  const unused = new Set(lookups.map(({ key }) => key));
  const before: Before = { environment, keys: new Set(), modules: new Set(), unused, subject: "" };
  for (const one of lookups) {
    look(before, one.key, one.arguments);
    enter(before, one.key);
  }
  let module = "";
  for (const one of resources) {
    if (one.module !== module) module = taken(before, one.module);
    needs(before, one);
    enter(before, one.key);
  }
  for (const { name, value } of outputs) look(before, `the output ${name}`, value);
  named(environment, resources);
  return {
    environment,
    lookups: lookups.filter(({ key }) => !unused.has(key)),
    resources,
    outputs: byName(environment, outputs),
  };
}

/** What stands before the subject, the thing that is looked at. */
interface Before {
  readonly environment: string;
  readonly keys: Set<string>;
  readonly modules: Set<string>;
  /** The lookups that nothing referred to so far. */
  readonly unused: Set<string>;
  subject: string;
}

function enter({ environment, keys }: Before, key: string): void {
  if (keys.has(key)) throw new Error(`${environment}: ${key} is there twice`);
  keys.add(key);
}

function taken({ environment, modules }: Before, module: string): string {
  if (modules.has(module)) throw new Error(`${environment}: the module ${module} is taken up again`);
  modules.add(module);
  return module;
}

/** What a resource needs: what its properties and options refer to. */
function needs(before: Before, { key, properties, options }: Resource): void {
  look(before, key, properties);
  if (options.protect !== undefined) seek(options.protect, before);
  if (options.retainOnDelete !== undefined) seek(options.retainOnDelete, before);
  for (const other of options.dependsOn ?? []) refer(before, other);
}

function look(before: Before, subject: string, value: Value): void {
  before.subject = subject;
  seek(value, before);
}

function refer({ environment, keys, unused, subject }: Before, key: string): void {
  if (!keys.has(key)) throw new Error(`${environment}: ${subject} refers to ${key}, which does not stand before it`);
  if (unused.size > 0) unused.delete(key);
}

/**
 * It sees every value of the graph, past the paths of provenance; plain loops, because `for … in` on lists is slow, and
 * one look at what may be a tag, the most frequent ones first, because a call for each value takes a third more.
 */
function seek(value: Value, before: Before): void {
  if (typeof value !== "object" || value === null) return;
  const tag = value as Tag | { readonly $: undefined };
  switch (tag.$) {
    case "from":
      return typeof tag.value === "object" ? seek(tag.value, before) : undefined;
    case undefined:
      return isList(value) ? seekAll(value, before) : seekMap(value as ValueMap, before);
    case "ref":
      return refer(before, tag.to);
    case "join":
      return seekAll(tag.parts, before);
    case "note":
    case "json":
      return seek(tag.value, before);
    case "stack":
      return;
    default:
      return seekMap(value as ValueMap, before);
  }
}

function seekAll(values: readonly Value[], before: Before): void {
  for (let index = 0; index < values.length; index += 1) {
    const inner = values[index] ?? null;
    if (typeof inner === "object") seek(inner, before);
  }
}

function seekMap(map: ValueMap, before: Before): void {
  for (const key in map) {
    const inner = map[key] ?? null;
    if (typeof inner === "object") seek(inner, before);
  }
}

const isList = Array.isArray as (value: Value) => value is readonly Value[];

/** Names are unique among the resources of a type. Keys are unique already, so only what has a name of its own can clash. */
function named(environment: string, resources: readonly Resource[]): void {
  for (const one of resources) {
    const { key, type, name } = one;
    if (name === key) continue;
    if (resources.some((other) => other !== one && other.name === name && other.type === type))
      throw new Error(`${environment}: ${type} ${name} is there twice`);
  }
}

/** The outputs by name, each of which is there once. */
function byName(environment: string, outputs: readonly Output[]): readonly Output[] {
  const sorted = outputs.toSorted((a, b) => byText(a.name, b.name));
  const twice = sorted.find(({ name }, index) => name === sorted[index + 1]?.name);
  if (twice) throw new Error(`${environment}: ${twice.name} is there twice`);
  return sorted;
}
