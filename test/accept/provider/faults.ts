// Faults for the judges to find: each is one wrong word in the reference spec's stack, and says who must see it.
import type { Data, Registered } from "../pulumi/expected.ts";
import type { Stack } from "./stacks.ts";

/** Who judges: AWS's specification from npm, AWS's linter, the provider itself. */
export const JUDGES = ["specification", "cfn-lint", "provider"] as const;
export type Judge = (typeof JUDGES)[number];

/** One fault: what is wrong, in which resource, which property, and who sees it. */
export interface Fault {
  readonly what: string;
  readonly resource: string;
  readonly property: string;
  /** The wrong value, or what becomes of the right one; undefined takes the property away. */
  readonly value: Data | undefined | ((before: Data) => Data);
  readonly seenBy: readonly Judge[];
}

/** A fault that no judge can see, and what of ours stands in its way. */
interface Unseen {
  readonly what: string;
  readonly instead: string;
}

const fault = (what: string, place: string, value: Fault["value"], ...seenBy: readonly Judge[]): Fault => {
  const [resource = "", property = ""] = place.split(/\.(.*)/);
  return { what, resource, property, value, seenBy };
};

const within =
  (from: string, to: string) =>
  (before: Data): Data =>
    String(before).replace(from, to);
const long = (length: number): string => "x".repeat(length);

export const FAULTS: readonly Fault[] = [
  fault("an address block with 99 bits", "vpc.cidrBlock", "10.0.0.0/99", "cfn-lint", "provider"),
  fault("a subnet without a VPC", "subnet-public-a.vpcId", undefined, "specification", "cfn-lint", "provider"),
  fault("an unknown property", "cluster.capacityProvidr", "FARGATE", "specification", "cfn-lint", "provider"),
  fault(
    "two sources for one rule",
    "internet-to-load-balancer-https-ingress.referencedSecurityGroupId",
    "sg-0123456789abcdef0",
    "cfn-lint",
    "provider",
  ),
  fault("a protocol that is none", "internet-to-load-balancer-https-ingress.ipProtocol", "tcpp", "cfn-lint"),
  fault(
    "an unknown kind of endpoint",
    "s3-endpoint.vpcEndpointType",
    "Gatway",
    "specification",
    "cfn-lint",
    "provider",
  ),
  fault("a load balancer's name that is too long", "load-balancer.name", long(40), "provider"),
  fault(
    "a load balancer in one zone",
    "load-balancer.subnets",
    (before) => (before as readonly Data[]).slice(0, 1),
    "cfn-lint",
  ),
  fault(
    "security groups where subnets belong",
    "load-balancer.subnets",
    ["<load-balancer-security.id>", "<backend-security.id>"],
    "cfn-lint",
  ),
  fault("a port beyond all ports", "https-listener.port", 70000, "cfn-lint", "provider"),
  fault("an unknown protocol of a listener", "https-listener.protocol", "HTPS", "cfn-lint", "provider"),
  fault("a health check every second", "backend-targets.healthCheck.interval", 1, "cfn-lint", "provider"),
  fault("an instance class that is not sold", "database.instanceClass", "db.t4g.nano", "cfn-lint"),
  fault("an engine that is none", "database.engine", "postgre", "cfn-lint"),
  fault("a version that never was", "database.engineVersion", "21", "cfn-lint"),
  fault("a backup window that is none", "database.backupWindow", "3-4", "provider"),
  fault("backups kept longer than RDS can", "database.backupRetentionPeriod", 90, "provider"),
  fault("an identifier that begins with a digit", "database.identifier", "1st-database", "cfn-lint", "provider"),
  fault("an engine of no cache", "cache.engine", "valky", "provider"),
  fault("a task without room for its processors", "backend-task.memory", "512000", "cfn-lint"),
  fault("a network mode that Fargate has not", "backend-task.networkMode", "brige", "cfn-lint", "provider"),
  fault(
    "a container without an image",
    "backend-task.containerDefinitions",
    within('"image":', '"imagge":'),
    "specification",
    "cfn-lint",
  ),
  fault(
    "a container that is essential by a word",
    "backend-task.containerDefinitions",
    within('"essential":true', '"essential":"very"'),
    "specification",
    "cfn-lint",
    "provider",
  ),
  fault("a launch type that is none", "backend-service.launchType", "FARGAT", "specification", "cfn-lint", "provider"),
  fault("a policy that permits", "backend-execution-policy.policy", within('"Allow"', '"Permit"'), "cfn-lint"),
  fault("a policy that is no JSON", "backend-execution-policy.policy", "{", "provider"),
  fault("a role's name that is too long", "backend-execution-role.name", long(70), "cfn-lint", "provider"),
  fault(
    "a trust in nobody",
    "backend-execution-role.assumeRolePolicy",
    within('"Principal"', '"Principals"'),
    "cfn-lint",
  ),
  fault("a log kept for 42 days", "backend-log.retentionInDays", 42, "specification", "cfn-lint", "provider"),
  fault(
    "a comparison that CloudWatch does not make",
    "alarm-database-cpu.comparisonOperator",
    "GreaterThan",
    "cfn-lint",
    "provider",
  ),
  fault("an alarm over 45 seconds", "alarm-database-cpu.period", 45, "cfn-lint", "provider"),
  fault("an unknown statistic", "alarm-database-cpu.statistic", "Mean", "cfn-lint", "provider"),
  fault("a function that runs for hours", "notifier.timeout", 10_000, "cfn-lint", "provider"),
  fault("a runtime that is none", "notifier.runtime", "nodejs99.x", "cfn-lint", "provider"),
  fault(
    "a queue that remembers for months",
    "notifier-dead-letters.messageRetentionSeconds",
    9_999_999,
    "cfn-lint",
    "provider",
  ),
  fault("a bucket's name in capitals", "backup-bucket.bucket", "Backups_Of_Sage", "cfn-lint"),
  fault("a secret that is gone in three days", "secret-anthropic-api-key.recoveryWindowInDays", 3, "provider"),
  fault(
    "tags that move in a word that is none",
    "backend-repository.imageTagMutability",
    "FIXED",
    "specification",
    "cfn-lint",
    "provider",
  ),
  fault("an unknown dimension to scale", "backend-scaling.scalableDimension", "ecs:service:Tasks", "cfn-lint"),
];

/** What all of these judges let pass: a rule of ours, or a word that our programs always say the same. */
export const UNSEEN: readonly Unseen[] = [
  { what: "a cache node that is not sold", instead: "cache/unknown-node" },
  { what: "failover of a cache with one node", instead: "cache/failover-needs-replicas" },
  { what: "more tasks at least than at most", instead: "spec/wrong-value" },
  { what: "windows of backup and maintenance that overlap", instead: "database/windows-overlap" },
  { what: "a kind of storage that is none", instead: "a constant" },
  { what: "a subscription of no protocol", instead: "a constant" },
  { what: "a log that PostgreSQL does not write", instead: "a constant" },
  { what: "a schedule in the words of cron", instead: "spec/wrong-value" },
];

/** The stack with a fault in it: the resource, and all that it refers to. */
export function faulty(stack: Stack, fault: Fault, index: number): Stack {
  const broken = stack.resources.map((one) => (one.name === fault.resource ? spoilt(one, fault) : one));
  const wanted = reach(broken, fault.resource);
  if (wanted.size === 0) throw new Error(`there is no ${fault.resource}`);
  const name = `fault-${String(index).padStart(2, "0")}`;
  return { ...stack, name, resources: broken.filter((one) => wanted.has(one.name)) };
}

function spoilt(one: Registered, { property, value }: Fault): Registered {
  return { ...one, inputs: put(one.inputs, property.split("."), value) as Registered["inputs"] };
}

function put(map: Data, [key = "", ...rest]: readonly string[], value: Fault["value"]): Data {
  const fields = map as { readonly [key: string]: Data };
  const before = fields[key] ?? null;
  const after = rest.length > 0 ? put(before, rest, value) : typeof value === "function" ? value(before) : value;
  const { [key]: _, ...others } = fields;
  return after === undefined ? others : { ...others, [key]: after };
}

/** The names of a resource and of everything that it needs. */
function reach(resources: readonly Registered[], name: string, found = new Set<string>()): ReadonlySet<string> {
  const one = resources.find((each) => each.name === name);
  if (!one || found.has(name)) return found;
  found.add(name);
  const texts = JSON.stringify(one.inputs).matchAll(/<([a-z0-9-]+)\./g);
  for (const [, other = ""] of texts) reach(resources, other, found);
  for (const urn of one.dependencies) reach(resources, urn.split("::").at(-1) ?? "", found);
  return found;
}
