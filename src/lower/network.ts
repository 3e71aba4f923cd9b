// The network: a VPC with three tiers of subnets, and the ways in and out of each.
import type { Lookup, Resource } from "#schema/graph.ts";
import type { Zone } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { above, ref } from "#schema/value.ts";
import { endpoints } from "./endpoints.ts";
import type { Part, Scope } from "./scope.ts";
import { association, plain, subnet, subnetKey, table, tagged } from "./subnets.ts";

const MODULE = "network";
const ANYWHERE = "0.0.0.0/0";
const BECAUSE: Path = ["network"];

/** The network of one environment. */
export function network(scope: Scope): Part {
  return {
    lookups: [availabilityZones(), ...account(scope)],
    resources: [
      ...vpc(scope),
      ...publicTier(scope),
      ...natGateways(scope),
      ...privateTier(scope),
      ...databaseTier(scope),
      ...endpoints(scope),
    ],
    outputs: [{ name: "vpcId", description: "The VPC", value: ref("vpc", "id") }],
  };
}

function availabilityZones(): Lookup {
  return {
    key: "zones",
    type: "aws:index/getAvailabilityZones:getAvailabilityZones",
    module: MODULE,
    because: BECAUSE,
    why: "The region's own zones, in the order of their letters; local zones have to be opted into, and are not among them.",
    arguments: { state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
  };
}

function account({ environment }: Scope): readonly Lookup[] {
  if (environment.account !== undefined) return [];
  return [
    {
      key: "account",
      type: "aws:index/getCallerIdentity:getCallerIdentity",
      module: MODULE,
      because: ["project"],
      arguments: {},
    },
  ];
}

function vpc(scope: Scope): readonly Resource[] {
  const cidrBlock = scope.at(["network", "cidr"], scope.environment.network.cidr);
  return [
    tagged(scope, "vpc", "vpc:Vpc", BECAUSE, {
      cidrBlock,
      enableDnsSupport: true,
      enableDnsHostnames: above("Private names of endpoints need both.", true),
    }),
    tagged(
      scope,
      "default-security",
      "defaultSecurityGroup:DefaultSecurityGroup",
      BECAUSE,
      { vpcId: ref("vpc", "id"), ingress: [], egress: [] },
      {
        why: "AWS makes this group and lets its members talk to each other. Nothing uses it, and nothing should by accident.",
      },
    ),
  ];
}

/** The zones that have a NAT gateway of their own. */
function natZones({ environment }: Scope): readonly Zone[] {
  const { nat, zones } = environment.network;
  return nat === "none" ? [] : nat === "single" ? zones.slice(0, 1) : zones;
}

function natGateways(scope: Scope): readonly Resource[] {
  return natZones(scope).flatMap((zone) => nat(scope, zone));
}

function nat(scope: Scope, zone: Zone): readonly Resource[] {
  const because = scope.origin(["network", "nat"]);
  const address = `nat-address-${zone.letter}`;
  return [
    tagged(scope, address, "eip:Eip", because, { domain: "vpc" }),
    tagged(
      scope,
      `nat-${zone.letter}`,
      "natGateway:NatGateway",
      because,
      { subnetId: ref(subnetKey("public", zone), "id"), allocationId: ref(address, "id"), connectivityType: "public" },
      // Its address can't be with the new gateway before the old one is gone.
      { options: { dependsOn: ["internet-gateway"], deleteBeforeReplace: true } },
    ),
  ];
}

function publicTier(scope: Scope): readonly Resource[] {
  const { zones, internetGateway } = scope.environment.network;
  const way = {
    routeTableId: ref("routes-public", "id"),
    destinationCidrBlock: ANYWHERE,
    gatewayId: ref("internet-gateway", "id"),
  };
  const subnets = zones.map((zone) => subnet(scope, "public", zone, zone.public));
  return [
    ...subnets,
    ...(internetGateway
      ? [tagged(scope, "internet-gateway", "internetGateway:InternetGateway", BECAUSE, { vpcId: ref("vpc", "id") })]
      : []),
    table(scope, "routes-public", BECAUSE, undefined),
    ...(internetGateway ? [plain("internet-route", "route:Route", BECAUSE, way)] : []),
    ...subnets.map((one) => association(one, "routes-public")),
  ];
}

/** A table a zone, also with one NAT gateway or none, so that another number of them changes routes and no association. */
function privateTier(scope: Scope): readonly Resource[] {
  return scope.environment.network.zones.flatMap((zone) => {
    const inner = subnet(scope, "private", zone, zone.private);
    const routes = `routes-private-${zone.letter}`;
    return [
      inner,
      table(scope, routes, inner.because, undefined),
      ...natRoute(scope, zone, routes),
      association(inner, routes),
    ];
  });
}

function natRoute(scope: Scope, zone: Zone, routes: string): readonly Resource[] {
  const gateways = natZones(scope);
  const through = gateways.find(({ letter }) => letter === zone.letter) ?? gateways[0];
  if (!through) return [];
  const path: Path = ["network", "nat"];
  const natGatewayId = scope.at(path, ref(`nat-${through.letter}`, "id"));
  return [
    plain(`nat-route-${zone.letter}`, "route:Route", scope.origin(path), {
      routeTableId: ref(routes, "id"),
      destinationCidrBlock: ANYWHERE,
      natGatewayId,
    }),
  ];
}

function databaseTier(scope: Scope): readonly Resource[] {
  const subnets = scope.environment.network.zones.flatMap((zone) =>
    zone.database === undefined ? [] : [subnet(scope, "database", zone, zone.database)],
  );
  const [first] = subnets;
  if (!first) return [];
  const because: Path = scope.environment.database ? ["database"] : ["cache"];
  const why =
    "The VPC's own addresses and nothing else: PostgreSQL and Valkey have no way out, and nothing outside has a way in.";
  return [
    ...subnets,
    table(scope, "routes-database", because, why, { routes: [] }),
    ...subnets.map((one) => association(one, "routes-database")),
  ];
}
