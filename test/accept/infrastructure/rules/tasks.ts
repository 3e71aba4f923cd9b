// What Fargate, ECS and the load balancer take and no emulator asks for: written from AWS's API references.
import type { Rule } from "../rule.ts";
import { containersOf, type Fields, item, list, ofType, text } from "../stack.ts";

/** RegisterTaskDefinition: MiB by CPU units. */
const FARGATE: Readonly<Record<string, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: steps(1024, 4096, 1024),
  1024: steps(2048, 8192, 1024),
  2048: steps(4096, 16384, 1024),
  4096: steps(8192, 30720, 1024),
  8192: steps(16384, 61440, 4096),
  16384: steps(32768, 122880, 8192),
};

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}

/** Whether a value is a whole number between two others. */
export const within = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(Number(value)) && Number(value) >= least && Number(value) <= most;

const fargateTakesTheTasks: Rule = {
  name: "fargate-takes-the-tasks",
  asks: "A task definition has Fargate's pair of sizes as texts, its network, its platform, its log, and health checks and times in range.",
  judge(stack, look) {
    for (const task of ofType(stack, "ecs/taskDefinition:TaskDefinition")) {
      const { properties } = task;
      const { cpu, memory } = properties;
      look(
        `${task.key}: ${String(cpu)} and ${String(memory)}`,
        typeof cpu === "string" && typeof memory === "string" && (FARGATE[cpu]?.includes(Number(memory)) ?? false),
      );
      look(
        `${task.key}: Fargate`,
        list(properties, "requiresCompatibilities").join() === "FARGATE" && properties["networkMode"] === "awsvpc",
      );
      look(
        `${task.key}: platform`,
        ["X86_64", "ARM64"].includes(text(properties, "runtimePlatform.cpuArchitecture")) &&
          text(properties, "runtimePlatform.operatingSystemFamily") === "LINUX",
      );
      if (properties["ephemeralStorage"] !== undefined)
        look(`${task.key}: storage`, within(text(properties, "ephemeralStorage.sizeInGib"), 21, 200));
      for (const one of containersOf(task)) look(`${task.key}: container`, takesContainer(one));
      look(`${task.key}: 64 KiB`, JSON.stringify(properties["containerDefinitions"]).length < 65_536);
    }
  },
  breaks: {
    "a pair that is not sold": (stack) => {
      item(stack, "api-task").properties["memory"] = "3072";
    },
    numbers: (stack) => {
      item(stack, "api-task").properties["cpu"] = 256;
    },
    "another network": (stack) => {
      item(stack, "api-task").properties["networkMode"] = "bridge";
    },
    "a log without a prefix": (stack) => {
      delete ((containersOf(item(stack, "api-task"))[0] as Fields)["logConfiguration"] as { options: Fields }).options[
        "awslogs-stream-prefix"
      ];
    },
    "a check that waits too long": (stack) => {
      Object.assign((containersOf(item(stack, "api-task"))[0] as Fields)["healthCheck"] as object, { timeout: 90 });
    },
    "more time to stop than there is": (stack) => {
      Object.assign(containersOf(item(stack, "worker-task"))[0] as object, { stopTimeout: 300 });
    },
    "a number as a variable": (stack) => {
      list(containersOf(item(stack, "worker-task"))[0], "environment").push({ name: "N", value: 1 });
    },
    privileges: (stack) => {
      Object.assign(containersOf(item(stack, "worker-task"))[0] as object, { privileged: true });
    },
  },
};

/** ContainerDefinition and HealthCheck of ECS, as Fargate narrows them. */
function takesContainer(one: Fields): boolean {
  const check = one["healthCheck"];
  const options = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"];
  return (
    options.every((name) => text(one, `logConfiguration.options.${name}`) !== "") &&
    text(one, "logConfiguration.logDriver") === "awslogs" &&
    one["essential"] === true &&
    one["privileged"] !== true &&
    (one["stopTimeout"] === undefined || within(one["stopTimeout"], 0, 120)) &&
    [...list(one, "environment"), ...list(one, "secrets")].every((each) =>
      Object.values(each as Fields).every((value) => typeof value === "string"),
    ) &&
    (check === undefined ||
      (["CMD", "CMD-SHELL"].includes(text(check, "command.0")) &&
        within(text(check, "interval"), 5, 300) &&
        within(text(check, "timeout"), 2, 60) &&
        within(text(check, "retries"), 1, 10) &&
        within(text(check, "startPeriod"), 0, 300)))
  );
}

const servicesRollSafely: Rule = {
  name: "services-roll-safely",
  asks: "New tasks come before old ones go, a bad release goes back by itself, what the pipeline and autoscaling own is left to them, and checks are in range.",
  judge(stack, look) {
    const scaled = ofType(stack, "appautoscaling/target:Target");
    for (const { key, properties, options } of ofType(stack, "ecs/service:Service")) {
      look(
        `${key} rolls`,
        Number(properties["deploymentMinimumHealthyPercent"]) >= 100 &&
          Number(properties["deploymentMaximumPercent"]) >= 200 &&
          text(properties, "deploymentCircuitBreaker.enable") === "true" &&
          text(properties, "deploymentCircuitBreaker.rollback") === "true",
      );
      const own = scaled.find((one) => text(one.properties, "resourceId").endsWith(`/<${key}.name>`));
      look(
        `${key} leaves revisions alone`,
        list(options, "ignoreChanges").includes("taskDefinition") &&
          list(options, "ignoreChanges").includes("desiredCount") === (own !== undefined),
      );
      look(`${key} runs tasks`, within(properties["desiredCount"], 1, 5000) && properties["launchType"] === "FARGATE");
      if (own)
        look(
          `${key} scales`,
          within(own.properties["minCapacity"], 1, 5000) &&
            Number(own.properties["maxCapacity"]) > Number(own.properties["minCapacity"]) &&
            Number(own.properties["minCapacity"]) === properties["desiredCount"],
        );
      const balanced = list(properties, "loadBalancers").length > 0;
      look(`${key} gives tasks time`, !balanced || within(properties["healthCheckGracePeriodSeconds"], 1, 2147483647));
      if (balanced)
        look(
          `${key} waits for its listener`,
          list(options, "dependsOn").some((one) => /-(rule|listener)$/.test(String(one))),
        );
    }
    for (const { key, properties } of ofType(stack, "lb/targetGroup:TargetGroup")) {
      const at = (name: string): string => text(properties, `healthCheck.${name}`);
      look(
        key,
        properties["targetType"] === "ip" &&
          within(at("interval"), 5, 300) &&
          within(at("timeout"), 2, 120) &&
          Number(at("timeout")) < Number(at("interval")) &&
          within(at("healthyThreshold"), 2, 10) &&
          within(at("unhealthyThreshold"), 2, 10) &&
          at("path").startsWith("/") &&
          at("path").length <= 1024,
      );
    }
  },
  breaks: {
    "old tasks first": (stack) => {
      item(stack, "api-service").properties["deploymentMinimumHealthyPercent"] = 0;
    },
    "no way back": (stack) => {
      item(stack, "api-service").properties["deploymentCircuitBreaker"] = { enable: true, rollback: false };
    },
    "Pulumi brings the old image back": (stack) => {
      item(stack, "worker-service").options["ignoreChanges"] = [];
    },
    "Pulumi and autoscaling in each other's way": (stack) => {
      item(stack, "api-service").options["ignoreChanges"] = ["taskDefinition"];
    },
    "a check that outlasts its interval": (stack) => {
      Object.assign(item(stack, "api-targets").properties["healthCheck"] as object, { timeout: 15 });
    },
    "instances for targets": (stack) => {
      item(stack, "shop-targets").properties["targetType"] = "instance";
    },
    "no grace": (stack) => {
      delete item(stack, "api-service").properties["healthCheckGracePeriodSeconds"];
    },
  },
};

/** The rules of tasks. */
export const TASKS: readonly Rule[] = [fargateTakesTheTasks, servicesRollSafely];
