// The arithmetic of one environment: database connections and subnet addresses at the peak of a rolling deployment.
import { LOAD_BALANCER_ADDRESSES, LOAD_BALANCER_PREFIX, RESERVED_ADDRESSES, rdsMemoryGiB } from "#schema/aws.ts";
import { connectionsAtPeak, connectionTerms, connectionUsers, ROLLING, smallestFit } from "#schema/budget.ts";
import type {
  AddressBudget,
  Budgets,
  Cache,
  ConnectionBudget,
  Database,
  DeployedService,
  Network,
  Zone,
} from "#schema/model.ts";
import { blockOf } from "./cidr.ts";
import type { Context } from "./context.ts";

/** Interface endpoints: ecr.api, ecr.dkr, logs, secretsmanager. */
const ENDPOINTS = 4;

interface Parts {
  readonly network: Network;
  readonly services: readonly DeployedService[];
  readonly database: Database | undefined;
  readonly cache: Cache | undefined;
}

/** More terms than that nobody reads. */
const MOST_TERMS = 24;

/** The budgets of one environment, judged. */
export function budgets(context: Context, parts: Parts): Budgets {
  return {
    connections: parts.database && connections(context, parts.services, parts.database),
    addresses: addresses(context, parts),
  };
}

function connections(context: Context, services: readonly DeployedService[], database: Database): ConnectionBudget {
  const users = connectionUsers(services);
  const used = connectionsAtPeak(users);
  const limit = database.usableConnections;
  if (used > limit && rdsMemoryGiB(database.instance) !== undefined) {
    const values = {
      environment: context.name,
      used: String(used),
      limit: String(limit),
      instance: database.instance,
      arithmetic: connectionTerms(users),
      fits: smallestFit(database.instance, used),
    };
    context.report("database/connection-budget", context.origin(["database", "instance"]), values);
  }
  return { limit, used, users };
}

type User = AddressBudget["users"][number];

function addresses(context: Context, parts: Parts): AddressBudget[] {
  const { zones } = parts.network;
  return zones.flatMap((zone) => [
    ...(parts.network.internetGateway ? [budget(context, "public", zone, zone.public, publicUsers(parts, zone))] : []),
    budget(context, "private", zone, zone.private, privateUsers(context, parts)),
    ...(zone.database === undefined ? [] : [budget(context, "database", zone, zone.database, databaseUsers(parts))]),
  ]);
}

function publicUsers({ network, services }: Parts, zone: Zone): User[] {
  const balanced = services.some(({ service }) => service.expose === "public");
  const gateway = network.nat === "per-az" || (network.nat === "single" && zone.index === 0);
  return [
    ...(balanced ? [{ name: "load balancer", addresses: LOAD_BALANCER_ADDRESSES }] : []),
    ...(gateway ? [{ name: "NAT gateway", addresses: 1 }] : []),
  ];
}

function privateUsers({ spec }: Context, { network, services }: Parts): User[] {
  const zones = network.zones.length;
  const runs = [spec.operations?.backup, spec.operations?.migration].filter((one) => one !== undefined).length;
  return [
    ...services.map(({ name, scale }) => ({ name, addresses: Math.ceil((scale.max * ROLLING) / zones) })),
    ...(runs > 0 ? [{ name: "operations", addresses: runs }] : []),
    ...(network.interfaceEndpoints ? [{ name: "interface endpoints", addresses: ENDPOINTS }] : []),
  ];
}

/** A database instance, and beside it the one that replaces it in a failover or an upgrade; cache nodes spread over the zones. */
function databaseUsers({ network, database, cache }: Parts): User[] {
  return [
    ...(database ? [{ name: "database", addresses: 2 }] : []),
    ...(cache ? [{ name: "cache", addresses: Math.ceil(cache.nodes / network.zones.length) + 1 }] : []),
  ];
}

function budget(
  context: Context,
  tier: AddressBudget["tier"],
  zone: Zone,
  cidr: string,
  users: readonly User[],
): AddressBudget {
  const block = blockOf(cidr);
  const [size, prefix] = "first" in block ? [block.size, block.prefix] : [0, 0];
  const usable = size - RESERVED_ADDRESSES;
  const needed = users.reduce((sum, user) => sum + user.addresses, 0);
  const narrow = prefix > LOAD_BALANCER_PREFIX && users.some((user) => user.name === "load balancer");
  if ("first" in block && (needed > usable || narrow)) {
    const rest = users.slice(MOST_TERMS).reduce((sum, { addresses }) => sum + addresses, 0);
    const terms = users.slice(0, MOST_TERMS).map((user) => `${user.name} ${user.addresses}`);
    if (rest > 0) terms.push(`${users.length - MOST_TERMS} others ${rest}`);
    const sum = terms.join(" + ");
    const given = context.spec.network.subnets?.[tier];
    const path = given
      ? [...context.origin(["network", "subnets", tier]), zone.index]
      : context.origin(["network", "cidr"]);
    const arithmetic = narrow
      ? `a load balancer wants a /${LOAD_BALANCER_PREFIX} at least; ${sum}`
      : `${sum}, and AWS keeps ${RESERVED_ADDRESSES}`;
    context.report("network/too-few-addresses", path, {
      environment: context.name,
      cidr,
      usable: String(usable),
      needed: narrow ? `a /${LOAD_BALANCER_PREFIX}` : String(needed),
      arithmetic,
    });
  }
  return { tier, zone: zone.letter, cidr, usable, needed, users };
}
