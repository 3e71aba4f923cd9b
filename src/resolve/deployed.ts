// The services that one environment runs: how large, how many, how they are reached, and what they are told.
import { FARGATE_CPUS, fargateMemory } from "#schema/aws.ts";
import type { DeployedService, Scale, Service } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import type { ServiceSpec } from "#schema/spec.ts";
import { bytes, percent, seconds, sizeOf } from "#schema/units.ts";
import type { Context } from "./context.ts";
import { routeOf } from "./routes.ts";
import { connectionsOf, secretVariables, variables } from "./services.ts";
import { wrong } from "./stores.ts";

const MIB = 2 ** 20;
const DEFAULT_TARGET_CPU = 70;
const LONGEST_START = 300;

/** The deployed services of one environment, sorted by name. */
export function deployed(context: Context, all: readonly Service[]): DeployedService[] {
  return all.filter((service) => service.deploy).map((service) => inEnvironment(context, service));
}

function inEnvironment(context: Context, service: Service): DeployedService {
  const spec = context.spec.services[service.name] as ServiceSpec;
  const at = (...path: Path): Path => context.origin(["services", service.name, ...path]);
  const memoryMiB = bytes(spec.task.memory) / MIB;
  taskSize(context, spec, memoryMiB, at);
  const startSeconds = seconds(spec.start);
  if (!Number.isInteger(startSeconds) || startSeconds > LONGEST_START)
    wrong(context, at("start"), spec.start, "whole seconds up to 5m");
  if (spec.certificate !== undefined) certificate(context, service, spec.certificate, at("certificate"));
  return {
    name: service.name,
    service,
    cpu: spec.task.cpu,
    memoryMiB,
    scale: scaleOf(context, spec, at),
    internet: spec.internet,
    certificate: service.expose === "public" ? spec.certificate : undefined,
    route: routeOf(context, service, spec),
    startSeconds,
    databaseConnections: connectionsOf(service.uses, spec),
    env: variables(spec.env),
    secrets: secretVariables(spec.secrets),
  };
}

function taskSize(context: Context, spec: ServiceSpec, memoryMiB: number, at: (...path: Path) => Path): void {
  const legal = fargateMemory(spec.task.cpu);
  if (legal.includes(memoryMiB)) return;
  const [least = 0, most = 0] = [legal[0], legal[legal.length - 1]];
  const range =
    legal.length === 3
      ? legal.map(sizeOf).join(", ")
      : `${sizeOf(least)} to ${sizeOf(most)} in steps of ${sizeOf((legal[1] ?? 0) - least)}`;
  const help = legal.length > 0 ? `with ${spec.task.cpu} CPU units: ${range}` : `CPU units: ${FARGATE_CPUS.join(", ")}`;
  context.report("service/fargate-size", at("task", legal.length > 0 ? "memory" : "cpu"), {
    cpu: String(spec.task.cpu),
    memory: spec.task.memory,
    legal: help,
  });
}

function scaleOf(context: Context, spec: ServiceSpec, at: (...path: Path) => Path): Scale {
  const { min, max = min, cpu } = spec.scale;
  if (max < min)
    wrong(
      context,
      at("scale", spec.scale.max === undefined ? "min" : "max"),
      String(max),
      `at least as much as \`min\`, ${min}`,
      "max",
    );
  const cpuPercent = cpu === undefined ? DEFAULT_TARGET_CPU : percent(cpu);
  if (cpuPercent <= 0 || cpuPercent > 100)
    wrong(context, at("scale", "cpu"), cpu ?? "", "a share from 1% to 100%", "cpu");
  if (cpu !== undefined && max === min) {
    context.report("spec/wrong-value", at("scale", "cpu"), {
      problem: "`cpu` has nothing to scale: `max` is not more than `min`",
      got: "",
      key: "cpu",
      form: "a `max` greater than `min`, or leave `cpu` out",
    });
  }
  return { min, max, cpuPercent: max > min ? cpuPercent : undefined };
}

function certificate(context: Context, service: Service, arn: string, path: Path): void {
  const [, , , region = "", account = ""] = arn.split(":");
  if (service.expose !== "public") {
    context.report("spec/wrong-value", path, {
      problem: "a certificate stands on a service that is not behind the load balancer",
      got: "",
      key: "certificate",
      form: "`expose: public`, or remove the certificate",
    });
  } else if (region !== context.spec.region)
    wrong(context, path, arn, `the ARN of a certificate in ${context.spec.region}, where the load balancer is`);
  else if (context.own["account"] !== undefined && account !== context.own["account"])
    wrong(context, path, arn, `the ARN of a certificate in the account ${String(context.own["account"])}`);
}
