// The network: which subnet leads where, what stands in which, and whether a task can start at all.
import type { Rule } from "../rule.ts";
import { type Item, item, list, ofType, type Stack, target, text } from "../stack.ts";
import { egress, leaves, open, type Runner, runners } from "../ways.ts";

const subnets = (stack: Stack): Item[] => ofType(stack, "ec2/subnet:Subnet");

/** The route tables that a subnet is associated with. */
const tablesOf = (stack: Stack, subnet: string): string[] =>
  ofType(stack, "ec2/routeTableAssociation:RouteTableAssociation")
    .filter(({ properties }) => target(properties["subnetId"]) === subnet)
    .map(({ properties }) => target(properties["routeTableId"]));

/** What a subnet's way out leads through: keys of gateways. */
function waysOut(stack: Stack, subnet: string): string[] {
  const tables = tablesOf(stack, subnet);
  return ofType(stack, "ec2/route:Route")
    .filter(({ properties }) => tables.includes(target(properties["routeTableId"])))
    .filter(({ properties }) => properties["destinationCidrBlock"] === "0.0.0.0/0")
    .map(({ properties }) => target(properties["gatewayId"] ?? properties["natGatewayId"]));
}

const typeOf = (stack: Stack, key: string): string => stack.items.find((one) => one.key === key)?.type ?? "";
const zoneOf = ({ items }: Stack, subnet: string): string =>
  text(items.find(({ key }) => key === subnet)?.properties, "availabilityZone");

/** What stands in subnets: by type, and where the property lies that names them. */
const PLACES = [
  ["public", "lb/loadBalancer:LoadBalancer", "subnets"],
  ["public", "ec2/natGateway:NatGateway", "subnetId"],
  ["private", "ecs/service:Service", "networkConfiguration.subnets"],
  ["private", "scheduler/schedule:Schedule", "target.ecsParameters.networkConfiguration.subnets"],
  ["private", "ec2/vpcEndpoint:VpcEndpoint", "subnetIds"],
  ["database", "rds/subnetGroup:SubnetGroup", "subnetIds"],
  ["database", "elasticache/subnetGroup:SubnetGroup", "subnetIds"],
] as const;

const subnetsAreAssociatedOnce: Rule = {
  name: "subnets-are-associated-once",
  asks: "Each subnet has one route table: without an association it would have the VPC's main one.",
  judge(stack, look) {
    for (const { key } of subnets(stack)) look(key, tablesOf(stack, key).length === 1);
  },
  breaks: {
    "a subnet without a table": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "subnet-database-b-association");
    },
    "a subnet with two": (stack) => {
      const twice = structuredClone(item(stack, "subnet-private-a-association"));
      stack.items.push({ ...twice, key: "again" });
    },
  },
};

const tiersLeadWhereTheySay: Rule = {
  name: "tiers-lead-where-they-say",
  asks: "Public subnets lead to the internet gateway, private ones through NAT as the spec says, those of the stores nowhere.",
  judge(stack, look) {
    const { nat, zones } = stack.environment.network;
    for (const { key } of subnets(stack)) {
      const out = waysOut(stack, key);
      const types = out.map((one) => typeOf(stack, one));
      if (key.startsWith("subnet-public"))
        look(
          `${key} leads to ${out.join()}`,
          types.length === 0
            ? ofType(stack, "lb/loadBalancer:LoadBalancer").length === 0
            : types.join() === "aws:ec2/internetGateway:InternetGateway",
        );
      else if (key.startsWith("subnet-database")) look(`${key} leads to ${out.join()}`, out.length === 0);
      else
        look(
          `${key} leads to ${out.join()}`,
          nat === "none" ? out.length === 0 : types.join() === "aws:ec2/natGateway:NatGateway",
        );
      if (key.startsWith("subnet-private") && nat === "per-az")
        look(
          `${key} stays in its zone`,
          out.every((one) => zoneOf(stack, target(item(stack, one).properties["subnetId"])) === zoneOf(stack, key)),
        );
    }
    const gateways = ofType(stack, "ec2/natGateway:NatGateway");
    look(`${gateways.length} NAT gateways`, gateways.length === { none: 0, single: 1, "per-az": zones.length }[nat]);
    for (const { key, properties } of gateways)
      look(`${key} has an address`, typeOf(stack, target(properties["allocationId"])) === "aws:ec2/eip:Eip");
  },
  breaks: {
    "stores with a way out": (stack) => {
      const route = structuredClone(item(stack, "nat-route-a"));
      route.properties["routeTableId"] = "<routes-database.id>";
      stack.items.push({ ...route, key: "store-route" });
    },
    "a private subnet beside the NAT gateway": (stack) => {
      const route = item(stack, "nat-route-a").properties;
      delete route["natGatewayId"];
      route["gatewayId"] = "<internet-gateway.id>";
    },
    "a private subnet that leads nowhere": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "nat-route-b");
    },
    "a way through another zone": (stack) => {
      item(stack, "nat-route-b").properties["natGatewayId"] = "<nat-a.id>";
    },
  },
};

const everythingStandsInItsTier: Rule = {
  name: "everything-stands-in-its-tier",
  asks: "Load balancer and NAT in public subnets, tasks and endpoints in private ones, stores in those without a way out; spread over every zone; nothing but the load balancer has an address of its own.",
  judge(stack, look) {
    for (const [tier, type, property] of PLACES) {
      for (const { key, properties } of ofType(stack, type)) {
        const places = list(properties, property).map(target);
        look(
          `${key} stands in ${places.join()}`,
          places.every((one) => one.startsWith(`subnet-${tier}-`)),
        );
        if (property !== "subnetId" && places.length > 0)
          look(
            `${key} stands in every zone`,
            new Set(places.map((one) => zoneOf(stack, one))).size === stack.environment.network.zones.length,
          );
      }
    }
    for (const { key, properties } of subnets(stack)) look(key, properties["mapPublicIpOnLaunch"] === false);
    for (const { key, hasPublicAddress } of runners(stack)) look(key, !hasPublicAddress);
    for (const { key, properties } of ofType(stack, "rds/instance:Instance"))
      look(
        key,
        properties["publiclyAccessible"] === false && target(properties["dbSubnetGroupName"]) === "database-subnets",
      );
    for (const { key, properties } of ofType(stack, "elasticache/replicationGroup:ReplicationGroup"))
      look(key, target(properties["subnetGroupName"]) === "cache-subnets");
  },
  breaks: {
    "a database that the world sees": (stack) => {
      item(stack, "database").properties["publiclyAccessible"] = true;
    },
    "tasks in public subnets": (stack) => {
      Object.assign(item(stack, "api-service").properties["networkConfiguration"] as object, {
        subnets: ["<subnet-public-a.id>", "<subnet-public-b.id>"],
      });
    },
    "tasks with public addresses": (stack) => {
      Object.assign(item(stack, "worker-service").properties["networkConfiguration"] as object, {
        assignPublicIp: true,
      });
    },
    "one zone": (stack) => {
      item(stack, "load-balancer").properties["subnets"] = ["<subnet-public-a.id>"];
    },
    "addresses on launch": (stack) => {
      item(stack, "subnet-public-a").properties["mapPublicIpOnLaunch"] = true;
    },
  },
};

/** What Fargate 1.4 asks for to pull an image, to read a secret and to open a log, as names of AWS services. */
const NEEDED = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

/** How a task's group gets to an AWS service: through its endpoint, whose private name holds in the whole VPC, or out. */
function reaches(stack: Stack, runner: Runner, service: string): boolean {
  const endpoint = ofType(stack, "ec2/vpcEndpoint:VpcEndpoint").find(
    ({ properties }) =>
      text(properties, "vpcEndpointType") === "Interface" && text(properties, "serviceName").endsWith(`.${service}`),
  );
  if (!endpoint) {
    const out = runner.groups.some((group) => leaves(stack, group, "0.0.0.0/0", "tcp 443-443"));
    return out && runner.subnets.every((one) => waysOut(stack, one).length === 1);
  }
  const doors = list(endpoint.properties, "securityGroupIds").map(target);
  const enters = runner.groups.some((group) => doors.some((door) => open(stack, group, door, 443)));
  return enters && endpoint.properties["privateDnsEnabled"] === true;
}

/** Layers of images come from S3, whose gateway endpoint is in every private table. */
function reachesS3(stack: Stack, runner: Runner): boolean {
  const endpoint = ofType(stack, "ec2/vpcEndpoint:VpcEndpoint").find(({ properties }) =>
    text(properties, "serviceName").endsWith(".s3"),
  );
  const tables = list(endpoint?.properties, "routeTableIds").map(target);
  const routed = runner.subnets.every((one) => tablesOf(stack, one).every((table) => tables.includes(table)));
  return (
    routed &&
    runner.groups.some((group) =>
      egress(stack).some(
        ({ from, to, ports }) => from === group && ["0.0.0.0/0", "s3-endpoint"].includes(to) && ports === "tcp 443-443",
      ),
    )
  );
}

const tasksCanStart: Rule = {
  name: "tasks-can-start",
  asks: "Every task reaches the registry, S3, the log and its secrets: by the internet, or by endpoints whose door is open to it.",
  judge(stack, look) {
    for (const runner of runners(stack)) {
      for (const service of NEEDED) look(`${runner.key} reaches ${service}`, reaches(stack, runner, service));
      look(`${runner.key} reaches S3`, reachesS3(stack, runner));
    }
  },
  breaks: {
    "an endpoint's door shut to a service with a way out": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "api-to-endpoints-ingress");
    },
    "no private name": (stack) => {
      item(stack, "ecr-dkr-endpoint").properties["privateDnsEnabled"] = false;
    },
    "no way to S3": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "vault-to-s3-egress");
    },
    "S3's endpoint in one table alone": (stack) => {
      item(stack, "s3-endpoint").properties["routeTableIds"] = ["<routes-private-a.id>"];
    },
    "no endpoint for secrets": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "secretsmanager-endpoint");
    },
  },
};

/** The rules of the network. */
export const NETWORK: readonly Rule[] = [
  subnetsAreAssociatedOnce,
  tiersLeadWhereTheySay,
  everythingStandsInItsTier,
  tasksCanStart,
];
