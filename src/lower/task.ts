// The task definition of a service: one container, as Fargate runs it.
import type { Resource } from "#schema/graph.ts";
import type { DeployedService } from "#schema/model.ts";
import { ECS_ARCHITECTURES } from "#schema/pins.ts";
import { PROBE_TIMEOUT_SECONDS, probeOf } from "#schema/probe.ts";
import { above, from, join, json, ref, type Value, type ValueMap } from "#schema/value.ts";
import { environmentList, environmentOf, secretList, secretsOf } from "./container.ts";
import { portOf } from "./relations.ts";
import { resource, type Scope, servicePath } from "./scope.ts";

/** Where programs put what they need for a while, in a container whose own files can't be changed. */
const SCRATCH = "tmp";

/** The task definition that Pulumi knows; the revisions that run are the pipeline's. */
export function taskDefinition(scope: Scope, service: DeployedService, module: string): Resource {
  const at = (key: string, value: Value): Value => scope.at(servicePath(service, "task", key), value);
  return resource(
    `${service.name}-task`,
    "aws:ecs/taskDefinition:TaskDefinition",
    module,
    servicePath(service),
    {
      family: from(
        servicePath(service),
        scope.namedFor(service.name, (names) => names.family),
      ),
      ...fargate(service, service.name),
      cpu: at("cpu", String(service.cpu)),
      memory: at("memory", String(service.memoryMiB)),
      ...(isLocked(service) ? { volumes: [{ name: SCRATCH }] } : {}),
      containerDefinitions: json([container(scope, service)]),
    },
    {
      why: "The pipeline registers a revision for each release, with the image's digest; this one gives it everything else.",
    },
  );
}

/** What every task definition of a service's images has; `subject` is what its roles are called after. */
export function fargate(service: DeployedService, subject: string): ValueMap {
  const { architecture } = service.service;
  return {
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    runtimePlatform: {
      operatingSystemFamily: "LINUX",
      cpuArchitecture: from(servicePath(service, "architecture"), ECS_ARCHITECTURES[architecture]),
    },
    executionRoleArn: ref(`${subject}-execution-role`, "arn"),
    taskRoleArn: ref(`${subject}-task-role`, "arn"),
    skipDestroy: above("A revision that a service may still run, or go back to, is never taken away.", true),
  };
}

/** What every container of a service's images has. */
export function containerBase(scope: Scope, service: DeployedService, log: string, name: string): ValueMap {
  return {
    name,
    image: above(
      "No image has this tag: the first run of the pipeline registers the first revision that can start.",
      join(ref(`${service.name}-repository`, "repositoryUrl"), ":bootstrap"),
    ),
    essential: true,
    linuxParameters: above("An init process ends what the program leaves behind, and passes signals on to it.", {
      initProcessEnabled: true,
    }),
    logConfiguration: {
      logDriver: "awslogs",
      options: { "awslogs-group": ref(log, "name"), "awslogs-region": scope.region, "awslogs-stream-prefix": name },
    },
  };
}

function container(scope: Scope, service: DeployedService): Value {
  const secrets = secretsOf(scope, service);
  return {
    ...containerBase(scope, service, `${service.name}-log`, service.name),
    ...(service.service.port === undefined
      ? {}
      : { portMappings: [{ containerPort: portOf(service), protocol: "tcp" }] }),
    environment: environmentList(environmentOf(scope, service)),
    ...(secrets.length > 0 ? { secrets: secretList(secrets) } : {}),
    ...health(scope, service),
    ...(isLocked(service) ? locked() : {}),
    stopTimeout: above("Seconds from SIGTERM to SIGKILL.", 30),
  };
}

/** ECS does not look at the image's own health check, so that it stands here again. */
function health(scope: Scope, service: DeployedService): ValueMap {
  const { framework, health: path, port } = service.service;
  if (port === undefined || path === undefined) return {};
  const probe = probeOf(framework, portOf(service), from(servicePath(service, "health"), path));
  if (!probe) return {};
  return {
    healthCheck: {
      command: ["CMD", ...probe],
      interval: 15,
      timeout: PROBE_TIMEOUT_SECONDS,
      retries: 3,
      startPeriod: scope.at(servicePath(service, "start"), service.startSeconds),
    },
  };
}

/** Of an image that someone else builds nothing is known, and it may well write beside its own files. */
const isLocked = (service: DeployedService): boolean => service.service.framework !== "custom";

/** The image says `VOLUME /tmp`, from which the mount takes the rights that let any user write there. */
const locked = (): ValueMap => ({
  readonlyRootFilesystem: above("What runs can't be changed from within; only /tmp can be written.", true),
  mountPoints: [{ sourceVolume: SCRATCH, containerPath: "/tmp", readOnly: false }],
});
