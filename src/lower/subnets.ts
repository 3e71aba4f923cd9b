// Subnets and their route tables: what the tiers of the network are made from.
import type { Resource } from "#schema/graph.ts";
import type { Zone } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { ref, type Value, type ValueMap } from "#schema/value.ts";
import { type Fields, resource, type Scope } from "./scope.ts";

const MODULE = "network";

type Tier = "public" | "private" | "database";

/** A resource of this module whose only name in AWS is its tag. */
export function tagged(
  scope: Scope,
  key: string,
  type: string,
  because: Path,
  properties: ValueMap,
  fields?: Fields,
): Resource {
  const short = key === "vpc" ? "" : `-${key.replace(/^subnet-/, "")}`;
  const tags = { Name: scope.named((names) => `${names.prefix}${short}`) };
  return resource(key, `aws:ec2/${type}`, MODULE, because, { ...properties, tags }, fields);
}

/** A resource of this module that has no name in AWS at all. */
export const plain = (key: string, type: string, because: Path, properties: ValueMap): Resource =>
  resource(key, `aws:ec2/${type}`, MODULE, because, properties);

/** Subnets say nothing about the world outside: what is public is public by its routes and by what stands in it. */
export function subnet(scope: Scope, tier: Tier, zone: Zone, cidr: string): Resource {
  const { derived } = scope.environment.network;
  const path: Path = derived ? ["network", "cidr"] : ["network", "subnets", tier, zone.index];
  return tagged(scope, subnetKey(tier, zone), "subnet:Subnet", scope.origin(path), {
    vpcId: ref("vpc", "id"),
    cidrBlock: scope.at(path, cidr),
    availabilityZone: ref("zones", `names[${zone.index}]`),
    mapPublicIpOnLaunch: false,
  });
}

/** The key of one subnet. */
export const subnetKey = (tier: Tier, { letter }: Zone): string => `subnet-${tier}-${letter}`;

/** The ids of a tier's subnets, in zone order. */
export const subnetIds = ({ environment }: Scope, tier: Tier): readonly Value[] =>
  environment.network.zones.map((zone) => ref(subnetKey(tier, zone), "id"));

/** A subnet has one table, and without an association it would have the VPC's main one. */
export function association(subnet: Resource, table: string): Resource {
  const properties = { subnetId: ref(subnet.key, "id"), routeTableId: ref(table, "id") };
  return plain(`${subnet.key}-association`, "routeTableAssociation:RouteTableAssociation", subnet.because, properties);
}

/** A route table. */
export const table = (
  scope: Scope,
  key: string,
  because: Path,
  why: string | undefined,
  properties: ValueMap = {},
): Resource =>
  tagged(
    scope,
    key,
    "routeTable:RouteTable",
    because,
    { vpcId: ref("vpc", "id"), ...properties },
    why === undefined ? undefined : { why },
  );
