// Renamed services: what Pulumi knows their resources by, so that it takes the old ones for the new.
import type { Graph, Resource } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import { renameServices } from "#schema/renames.ts";
import { from } from "#schema/value.ts";

/** Stands around a service's name; no spec can contain it. */
const MARK = "\u0001";
const MARKED = new RegExp(`${MARK}([^${MARK}]*)${MARK}`, "gu");

/**
 * The model with its renamed services marked: lowered, it shows where in the name of each resource a service's name
 * stands. Guessing it from the name would take `api-migrate` of `api` for a service.
 */
export function marked(model: Model): Model {
  const renamed = new Set(model.services.flatMap(({ name, renamedFrom }) => (renamedFrom === undefined ? [] : [name])));
  return renameServices(model, (name) => (renamed.has(name) ? `${MARK}${name}${MARK}` : name));
}

/** The graph with the former names of what belongs to renamed services, read from the same graph with marks. */
export function aliased(model: Model, graph: Graph, withMarks: Graph): Graph {
  const formers = new Map(model.services.map(({ name, renamedFrom }) => [name, renamedFrom ?? name]));
  const now = new Set(graph.resources.map(idOf));
  const found = new Map<string, Former>();
  for (const { type, name } of withMarks.resources) {
    const [, service] = [...name.matchAll(MARKED)][0] ?? [];
    if (service === undefined) continue;
    const former = name.replaceAll(MARKED, (_, each: string) => formers.get(each) ?? each);
    // What another resource is called today is that one's.
    if (!now.has(idOf({ type, name: former })))
      found.set(idOf({ type, name: name.replaceAll(MARKED, "$1") }), { name: former, service });
  }
  return { ...graph, resources: graph.resources.map((one) => withFormer(one, found.get(idOf(one)))) };
}

/** What a resource was called, and the service whose name it bore. */
interface Former {
  readonly name: string;
  readonly service: string;
}

const idOf = ({ type, name }: Pick<Resource, "type" | "name">): string => `${type} ${name}`;

function withFormer(resource: Resource, former: Former | undefined): Resource {
  if (!former) return resource;
  const aliases = [{ name: from(["services", former.service, "renamedFrom"], former.name) }];
  return { ...resource, options: { ...resource.options, aliases } };
}
