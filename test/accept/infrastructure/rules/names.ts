// Names and addresses: within the limits of each service, taken once, and blocks that lie where they should.
import type { Rule } from "../rule.ts";
import { item, list, ofType, type Stack, target, text } from "../stack.ts";

/** Physical names: the type, the property, and what the service's API takes. */
const NAMES: readonly (readonly [type: string, property: string, form: RegExp])[] = [
  ["ecs/cluster:Cluster", "name", /^[A-Za-z0-9_-]{1,255}$/],
  ["ecs/service:Service", "name", /^[A-Za-z0-9_-]{1,255}$/],
  ["ecs/taskDefinition:TaskDefinition", "family", /^[A-Za-z0-9_-]{1,255}$/],
  ["lb/loadBalancer:LoadBalancer", "name", /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/],
  ["rds/instance:Instance", "identifier", /^[a-z](?!.*--)[a-z0-9-]{0,62}(?<!-)$/],
  ["elasticache/replicationGroup:ReplicationGroup", "replicationGroupId", /^[a-z](?!.*--)[a-z0-9-]{0,39}(?<!-)$/],
  ["secretsmanager/secret:Secret", "name", /^[A-Za-z0-9/_+=.@-]{1,512}(?<!-[A-Za-z0-9]{6})$/],
  [
    "ecr/repository:Repository",
    "name",
    /^(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  ],
  ["iam/role:Role", "name", /^[\w+=,.@-]{1,64}$/],
  ["lambda/function:Function", "name", /^[A-Za-z0-9-_]{1,64}$/],
  ["sns/topic:Topic", "name", /^[A-Za-z0-9_-]{1,256}$/],
  ["sqs/queue:Queue", "name", /^[A-Za-z0-9_-]{1,80}$/],
  ["cloudwatch/metricAlarm:MetricAlarm", "name", /^[\u0020-\u007e]{1,255}$/],
  ["cloudwatch/logGroup:LogGroup", "name", /^[.\-_/#A-Za-z0-9]{1,512}$/],
  ["s3/bucket:Bucket", "bucket", /^[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/],
  ["scheduler/schedule:Schedule", "name", /^[0-9a-zA-Z-_.]{1,64}$/],
  ["servicediscovery/service:Service", "name", /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/],
  [
    "servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    "name",
    /^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/,
  ],
];

/** Names that Pulumi makes of the logical one, with a hyphen and seven digits behind. */
const AUTOMATIC: readonly (readonly [type: string, form: RegExp])[] = [
  ["lb/targetGroup:TargetGroup", /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/],
  ["ec2/securityGroup:SecurityGroup", /^(?!sg-).{1,255}$/],
  ["rds/subnetGroup:SubnetGroup", /^[a-z][a-z0-9-]{0,254}$/],
  ["rds/parameterGroup:ParameterGroup", /^[a-z](?!.*--)[a-z0-9-]{0,254}(?<!-)$/],
  ["elasticache/subnetGroup:SubnetGroup", /^[a-z][a-z0-9-]{0,254}$/],
  ["elasticache/parameterGroup:ParameterGroup", /^[a-z](?!.*--)[a-z0-9-]{0,254}(?<!-)$/],
];

/** A name as AWS will see it: an account that only AWS knows has twelve digits. */
const seen = (name: string): string => name.replace("<account.accountId>", "123456789012");

/** What is named in one account and region: type and name. */
export const namesOf = (stack: Stack): string[] =>
  NAMES.flatMap(([type, property]) =>
    ofType(stack, type).map(({ properties }) => `${type} ${seen(text(properties, property))}`),
  ).filter((name) => !name.startsWith("ecs/service:") && !name.startsWith("servicediscovery/service:"));

const namesAreTaken: Rule = {
  name: "names-are-taken-by-aws",
  asks: "Every physical name has the form and length that its service takes, and no two resources of a type have the same; names that Pulumi completes leave room for it.",
  judge(stack, look) {
    for (const [type, property, form] of NAMES) {
      const all = ofType(stack, type);
      for (const { key, properties } of all)
        look(`${key} is ${text(properties, property)}`, form.test(seen(text(properties, property))));
      const names = all.map(({ properties }) => text(properties, property));
      look(`${type}: each once`, new Set(names).size === names.length);
    }
    for (const [type, form] of AUTOMATIC)
      for (const { key, name, properties } of ofType(stack, type))
        look(`${key} is ${name}`, properties["name"] === undefined && form.test(`${name}-0123abc`));
    const logical = stack.items.map(({ type, name }) => `${type} ${name}`);
    look("logical names: each once", new Set(logical).size === logical.length);
  },
  breaks: {
    "a load balancer's that is too long": (stack) => {
      item(stack, "load-balancer").properties["name"] = "a-load-balancer-whose-name-is-too-long";
    },
    "a target group's that leaves no room": (stack) => {
      item(stack, "api-targets").name = "a-service-of-twenty-six-letters";
    },
    "one role twice": (stack) => {
      item(stack, "shop-task-role").properties["name"] = item(stack, "api-task-role").properties["name"] ?? "";
    },
    "a secret's with a suffix like AWS's own": (stack) => {
      item(stack, "secret-hook").properties["name"] = "rich/live-secret";
    },
    "a bucket's with capitals": (stack) => {
      item(stack, "backup-bucket").properties["bucket"] = "Rich-Dumps";
    },
    "a group's that can't be replaced": (stack) => {
      item(stack, "api-security").properties["name"] = "api";
    },
    "a logical name twice": (stack) => {
      item(stack, "subnet-public-b").name = "subnet-public-a";
    },
  },
};

/** A block as numbers. */
export function blockOf(cidr: string): { readonly first: number; readonly size: number; readonly prefix: number } {
  const [address = "", prefix = ""] = cidr.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { first, size: 2 ** (32 - Number(prefix)), prefix: Number(prefix) };
}

const blocksLieApart: Rule = {
  name: "blocks-lie-apart",
  asks: "Every subnet is a /16 to /28 inside the VPC, shares no address with another, and is a /27 at least where the load balancer stands.",
  judge(stack, look) {
    const vpc = blockOf(text(item(stack, "vpc").properties, "cidrBlock"));
    const subnets = ofType(stack, "ec2/subnet:Subnet").map((one) => ({
      key: one.key,
      ...blockOf(text(one.properties, "cidrBlock")),
    }));
    const balanced = ofType(stack, "lb/loadBalancer:LoadBalancer").flatMap(({ properties }) =>
      list(properties, "subnets").map(target),
    );
    for (const { key, first, size, prefix } of subnets) {
      look(`${key}: /${prefix}`, prefix >= 16 && prefix <= (balanced.includes(key) ? 27 : 28) && first % size === 0);
      look(`${key}: inside`, first >= vpc.first && first + size <= vpc.first + vpc.size);
      look(
        `${key}: alone`,
        !subnets.some((other) => other.key !== key && other.first < first + size && first < other.first + other.size),
      );
    }
    look("the VPC: /16 to /28", vpc.prefix >= 16 && vpc.prefix <= 28 && vpc.first % vpc.size === 0);
  },
  breaks: {
    "one block twice": (stack) => {
      item(stack, "subnet-private-b").properties["cidrBlock"] =
        item(stack, "subnet-private-a").properties["cidrBlock"] ?? "";
    },
    "a block outside": (stack) => {
      item(stack, "subnet-database-a").properties["cidrBlock"] = "10.4.0.0/20";
    },
    "too few addresses for a load balancer": (stack) => {
      item(stack, "subnet-public-a").properties["cidrBlock"] = "10.3.0.0/28";
    },
    "an address in the middle": (stack) => {
      item(stack, "subnet-public-a").properties["cidrBlock"] = "10.3.1.8/20";
    },
  },
};

/** The rules of names and addresses. */
export const NAMED: readonly Rule[] = [namesAreTaken, blocksLieApart];
