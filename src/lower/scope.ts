// What every part of lowering works with: one environment of the model, its names, and short ways to say
// where a value comes from.
import type { Graph, Lookup, Output, Resource } from "#schema/graph.ts";
import type { DeployedService, Environment, Model } from "#schema/model.ts";
import { type Names, namesOf, type ServiceNames } from "#schema/names.ts";
import { originOf } from "#schema/origin.ts";
import type { Path } from "#schema/path.ts";
import { from, join, ref, stack, type Value, type ValueMap } from "#schema/value.ts";

/** Stands for the environment in a name until `named` makes a join of it; no spec can contain it. */
const MARK = "\u0000";

/** What one part gives: a slice of the graph. */
export type Part = Partial<Pick<Graph, "lookups" | "resources" | "outputs">>;

export interface Scope {
  readonly model: Model;
  readonly environment: Environment;
  /** A physical name, as a join that keeps the environment symbolic: `named((n) => n.cluster)`. */
  named(pick: (names: Names) => string): Value;
  /** The physical name of something of a service's. */
  namedFor(service: string, pick: (names: ServiceNames) => string): Value;
  /** A value with the spec path that set it here: the overlay's, if it has one. */
  at(path: Path, value: Value): Value;
  /** The spec path that set a value here. */
  origin(path: Path): Path;
  /** The account's id: the spec's, or AWS's answer (the lookup `account`). */
  readonly account: Value;
  readonly region: Value;
}

/** The scope of one environment. */
export function scopeOf(model: Model, environment: Environment): Scope {
  const names = namesOf(model.project, MARK);
  // Few values are below a key that the environment changes anything of.
  const changed = new Set(environment.overlay.map((leaf) => leaf[0]));
  const origin = (path: Path): Path => (path.length > 0 && !changed.has(path[0]) ? path : originOf(environment, path));
  return {
    model,
    environment,
    named: (pick) => symbolic(pick(names)),
    namedFor: (service, pick) => symbolic(pick(names.service(service))),
    at: (path, value) => from(origin(path), value),
    origin,
    account:
      environment.account === undefined
        ? ref("account", "accountId")
        : from(["environments", environment.name, "account"], environment.account),
    region: from(origin(["region"]), environment.region),
  };
}

const PROJECT: Path = ["project"];

function symbolic(text: string): Value {
  let mark = text.indexOf(MARK);
  if (mark === -1) return text;
  const parts: Value[] = [];
  let start = 0;
  while (mark !== -1) {
    if (mark > start) parts.push(text.slice(start, mark));
    parts.push(stack);
    start = mark + 1;
    mark = text.indexOf(MARK, start);
  }
  if (start < text.length) parts.push(text.slice(start));
  return from(PROJECT, join(...parts));
}

/** The parts of a deployed service's own path in the spec. */
export const servicePath = (service: DeployedService, ...rest: Path): Path => ["services", service.name, ...rest];

/** What only some resources say about themselves. */
export type Fields = Partial<Pick<Resource, "name" | "why" | "options">>;

const NOTHING: Fields = {};
const NO_OPTIONS: Resource["options"] = {};

/**
 * A resource with the defaults that most have. Its words stand in a row, and all resources are made here: a literal at
 * each place that runs once or twice takes V8 twenty times as long as one at a place that it knows.
 */
export function resource(
  key: string,
  type: string,
  module: string,
  because: Path,
  properties: ValueMap,
  fields: Fields = NOTHING,
): Resource {
  const { name = key, why, options = NO_OPTIONS } = fields;
  return { key, type, name, module, because, why, properties, options };
}

/** How a file whose resources all stand in one module, for one reason, makes them. */
export const resourcesOf =
  (module: string, because: Path) =>
  (key: string, type: string, properties: ValueMap, fields?: Fields): Resource =>
    resource(key, type, module, because, properties, fields);

/** Parts put together, in their order. */
export function together(...parts: readonly Part[]): Required<Part> {
  return {
    lookups: parts.flatMap((part): readonly Lookup[] => part.lookups ?? []),
    resources: parts.flatMap((part): readonly Resource[] => part.resources ?? []),
    outputs: parts.flatMap((part): readonly Output[] => part.outputs ?? []),
  };
}
