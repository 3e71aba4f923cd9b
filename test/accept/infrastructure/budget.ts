// The arithmetic of a stack, recomputed from what its resources say: connections and addresses at the peak of a rolling
// deployment, and the quotas of the load balancer and of security groups.
import { blockOf } from "./rules/names.ts";
import { containersOf, item, list, ofType, type Stack, target, text } from "./stack.ts";
import { ingress, runners } from "./ways.ts";

/** Memory of RDS's sizes, GiB: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html. */
const BURSTABLE: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};
const GENERAL: Readonly<Record<string, number>> = { large: 8, xlarge: 16, "2xlarge": 32, "4xlarge": 64 };

function memoryGiB(instance: string): number {
  const [, family = "", size = ""] = instance.split(".");
  if (family.startsWith("t")) return BURSTABLE[size] ?? 0;
  return (GENERAL[size] ?? 0) * (family.startsWith("r") ? 2 : 1);
}

/**
 * The connections that the class leaves: LEAST({DBInstanceClassMemory/9531392}, 5000) of nine tenths of the nominal
 * memory, without the five that PostgreSQL and RDS keep.
 */
export function connectionLimit(stack: Stack): number | undefined {
  const [database] = ofType(stack, "rds/instance:Instance");
  if (!database) return undefined;
  return (
    Math.min(Math.floor((memoryGiB(text(database.properties, "instanceClass")) * 2 ** 30 * 0.9) / 9531392), 5000) - 5
  );
}

/** The most tasks of each ECS service while a deployment rolls, by key. */
export function peaks(stack: Stack): ReadonlyMap<string, number> {
  const scaled = ofType(stack, "appautoscaling/target:Target");
  return new Map(
    ofType(stack, "ecs/service:Service").map(({ key, properties }) => {
      const target = scaled.find((one) => text(one.properties, "resourceId").endsWith(`/<${key}.name>`));
      const most = Number(target ? target.properties["maxCapacity"] : properties["desiredCount"]);
      return [key, Math.floor((most * Number(properties["deploymentMaximumPercent"])) / 100)];
    }),
  );
}

/** Connections of the tasks at the peak: what each may open stands in its environment. */
export function connectionsAtPeak(stack: Stack): number {
  return [...peaks(stack)].reduce((sum, [key, tasks]) => {
    const task = item(stack, target(item(stack, key).properties["taskDefinition"]));
    const each = containersOf(task)
      .flatMap((one) => list(one, "environment"))
      .find((one) => text(one, "name") === "DATABASE_POOL_MAX");
    return sum + tasks * Number(text(each, "value") || 0);
  }, 0);
}

/** A subnet's addresses: its block, what AWS leaves of it, and what stands in it at the peak. */
export interface Room {
  readonly cidr: string;
  readonly usable: number;
  readonly needed: number;
}

/** Every subnet, by key. AWS keeps five addresses of each. */
export function rooms(stack: Stack): ReadonlyMap<string, Room> {
  return new Map(
    ofType(stack, "ec2/subnet:Subnet").map(({ key, properties }) => {
      const cidr = text(properties, "cidrBlock");
      return [key, { cidr, usable: blockOf(cidr).size - 5, needed: neededIn(stack, key) }];
    }),
  );
}

/** One address a task, spread over the subnets; eight for a load balancer; one a NAT gateway and an endpoint. */
function neededIn(stack: Stack, subnet: string): number {
  const stands = (type: string, property: string): number =>
    ofType(stack, type).filter(({ properties }) => list(properties, property).map(target).includes(subnet)).length;
  const peak = peaks(stack);
  const services = runners(stack).filter((one) => peak.has(one.key) && one.subnets.includes(subnet));
  const tasks = services.reduce((sum, one) => sum + Math.ceil((peak.get(one.key) ?? 0) / one.subnets.length), 0);
  return (
    8 * stands("lb/loadBalancer:LoadBalancer", "subnets") +
    stands("ec2/natGateway:NatGateway", "subnetId") +
    tasks +
    (subnet.startsWith("subnet-private") ? singleTasks(stack) : 0) +
    stands("ec2/vpcEndpoint:VpcEndpoint", "subnetIds") +
    2 * stands("rds/subnetGroup:SubnetGroup", "subnetIds") * ofType(stack, "rds/instance:Instance").length +
    nodesIn(stack, stands("elasticache/subnetGroup:SubnetGroup", "subnetIds"))
  );
}

/** Tasks that run alone and now and then: the backup and the migration. */
const singleTasks = (stack: Stack): number => {
  const standing = ofType(stack, "ecs/service:Service").map(({ properties }) => target(properties["taskDefinition"]));
  return ofType(stack, "ecs/taskDefinition:TaskDefinition").filter(({ key }) => !standing.includes(key)).length;
};

/** Cache nodes spread over the subnets, and one more while one is replaced. */
function nodesIn(stack: Stack, groups: number): number {
  const zones = stack.environment.network.zones.length;
  return ofType(stack, "elasticache/replicationGroup:ReplicationGroup").reduce(
    (sum, { properties }) => sum + groups * (Math.ceil(Number(properties["numCacheClusters"]) / zones) + 1),
    0,
  );
}

/** What a stack has of what AWS counts, and the quota that an account has by default. */
export function quotas(stack: Stack): readonly (readonly [what: string, has: number, quota: number])[] {
  const count = (type: string): number => ofType(stack, type).length;
  const groups = ofType(stack, "ec2/securityGroup:SecurityGroup").map(({ key }) => key);
  const entering = groups.map((key) => ingress(stack).filter(({ to }) => to === key).length);
  const rules = ofType(stack, "lb/listenerRule:ListenerRule").map(({ properties }) =>
    list(properties, "conditions").reduce<number>(
      (sum, one) => sum + [...list(one, "hostHeader.values"), ...list(one, "pathPattern.values")].length,
      0,
    ),
  );
  const balanced = ofType(stack, "ecs/service:Service").filter(
    ({ properties }) => list(properties, "loadBalancers").length > 0,
  );
  return [
    ["target groups of a load balancer", count("lb/targetGroup:TargetGroup"), 100],
    ["rules of a load balancer", count("lb/listenerRule:ListenerRule"), 100],
    ["certificates of a load balancer beside the first", count("lb/listenerCertificate:ListenerCertificate"), 25],
    ["values of a rule's conditions", Math.max(0, ...rules), 5],
    ["targets of a load balancer", balanced.reduce((sum, { key }) => sum + (peaks(stack).get(key) ?? 0), 0), 1000],
    ["rules for what enters a security group", Math.max(0, ...entering), 60],
    ["tasks of a service", Math.max(0, ...peaks(stack).values()), 5000],
    ["elastic addresses of a region", count("ec2/eip:Eip"), 5],
    ["route tables of a VPC", count("ec2/routeTable:RouteTable"), 200],
    [
      "nodes of a replication group",
      Math.max(
        0,
        ...ofType(stack, "elasticache/replicationGroup:ReplicationGroup").map(({ properties }) =>
          Number(properties["numCacheClusters"]),
        ),
      ),
      6,
    ],
  ];
}
