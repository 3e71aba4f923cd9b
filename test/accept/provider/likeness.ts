// What AWS would answer for an attribute of a resource that is not made: likely, in the right form, the same each time.
import type { Registered } from "../pulumi/expected.ts";
import { ACCOUNT } from "./stacks.ts";
import { KINDS, NOT_OF_AWS } from "./types.ts";

/** Ids of resources whose id is a prefix and hexadecimal digits. */
const PREFIXES: Readonly<Record<string, string>> = {
  aws_eip: "eipalloc",
  aws_internet_gateway: "igw",
  aws_nat_gateway: "nat",
  aws_route_table: "rtb",
  aws_security_group: "sg",
  aws_service_discovery_private_dns_namespace: "ns",
  aws_subnet: "subnet",
  aws_vpc: "vpc",
};

/** What stands behind the account in an ARN, before the name. */
const ARNS: Readonly<Record<string, readonly [service: string, kind: string]>> = {
  aws_cloudwatch_log_group: ["logs", "log-group:"],
  aws_ecr_repository: ["ecr", "repository/"],
  aws_ecs_cluster: ["ecs", "cluster/"],
  aws_ecs_service: ["ecs", "service/cluster/"],
  aws_ecs_task_definition: ["ecs", "task-definition/"],
  aws_iam_role: ["iam", "role/"],
  aws_lambda_function: ["lambda", "function:"],
  aws_lb: ["elasticloadbalancing", "loadbalancer/app/"],
  aws_lb_listener: ["elasticloadbalancing", "listener/app/"],
  aws_lb_target_group: ["elasticloadbalancing", "targetgroup/"],
  aws_s3_bucket: ["s3", ""],
  aws_secretsmanager_secret: ["secretsmanager", "secret:"],
  aws_service_discovery_service: ["servicediscovery", "service/"],
  aws_sns_topic: ["sns", ""],
  aws_sqs_queue: ["sqs", ""],
};

/** The likely value of an attribute. */
export function stand(one: Registered, attribute: string, region: string): string {
  if (NOT_OF_AWS.includes(one.type)) return digits(one.name, 32);
  const type = KINDS[one.type]?.terraform ?? "";
  if (attribute === "id" && PREFIXES[type]) return `${PREFIXES[type]}-${digits(one.name, 17)}`;
  if (attribute === "prefixListId") return `pl-${digits(one.name, 8)}`;
  if (attribute === "repositoryUrl") return `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${one.name}`;
  if (attribute.startsWith("arn") && attribute !== "arnSuffix") return arn(type, one.name, attribute, region);
  return `${one.name}.${attribute}`.toLowerCase();
}

function arn(type: string, name: string, attribute: string, region: string): string {
  const [service, kind] = ARNS[type] ?? ["unknown", ""];
  if (service === "s3") return `arn:aws:s3:::${name}`;
  const place = service === "iam" ? "" : region;
  const revision = type === "aws_ecs_task_definition" && attribute === "arn" ? ":1" : "";
  return `arn:aws:${service}:${place}:${ACCOUNT}:${kind}${name}${revision}`;
}

/** Hexadecimal digits that follow from a name. */
function digits(name: string, count: number): string {
  const all = Buffer.from(name).toString("hex");
  return all.padStart(count, "0").slice(-count);
}
