// Model to graphs: the AWS resources of each environment as values, with the spec path that each property came from.
import type { Graph } from "#schema/graph.ts";
import type { Environment, Model } from "#schema/model.ts";
import { aliased, marked } from "./lower/aliases.ts";
import { alerts } from "./lower/alerts.ts";
import { cache } from "./lower/cache.ts";
import { cluster } from "./lower/cluster.ts";
import { database } from "./lower/database.ts";
import { delivery } from "./lower/delivery.ts";
import { loadBalancer } from "./lower/load-balancer.ts";
import { network } from "./lower/network.ts";
import { operations } from "./lower/operations.ts";
import { ordered } from "./lower/order.ts";
import { registry } from "./lower/registry.ts";
import { type Part, type Scope, scopeOf, together } from "./lower/scope.ts";
import { secrets } from "./lower/secrets.ts";
import { security } from "./lower/security.ts";
import { services } from "./lower/service.ts";

/** Every concern, each of which gives its slice of the graph or nothing, after those whose things it refers to. */
const PARTS: readonly ((scope: Scope) => Part)[] = [
  network,
  security,
  registry,
  secrets,
  database,
  cache,
  loadBalancer,
  cluster,
  operations,
  services,
  alerts,
  delivery,
];

/** One graph for each environment, in the order of delivery. Total: it throws only where we are at fault. */
export function lower(model: Model): readonly Graph[] {
  const graphs = model.environments.map((environment) => graphOf(model, environment));
  if (model.services.every(({ renamedFrom }) => renamedFrom === undefined)) return graphs;
  const other = marked(model);
  return graphs.map((graph, index) => {
    const environment = other.environments[index];
    return environment ? aliased(model, graph, graphOf(other, environment)) : graph;
  });
}

function graphOf(model: Model, environment: Environment): Graph {
  const scope = scopeOf(model, environment);
  return ordered(environment.name, together(...PARTS.map((part) => part(scope))));
}
