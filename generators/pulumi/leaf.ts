// What the spec says at a path in one environment, as far as the model keeps it in the spec's own form: the program's
// conditions are written in these words (`networkNat === "per-az"`).
import type { Environment } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";

/** The model keeps nothing comparable at this path. */
export const OPAQUE = Symbol("opaque");
export type Leaf = string | number | boolean | undefined | typeof OPAQUE;

/** A spec path without the overlay that it stands in: `environments.x.network.nat` is about `network.nat`. */
export function basePath(path: Path): Path {
  return path[0] === "environments" && path.length > 2 ? path.slice(2) : path;
}

/** The model's value of a base path in an environment; undefined where the spec says nothing there. */
export function leafOf(environment: Environment, path: Path): Leaf {
  if (path[0] === "services") return serviceLeaf(environment, path.slice(1));
  if (path[0] === "tags" && path.length === 2) return named(environment.tags, path[1])?.value;
  if (path[0] === "network" && path[1] === "subnets") return subnetLeaf(environment, path.slice(2));
  return pick(
    {
      account: environment.account,
      region: environment.region,
      protect: environment.protect,
      "network.cidr": environment.network.cidr,
      "network.nat": environment.network.nat,
      "database.version": environment.database?.version,
      "database.instance": environment.database?.instance,
      "database.multiAz": environment.database?.multiAz,
      "cache.version": environment.cache?.version,
      "cache.node": environment.cache?.node,
      "cache.nodes": environment.cache?.nodes,
      "cache.multiAz": environment.cache?.multiAz,
    },
    path,
  );
}

/** A block that the spec itself lays out. */
function subnetLeaf({ network }: Environment, [tier, index]: Path): Leaf {
  if (typeof index !== "number") return OPAQUE;
  if (network.derived) return undefined;
  return pick({ ...network.zones[index] }, [tier ?? ""]);
}

function serviceLeaf(environment: Environment, [name, ...path]: Path): Leaf {
  const service = named(environment.services, name);
  if (path.length === 0 || path.join(".") === "deploy") return service !== undefined;
  if (!service) return undefined;
  if (path[0] === "env" && path.length === 2) return named(service.env, path[1])?.value;
  if (path[0] === "secrets" && path.length === 2) return named(service.secrets, path[1])?.secret;
  return pick(
    {
      certificate: service.certificate,
      internet: service.internet,
      databaseConnections: service.databaseConnections,
      "scale.min": service.scale.min,
      "scale.max": service.scale.max,
      "route.host": service.route?.host,
      "route.path": service.route?.path,
    },
    path,
  );
}

function named<T extends { readonly name: string }>(list: readonly T[], name: unknown): T | undefined {
  return list.find((each) => each.name === name);
}

/** One of the leaves that the model keeps as the spec spells them. */
function pick(leaves: Readonly<Record<string, string | number | boolean | undefined>>, path: Path): Leaf {
  const key = path.join(".");
  return Object.hasOwn(leaves, key) ? leaves[key] : OPAQUE;
}
