// Reads the graph for the picture: values without their wrappers, texts with the environment's name in its place.
import type { Graph, Resource } from "#schema/graph.ts";
import { bare, isMap, isTag, type Value } from "#schema/value.ts";

/** What a value holds under a key; null where there is nothing. */
export function field(value: Value | undefined, key: string): Value {
  const map = bare(value ?? null);
  return isMap(map) ? bare(map[key] ?? null) : null;
}

/** A property of a resource. */
export const property = (resource: Resource | undefined, key: string): Value => field(resource?.properties, key);

/** A value's items, if it is a list. */
export function itemsOf(value: Value): readonly Value[] {
  const inner = bare(value);
  return Array.isArray(inner) ? (inner as readonly Value[]) : [];
}

/** What stands in JSON text, or the value itself. */
export function opened(value: Value): Value {
  const inner = bare(value);
  return isTag(inner) && inner.$ === "json" ? bare(inner.value) : inner;
}

/** A value as text; what is only known once it exists is left out. */
export function textOf(value: Value, environment: string): string {
  const inner = bare(value);
  if (typeof inner === "string" || typeof inner === "number") return String(inner);
  if (!isTag(inner)) return "";
  if (inner.$ === "stack") return environment;
  return inner.$ === "join" ? inner.parts.map((part) => textOf(part, environment)).join("") : "";
}

/** A value as a number, if it is one or a text of one. */
export function numberOf(value: Value): number | undefined {
  const inner = bare(value);
  const number = typeof inner === "string" && inner !== "" ? Number(inner) : inner;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The key of the resource that a value refers to. */
export function refOf(value: Value): string | undefined {
  const inner = bare(value);
  return isTag(inner) && inner.$ === "ref" ? inner.to : undefined;
}

/** The keys of all resources that a value refers to, wherever in it. */
export function refsIn(value: Value): readonly string[] {
  const keys: string[] = [];
  collectRefs(value, keys);
  return keys;
}

function collectRefs(value: Value, keys: string[]): void {
  const inner = bare(value);
  if (typeof inner !== "object" || inner === null) return;
  if (isTag(inner) && inner.$ === "ref") keys.push(inner.to);
  else for (const part of Object.values(inner as Readonly<Record<string, Value>>)) collectRefs(part, keys);
}

/** A graph's resources by what a picture asks for forty times. */
interface Found {
  readonly types: ReadonlyMap<string, readonly Resource[]>;
  readonly keys: ReadonlyMap<string, Resource>;
}

const found = new WeakMap<Graph, Found>();

function find(graph: Graph): Found {
  const types = new Map<string, Resource[]>();
  const keys = new Map<string, Resource>();
  for (const resource of graph.resources) {
    const alike = types.get(resource.type);
    if (alike) alike.push(resource);
    else types.set(resource.type, [resource]);
    keys.set(resource.key, resource);
  }
  return { types, keys };
}

function foundIn(graph: Graph): Found {
  const known = found.get(graph) ?? find(graph);
  found.set(graph, known);
  return known;
}

/** The resources of a Pulumi type, in the graph's order. */
export const ofType = (graph: Graph, type: string): readonly Resource[] => foundIn(graph).types.get(type) ?? [];

export const byKey = (graph: Graph, key: string | undefined): Resource | undefined =>
  foundIn(graph).keys.get(key ?? "");
