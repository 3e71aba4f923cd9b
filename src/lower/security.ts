// Who may talk to whom: a security group for each part, and one rule for each way that is open. The provider takes AWS's
// own allow-all rule out of every group, so that what no rule opens is shut, on the way out as on the way in.
import type { Resource } from "#schema/graph.ts";
import type { DeployedService } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { ref } from "#schema/value.ts";
import { calls, certified, endpointsBecause, portOf, publicServices } from "./relations.ts";
import { between, inward, MODULE, outward } from "./rules.ts";
import { type Part, resource, type Scope, servicePath } from "./scope.ts";

const ANYWHERE = { cidrIpv4: "0.0.0.0/0" };
const HTTPS = 443;

/** Security groups and their rules. */
export function security(scope: Scope): Part {
  return {
    resources: [
      ...groups(scope),
      ...loadBalancerRules(scope),
      ...callRules(scope),
      ...storeRules(scope),
      ...wayOutRules(scope),
      ...operationsRules(scope),
    ],
  };
}

/** A group gets Pulumi's own suffix, because a description can't change and a new group needs a second name. */
function group(scope: Scope, subject: string, because: Path, description: string): Resource {
  return resource(`${subject}-security`, "aws:ec2/securityGroup:SecurityGroup", MODULE, because, {
    vpcId: ref("vpc", "id"),
    description,
    tags: { Name: scope.named((names) => `${names.prefix}-${subject}`) },
  });
}

function groups(scope: Scope): readonly Resource[] {
  const { services, database, cache, backup } = scope.environment;
  const [first] = publicServices(scope);
  return [
    ...(first ? [group(scope, "load-balancer", servicePath(first, "expose"), "Load balancer")] : []),
    ...services.map((one) => group(scope, one.name, servicePath(one), `Tasks of the service ${one.name}`)),
    ...(database ? [group(scope, "database", ["database"], "PostgreSQL")] : []),
    ...(cache ? [group(scope, "cache", ["cache"], "Valkey")] : []),
    ...(backup
      ? [group(scope, "operations", ["operations", "backup"], "Tasks that back up and restore the database")]
      : []),
  ];
}

/** A port of the load balancer that is open to everyone: the only ones that are. */
const world = (key: string, port: number, because: Path, description: string): Resource =>
  inward(`internet-to-load-balancer-${key}`, because, "load-balancer", ANYWHERE, port, description);

function loadBalancerRules(scope: Scope): readonly Resource[] {
  const publics = publicServices(scope);
  const secure = certified(scope);
  const [first] = publics;
  if (!first) return [];
  return [
    world("http", 80, servicePath(first, "expose"), "HTTP from anywhere"),
    ...(secure ? [world("https", HTTPS, scope.origin(servicePath(secure, "certificate")), "HTTPS from anywhere")] : []),
    ...publics.flatMap((one) =>
      between(
        servicePath(one, "expose"),
        "load-balancer",
        one.name,
        portOf(one),
        `Requests and health checks from the load balancer to ${one.name}`,
      ),
    ),
  ];
}

function callRules(scope: Scope): readonly Resource[] {
  return calls(scope).flatMap(({ caller, called }) =>
    between(
      servicePath(caller, "calls"),
      caller.name,
      called.name,
      portOf(called),
      `Requests from ${caller.name} to ${called.name}`,
    ),
  );
}

/** The services that use a store, and the task that backs the database up. */
function storeRules(scope: Scope): readonly Resource[] {
  const { model, environment } = scope;
  const users = (store: "database" | "cache"): readonly DeployedService[] =>
    environment.services.filter(({ service }) => service.uses[store]);
  const open = (
    store: "database" | "cache",
    name: string,
    engine: { readonly port: number } | undefined,
  ): readonly Resource[] =>
    engine && environment[store]
      ? users(store).flatMap((one) =>
          between(servicePath(one, "uses"), one.name, store, engine.port, `${name} for ${one.name}`),
        )
      : [];
  return [...open("database", "PostgreSQL", model.database), ...open("cache", "Valkey", model.cache)];
}

/** A service either reaches the internet by HTTPS, or AWS alone. */
function wayOutRules(scope: Scope): readonly Resource[] {
  return scope.environment.services.flatMap((one) => {
    const because = scope.origin(servicePath(one, "internet"));
    const endpoints = toEndpoints(scope, one.name, because);
    if (!one.internet) return [...endpoints, toS3(one.name, because)];
    // Private names of endpoints hold in the whole VPC, so that this service too reaches AWS through them.
    return [
      toInternet(one.name, because, "HTTPS to anywhere: AWS and the services that the application calls"),
      ...endpoints.slice(1),
    ];
  });
}

function toInternet(subject: string, because: Path, description: string): Resource {
  return outward(`${subject}-to-internet`, because, subject, ANYWHERE, HTTPS, description);
}

/** The way to the interface endpoints, out of the one group and into the other; none where there are no endpoints. */
function toEndpoints(scope: Scope, subject: string, because: Path): readonly Resource[] {
  if (!scope.environment.network.interfaceEndpoints) return [];
  const description = `HTTPS from ${subject} to AWS through interface endpoints`;
  const [egress, ingress] = between(because, subject, "endpoints", HTTPS, description);
  return [egress, { ...ingress, because: endpointsBecause(scope) }];
}

/** Layers of images, and backups: S3 is reached by the addresses that its gateway endpoint leads to. */
function toS3(subject: string, because: Path): Resource {
  const target = { prefixListId: ref("s3-endpoint", "prefixListId") };
  return outward(`${subject}-to-s3`, because, subject, target, HTTPS, "HTTPS to S3 through its gateway endpoint");
}

function operationsRules(scope: Scope): readonly Resource[] {
  const { backup, database, network } = scope.environment;
  const engine = scope.model.database;
  if (!backup || !database || !engine) return [];
  const because: Path = ["operations", "backup"];
  const store = between(because, "operations", "database", engine.port, "PostgreSQL for backups");
  const out = network.interfaceEndpoints
    ? [...toEndpoints(scope, "operations", because), toS3("operations", because)]
    : [toInternet("operations", because, "HTTPS to AWS: image, secret, log and bucket")];
  return [...store, ...out];
}
