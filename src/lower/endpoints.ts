// Ways to AWS's own services that don't lead through the internet.
import type { Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { above, join, ref, type ValueMap } from "#schema/value.ts";
import { endpointsBecause } from "./relations.ts";
import { resource, type Scope } from "./scope.ts";
import { subnetIds } from "./subnets.ts";

const MODULE = "network";

/** What a Fargate task needs to start and to log, by the key's first part and AWS's name. */
const INTERFACES = [
  ["ecr-api", "ecr.api"],
  ["ecr-dkr", "ecr.dkr"],
  ["logs", "logs"],
  ["secretsmanager", "secretsmanager"],
] as const;

/** S3 always; the interface endpoints where a task has no other way to AWS, since each costs by the hour. */
export function endpoints(scope: Scope): readonly Resource[] {
  const { interfaceEndpoints, zones } = scope.environment.network;
  const gateway = endpoint(
    scope,
    "s3-endpoint",
    "s3",
    ["network"],
    {
      vpcEndpointType: "Gateway",
      routeTableIds: zones.map(({ letter }) => ref(`routes-private-${letter}`, "id")),
    },
    "Free of charge. The layers of container images come from S3, so that they don't pass a NAT gateway, which bills by the byte.",
  );
  if (!interfaceEndpoints) return [gateway];
  return [gateway, group(scope), ...INTERFACES.map(([key, service]) => reached(scope, key, service))];
}

function endpoint(
  scope: Scope,
  key: string,
  service: string,
  because: Path,
  properties: ValueMap,
  why?: string,
): Resource {
  const all = {
    vpcId: ref("vpc", "id"),
    serviceName: join("com.amazonaws.", scope.region, `.${service}`),
    ...properties,
    tags: { Name: scope.named((names) => `${names.prefix}-${service.replace(".", "-")}`) },
  };
  return resource(key, "aws:ec2/vpcEndpoint:VpcEndpoint", MODULE, because, all, { why });
}

function group(scope: Scope): Resource {
  return resource("endpoints-security", "aws:ec2/securityGroup:SecurityGroup", MODULE, endpointsBecause(scope), {
    vpcId: ref("vpc", "id"),
    description: "Interface endpoints of AWS services",
    tags: { Name: scope.named((names) => `${names.prefix}-endpoints`) },
  });
}

function reached(scope: Scope, key: string, service: string): Resource {
  return endpoint(scope, `${key}-endpoint`, service, endpointsBecause(scope), {
    vpcEndpointType: "Interface",
    subnetIds: subnetIds(scope, "private"),
    securityGroupIds: [ref("endpoints-security", "id")],
    privateDnsEnabled: above("The service's usual name leads here, for every task of the VPC.", true),
  });
}
