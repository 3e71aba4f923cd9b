// What the spec says at a path in one environment, as far as the model keeps it in the spec's own form: the program's
// conditions are written in these words (`networkNat === "per-az"`).
import { ownOf } from "#schema/data.ts";
import type { Environment } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";

/** A leaf as the spec has it; undefined where it says nothing. */
export type Leaf = string | number | boolean | undefined;

/**
 * Where the model keeps what the spec says, by section and key, so that no path has to be joined. What is a section by
 * itself has an empty key.
 */
type Leaves<T> = Readonly<Record<string, Readonly<Record<string, (whole: T) => Leaf>>>>;

/** A service in one environment. */
type Deployed = Environment["services"][number];

/** A spec path without the overlay that it stands in: `environments.x.network.nat` is about `network.nat`. */
export function basePath(path: Path): Path {
  return path[0] === "environments" && path.length > 2 ? path.slice(2) : path;
}

/** The leaves at a base path, by environment; undefined where the model does not keep them as the spec has them. */
export function leavesAt(environments: readonly Environment[], path: Path): readonly Leaf[] | undefined {
  const leaf = readerOf(path);
  return leaf && environments.map(leaf);
}

/** Leaves that may be the cause of what differs at a path, the likeliest first. */
export function deciders(
  path: Path,
  environments: readonly Environment[],
  service: string | undefined,
): readonly Path[] {
  const [section, name = "", part] = path;
  if (section === "secrets" && service !== undefined) {
    const users = environments.flatMap((environment) => named(environment.services, service)?.secrets ?? []);
    return users.filter(({ secret }) => secret === name).map((user) => ["services", service, "secrets", user.name]);
  }
  if (section !== "services") return [path];
  if (path.length === 2) return [["services", name, "deploy"]];
  // Scaling is there where CPU drives it, and the first certificate moves the routes of all services to HTTPS.
  if (part === "scale") return [path, ["services", name, "scale", "cpu"]];
  if (part !== "route" && part !== "expose") return [path];
  const all = environments.flatMap((environment) => environment.services.map((each) => each.name));
  const services = [...new Set([name, ...all])];
  const certificates = services.map((each) => ["services", each, "certificate"]);
  return [path, ...certificates, ...services.map((each) => ["services", each, "route", "host"])];
}

/** Whether a path is that of a map in the spec, so that what follows from it needs a name of its own. */
export function isSection(path: Path): boolean {
  const [section, , part] = path;
  if (path.length < 2) return !["account", "oidcProvider", "protect", "region"].includes(String(section));
  if (section === "alerts") return path.length < 4;
  if (section === "services")
    return path.length === 2 || (path.length === 3 && ["route", "scale", "task"].includes(String(part)));
  return section === "secrets" || (section === "operations" && path.length === 2);
}

/** How the model is asked for the leaf at a path; undefined where it keeps nothing comparable. */
function readerOf(path: Path): ((environment: Environment) => Leaf) | undefined {
  const section = path[0];
  if (section === "services") return serviceReader(path);
  if (section === "tags" && path.length === 2) return ({ tags }) => named(tags, path[1])?.value;
  if (section === "network" && path[1] === "subnets") return subnetReader(path);
  return leafOf(LEAVES, path, 0);
}

/** How a leaf is asked for whose section stands at a step of a path. */
function leafOf<T>(leaves: Leaves<T>, path: Path, at: number): ((whole: T) => Leaf) | undefined {
  const section = path.length > at + 2 ? undefined : ownOf(leaves, String(path[at]));
  return section && ownOf(section, String(path[at + 1] ?? ""));
}

const LEAVES: Leaves<Environment> = {
  account: { "": ({ account }) => account },
  region: { "": ({ region }) => region },
  protect: { "": ({ protect }) => protect },
  network: { cidr: ({ network }) => network.cidr, nat: ({ network }) => network.nat },
  database: {
    version: ({ database }) => database?.version,
    instance: ({ database }) => database?.instance,
    multiAz: ({ database }) => database?.multiAz,
  },
  cache: {
    version: ({ cache }) => cache?.version,
    node: ({ cache }) => cache?.node,
    nodes: ({ cache }) => cache?.nodes,
    multiAz: ({ cache }) => cache?.multiAz,
  },
  oidcProvider: { "": ({ oidcProvider }) => oidcProvider },
  delivery: { oidcProvider: ({ oidcProvider }) => oidcProvider },
};

/** A block that the spec itself lays out. */
function subnetReader(path: Path): ((environment: Environment) => Leaf) | undefined {
  const tier = path[2];
  const index = path[3];
  if ((tier !== "public" && tier !== "private" && tier !== "database") || typeof index !== "number") return undefined;
  return ({ network }) => (network.derived ? undefined : network.zones[index]?.[tier]);
}

function serviceReader(path: Path): ((environment: Environment) => Leaf) | undefined {
  const section = path[2];
  const name = path[3];
  const leaf = section === undefined ? undefined : leafOf(SERVICE_LEAVES, path, 2);
  if (!leaf && section !== undefined && section !== "deploy" && section !== "env" && section !== "secrets")
    return undefined;
  const service = ({ services }: Environment): Deployed | undefined => named(services, path[1]);
  if (section === undefined || (section === "deploy" && path.length === 3)) return (all) => service(all) !== undefined;
  if (section === "env" && path.length === 4) return (all) => named(service(all)?.env ?? [], name)?.value;
  if (section === "secrets" && path.length === 4) return (all) => named(service(all)?.secrets ?? [], name)?.secret;
  return (
    leaf &&
    ((all) => {
      const one = service(all);
      return one && leaf(one);
    })
  );
}

const SERVICE_LEAVES: Leaves<Deployed> = {
  certificate: { "": ({ certificate }) => certificate },
  internet: { "": ({ internet }) => internet },
  databaseConnections: { "": ({ databaseConnections }) => databaseConnections },
  scale: { min: ({ scale }) => scale.min, max: ({ scale }) => scale.max, cpu: ({ scale }) => scale.cpuPercent },
  route: { host: ({ route }) => route?.host, path: ({ route }) => route?.path },
};

function named<T extends { readonly name: string }>(list: readonly T[], name: unknown): T | undefined {
  return list.find((each) => each.name === name);
}
