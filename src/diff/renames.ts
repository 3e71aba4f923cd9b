// Services that were renamed: the base as it would read if they had always been called what they are now, so that what
// Pulumi keeps is compared with itself.
import type { Renamed, Side } from "#schema/change.ts";
import { type Data, isPlainMap } from "#schema/data.ts";
import type { Graph, Resource, ResourceOptions } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import { type Rename, renamePath, renameServices, renamesOf } from "#schema/renames.ts";
import { bare, isTag, type Value, type ValueMap } from "#schema/value.ts";
import { urn } from "./pair.ts";

/** The base in the words of the head, and what it was called. */
export interface Former {
  readonly base: Side;
  readonly services: readonly Renamed[];
  readonly perhaps: Renamed | undefined;
  /** The former key of a resource of an environment, by its key. */
  readonly keys: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Takes the names of the head back into the base; a former name that the base does not have is no rename any more. */
export function formerly(base: Side, head: Side): Former {
  const names = renamed(base.model, head.model);
  const rename: Rename = (service) => names.get(service) ?? service;
  const keys = new Map<string, ReadonlyMap<string, string>>();
  const graphs = base.graphs.map((graph) => {
    const now = head.graphs.find(({ environment }) => environment === graph.environment);
    const heirs = now ? heirsOf(graph, now) : new Map<string, Resource>();
    keys.set(graph.environment, new Map([...heirs].map(([former, { key }]) => [key, former])));
    return names.size === 0 ? graph : inherited(graph, heirs, rename);
  });
  return {
    base:
      names.size === 0 ? base : { model: renameServices(base.model, rename), graphs, data: moved(base.data, rename) },
    perhaps: unsaid(base.model, head.model, names),
    services: [...names].map(([from, to]) => ({ from, to })),
    keys,
  };
}

/** Former names to new ones, of the services that this change renames. */
function renamed(base: Model, head: Model): ReadonlyMap<string, string> {
  const had = new Set(base.services.map(({ name }) => name));
  return new Map([...renamesOf(head)].filter(([from, to]) => had.has(from) && !had.has(to)));
}

const deployed = ({ services }: Model): readonly string[] =>
  services.filter(({ deploy }) => deploy).map(({ name }) => name);

/** The one deployed service that is gone and the one that is new, where nobody says that they are the same. */
function unsaid(base: Model, head: Model, names: ReadonlyMap<string, string>): Renamed | undefined {
  const [before, after] = [deployed(base), deployed(head)];
  const [gone, ...others] = before.filter((name) => !after.includes(name));
  const [fresh, ...more] = after.filter((name) => !before.includes(name));
  if (gone === undefined || fresh === undefined || others.length + more.length + names.size > 0) return undefined;
  return { from: gone, to: fresh };
}

/** The resources of the head by the keys of those in the base that they take over, as Pulumi finds them. */
function heirsOf(base: Graph, head: Graph): ReadonlyMap<string, Resource> {
  const olds = new Map(base.resources.map((one) => [urn(one), one]));
  const found = head.resources.flatMap((one): readonly (readonly [string, Resource])[] => {
    if (olds.has(urn(one))) return [];
    const names = (one.options.aliases ?? []).map(({ name }) => String(bare(name)));
    const old = names.flatMap((name) => olds.get(urn({ ...one, name })) ?? [])[0];
    return old ? [[old.key, one]] : [];
  });
  return new Map(found);
}

/** A graph whose resources bear the keys and names of their heirs. */
function inherited(graph: Graph, heirs: ReadonlyMap<string, Resource>, rename: Rename): Graph {
  const keyOf = (key: string): string => heirs.get(key)?.key ?? key;
  const value = (one: Value): Value => rewritten(one, keyOf, rename);
  return {
    ...graph,
    lookups: graph.lookups.map((one) => ({ ...one, because: renamePath(one.because, rename) })),
    resources: graph.resources.map((one) => ({
      ...one,
      key: keyOf(one.key),
      name: heirs.get(one.key)?.name ?? one.name,
      because: renamePath(one.because, rename),
      properties: value(one.properties) as ValueMap,
      options: optionsOf(one.options, value, keyOf),
    })),
  };
}

function optionsOf(
  options: ResourceOptions,
  value: (one: Value) => Value,
  keyOf: (key: string) => string,
): ResourceOptions {
  const { dependsOn, protect, retainOnDelete } = options;
  return {
    ...options,
    ...(dependsOn === undefined ? {} : { dependsOn: dependsOn.map(keyOf) }),
    ...(protect === undefined ? {} : { protect: value(protect) }),
    ...(retainOnDelete === undefined ? {} : { retainOnDelete: value(retainOnDelete) }),
  };
}

/** A value whose references and spec paths are those of the head. */
function rewritten(value: Value, keyOf: (key: string) => string, rename: Rename): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one: Value) => rewritten(one, keyOf, rename));
  if (isTag(value) && value.$ === "ref") return { ...value, to: keyOf(value.to) };
  const path = isTag(value) && value.$ === "from" ? { path: renamePath(value.path, rename) } : {};
  const entries = Object.entries(value as ValueMap).map(([key, one]) => [
    key,
    key === "path" && "path" in path ? path.path : rewritten(one, keyOf, rename),
  ]);
  return Object.fromEntries(entries) as Value;
}

/** A spec whose services stand under their new names, also in the environments. */
function moved(data: unknown, rename: Rename): unknown {
  if (!isPlainMap(data)) return data;
  const { services, environments } = data;
  return {
    ...data,
    ...(isPlainMap(services) ? { services: rekeyed(services, rename) } : {}),
    ...(isPlainMap(environments)
      ? {
          environments: Object.fromEntries(
            Object.entries(environments).map(([name, own]) => [name, moved(own, rename)]),
          ),
        }
      : {}),
  };
}

const rekeyed = (map: Data, rename: Rename): Data =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [rename(key), value]));
