// A service on ECS: what its tasks may do, how they run, and how many of them.
import type { Resource } from "#schema/graph.ts";
import type { DeployedService } from "#schema/model.ts";
import { above, from, join, ref, type Value, type ValueMap } from "#schema/value.ts";
import { secretsOf } from "./container.ts";
import { discovery } from "./discovery.ts";
import { entrance } from "./load-balancer.ts";
import { migration } from "./migration.ts";
import type { Statement } from "./policy.ts";
import { calledServices, type PublicService, portOf, publicServices } from "./relations.ts";
import { executionRole, type Holder, taskRole } from "./roles.ts";
import { type Part, resource, type Scope, servicePath } from "./scope.ts";
import { subnetIds } from "./subnets.ts";
import { taskDefinition } from "./task.ts";

/** Every deployed service, a module each. */
export function services(scope: Scope): Part {
  return { resources: scope.environment.services.flatMap((service) => one(scope, service)) };
}

function one(scope: Scope, service: DeployedService): readonly Resource[] {
  const { name } = service;
  const module = `services/${name}`;
  const holder: Holder = { subject: name, module, because: servicePath(service) };
  const secrets = distinct(secretsOf(scope, service).map(({ secret, arn }) => ({ key: secret, arn })));
  return [
    log(scope, service, module),
    ...executionRole(scope, {
      ...holder,
      repository: `${name}-repository`,
      log: `${name}-log`,
      secrets: secrets.map(({ arn }) => arn),
    }),
    ...taskRole(scope, holder, publishing(scope)),
    taskDefinition(scope, service, module),
    ...discovery(scope, service, module),
    ecsService(scope, service, module),
    ...scaling(scope, service, module),
    ...migration(scope, service, module),
  ];
}

/** Two variables may take their value from one secret. */
const distinct = <T extends { readonly key: string }>(list: readonly T[]): readonly T[] =>
  list.filter((item, index) => list.findIndex(({ key }) => key === item.key) === index);

function log(scope: Scope, service: DeployedService, module: string): Resource {
  return resource(`${service.name}-log`, "aws:cloudwatch/logGroup:LogGroup", module, servicePath(service), {
    name: from(
      servicePath(service),
      scope.namedFor(service.name, (names) => names.logGroup),
    ),
    retentionInDays: scope.at(["logs", "retention"], scope.environment.logRetentionDays),
  });
}

/** Alarms on the application's own metrics need an application that may publish them. */
function publishing(scope: Scope): readonly Statement[] {
  const spaces = scope.environment.alarms.flatMap(({ name, subject }) =>
    subject.kind === "custom"
      ? [{ key: subject.namespace, value: from(["alerts", "alarms", name, "namespace"], subject.namespace) }]
      : [],
  );
  if (spaces.length === 0) return [];
  return [
    {
      sid: "PublishMetrics",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": distinct(spaces).map(({ value }) => value) } },
      why: "Metrics are no resources; the condition holds it to the namespaces that alarms watch.",
    },
  ];
}

function ecsService(scope: Scope, service: DeployedService, module: string): Resource {
  const balanced = publicServices(scope).find(({ name }) => name === service.name);
  const found = calledServices(scope).some(({ name }) => name === service.name);
  return resource(
    `${service.name}-service`,
    "aws:ecs/service:Service",
    module,
    servicePath(service),
    {
      name: from(
        servicePath(service),
        scope.namedFor(service.name, (names) => names.service),
      ),
      cluster: ref("cluster", "arn"),
      taskDefinition: ref(`${service.name}-task`, "arn"),
      launchType: "FARGATE",
      desiredCount: scope.at(servicePath(service, "scale", "min"), service.scale.min),
      networkConfiguration: {
        subnets: subnetIds(scope, "private"),
        securityGroups: [ref(`${service.name}-security`, "id")],
        assignPublicIp: false,
      },
      ...(balanced ? behindLoadBalancer(scope, balanced) : {}),
      ...(found ? { serviceRegistries: { registryArn: ref(`${service.name}-discovery`, "arn") } } : {}),
      ...rollout(),
      enableExecuteCommand: above("Nobody opens a shell in a task that serves.", false),
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
    },
    { options: { dependsOn: needs(scope, service, balanced), ignoreChanges: foreign(service) } },
  );
}

function behindLoadBalancer(scope: Scope, service: PublicService): ValueMap {
  const target: Value = {
    targetGroupArn: ref(`${service.name}-targets`, "arn"),
    containerName: service.name,
    containerPort: portOf(service),
  };
  return {
    loadBalancers: [target],
    healthCheckGracePeriodSeconds: above(
      "Seconds in which the load balancer's checks don't count, so that no task is ended while it starts.",
      scope.at(servicePath(service, "start"), service.startSeconds),
    ),
  };
}

/** New tasks first, then the old ones go; if the new ones don't come up, the service goes back to the last good revision. */
const rollout = (): ValueMap => ({
  deploymentMinimumHealthyPercent: above("New tasks start first, then the old ones go.", 100),
  deploymentMaximumPercent: 200,
  deploymentCircuitBreaker: above("Goes back to the last good revision if the new one does not come up.", {
    enable: true,
    rollback: true,
  }),
});

/** What a task needs before it can start, as far as no property refers to it. */
function needs(scope: Scope, service: DeployedService, balanced: PublicService | undefined): readonly string[] {
  const versions = distinct(secretsOf(scope, service).map(({ version }) => ({ key: version }))).map(({ key }) => key);
  return [`${service.name}-execution-policy`, ...(balanced ? [entrance(scope, balanced)] : []), ...versions];
}

/** What others change: the pipeline which revision runs, and autoscaling how many tasks. */
const foreign = ({ scale }: DeployedService): readonly string[] => [
  "taskDefinition",
  ...(scale.cpuPercent === undefined ? [] : ["desiredCount"]),
];

function scaling(scope: Scope, service: DeployedService, module: string): readonly Resource[] {
  const { min, max, cpuPercent } = service.scale;
  if (cpuPercent === undefined) return [];
  const at = (key: string, value: Value): Value => scope.at(servicePath(service, "scale", key), value);
  const key = `${service.name}-scaling`;
  const because = scope.origin(servicePath(service, "scale", "max"));
  const target = {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: join("service/", ref("cluster", "name"), "/", ref(`${service.name}-service`, "name")),
    minCapacity: at("min", min),
    maxCapacity: at("max", max),
  };
  const same = (attribute: string): Value => ref(key, attribute);
  const tracking = {
    policyType: "TargetTrackingScaling",
    serviceNamespace: same("serviceNamespace"),
    scalableDimension: same("scalableDimension"),
    resourceId: same("resourceId"),
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      targetValue: above("Percent of CPU, on average over the tasks.", at("cpu", cpuPercent)),
      scaleOutCooldown: 60,
      scaleInCooldown: above("Seconds: more tasks come quickly, and go slowly.", 300),
    },
  };
  return [
    resource(key, "aws:appautoscaling/target:Target", module, because, target),
    resource(`${key}-cpu`, "aws:appautoscaling/policy:Policy", module, because, tracking),
  ];
}
