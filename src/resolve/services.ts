// The services: what of each is the same everywhere, and what each is in one environment.
import { FARGATE_CPUS, fargateMemory } from "#schema/aws.ts";
import type { DeployedService, Image, Scale, SecretVariable, Service, Variable } from "#schema/model.ts";
import { RESERVED_SERVICES } from "#schema/names.ts";
import { nearest } from "#schema/nearest.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { ServiceSpec, Spec } from "#schema/spec.ts";
import { bytes, percent, seconds, sizeOf } from "#schema/units.ts";
import type { Context, Reporter } from "./context.ts";
import { routeOf } from "./routes.ts";
import { nodeRelease, wrong } from "./stores.ts";

const MIB = 2 ** 20;
const DEFAULT_CONNECTIONS = 5;
const DEFAULT_TARGET_CPU = 70;
const LONGEST_START = 300;

/** Ports that `fetch` blocks, and health checks are fetches: https://fetch.spec.whatwg.org/#port-blocking */
const UNFETCHABLE: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** The shared part of every service, sorted by name. */
export function services(to: Reporter, spec: Spec): Service[] {
  if (Object.keys(spec.services).length === 0) {
    to.report(
      "spec/missing-key",
      ["services"],
      { key: "<name>", parent: "services", example: "{ port: 3000 }" },
      { at: "key" },
    );
  }
  return sortedEntries(spec.services).map(([name, service]) => shared(to, spec, name, service));
}

function shared(to: Reporter, spec: Spec, name: string, service: ServiceSpec): Service {
  const at = (...path: Path): Path => ["services", name, ...path];
  if (RESERVED_SERVICES.includes(name)) {
    to.report(
      "name/clash",
      at(),
      {
        name,
        a: "the service",
        b: "a part of the infrastructure",
        help: `take another name; reserved: ${RESERVED_SERVICES.join(", ")}`,
      },
      { at: "key" },
    );
  }
  if (service.expose === "public" && service.deploy && service.port === undefined) {
    to.report("spec/missing-key", at(), { key: "port", parent: `services.${name}`, example: "3000" }, { at: "key" });
  }
  if (service.framework === "vite" && service.port === undefined) {
    to.report("spec/missing-key", at(), { key: "port", parent: `services.${name}`, example: "5173" }, { at: "key" });
  }
  if (service.port !== undefined && service.framework !== "custom" && UNFETCHABLE.has(service.port)) {
    const problem = `Node.js refuses to fetch from port ${service.port}, so that the health check would always fail`;
    to.report("spec/wrong-value", at("port"), { problem, got: "", key: "port", form: "another port, as 3000" });
  }
  if (service.port === undefined && service.health !== undefined) worker(to, at("health"), "health");
  if (service.framework !== "custom" && service.framework !== "vite")
    nodeRelease(to, at("image", "node"), service.image.node);
  if (service.framework === "vite") nodeRelease(to, at("image", "node"), service.image.node);
  const uses = usesOf(to, spec, name, service);
  renamed(to, spec, name, service);
  return {
    name,
    renamedFrom: service.renamedFrom,
    path: service.path ?? `apps/${name}`,
    framework: service.framework,
    port: service.port,
    health: service.port === undefined ? undefined : (service.health ?? "/"),
    expose: service.expose,
    deploy: service.deploy,
    architecture: service.architecture,
    uses,
    calls: callsOf(to, spec, name, service),
    image: imageOf(service),
    env: variables(service.env),
    secrets: secretVariables(service.secrets),
    databaseConnections: uses.database ? (service.databaseConnections ?? DEFAULT_CONNECTIONS) : 0,
  };
}

/** A former name is one that nobody bears any more, and that one service alone bore. */
function renamed(to: Reporter, spec: Spec, name: string, { renamedFrom: former }: ServiceSpec): void {
  if (former === undefined) return;
  const path: Path = ["services", name, "renamedFrom"];
  const others = sortedEntries(spec.services).filter(([other, one]) => other !== name && one.renamedFrom === former);
  const [other] = others[0] ?? [];
  if (former === name) to.report("service/renamed-from", path, { name, former, problem: "is its own name" });
  else if (Object.hasOwn(spec.services, former)) {
    const problem = "is a service that still exists";
    to.report("service/renamed-from", path, { name, former, problem }, { related: ["services", former] });
  } else if (other !== undefined) {
    const problem = `is what ${other} was called too`;
    to.report("service/renamed-from", path, { name, former, problem }, { related: ["services", other, "renamedFrom"] });
  }
}

function worker(to: Reporter, path: Path, key: string): void {
  to.report("spec/wrong-value", path, {
    problem: `\`${key}\` stands on a service without a port`,
    got: "",
    key,
    form: "a `port`, or leave the key out: a worker listens nowhere",
  });
}

function usesOf(to: Reporter, spec: Spec, name: string, service: ServiceSpec): Service["uses"] {
  const path: Path = ["services", name, "uses"];
  for (const store of ["database", "cache"] as const) {
    if (service.uses?.includes(store) && spec[store] === undefined) {
      to.report(
        "spec/wrong-value",
        [...path, service.uses.indexOf(store)],
        { got: store, key: "uses", form: `a section \`${store}\` too, or leave it out here` },
        { related: [store] },
      );
    }
  }
  const wants = (store: "database" | "cache"): boolean =>
    spec[store] !== undefined && (service.uses?.includes(store) ?? service.framework !== "vite");
  if (service.databaseConnections !== undefined && !wants("database")) {
    to.report(
      "spec/wrong-value",
      ["services", name, "databaseConnections"],
      {
        problem: "`databaseConnections` stands on a service that uses no database",
        got: "",
        key: "databaseConnections",
        form: "a `database` section and leave it in `uses`, or remove the key",
      },
      { related: ["database"] },
    );
  }
  return { database: wants("database"), cache: wants("cache") };
}

function callsOf(to: Reporter, spec: Spec, name: string, service: ServiceSpec): string[] {
  const isCallable = (other: string): boolean => {
    const found = Object.hasOwn(spec.services, other) ? spec.services[other] : undefined;
    return other !== name && found?.port !== undefined && found.deploy;
  };
  for (const [index, called] of service.calls.entries()) {
    if (isCallable(called)) continue;
    const callable = Object.keys(spec.services).filter(isCallable);
    const form =
      callable.length > 0
        ? `a deployed service with a port: ${callable.join(", ")}`
        : "nothing: no other deployed service has a port";
    to.report("spec/wrong-value", ["services", name, "calls", index], {
      got: called,
      key: "calls",
      form,
      near: nearest(called, callable) ?? "",
    });
  }
  return [...new Set(service.calls)].sort();
}

function imageOf({ image }: ServiceSpec): Image {
  return {
    node: image.node,
    packageManager: image.packageManager,
    prisma: image.prisma,
    entry: image.entry,
    maxSizeBytes: image.maxSize === undefined ? undefined : bytes(image.maxSize),
    maxSize: image.maxSize,
  };
}

const variables = (env: Readonly<Record<string, string>>): Variable[] =>
  sortedEntries(env).map(([name, value]) => ({ name, value }));
const secretVariables = (map: Readonly<Record<string, string>>): SecretVariable[] =>
  sortedEntries(map).map(([name, secret]) => ({ name, secret }));

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
    databaseConnections: service.uses.database ? (spec.databaseConnections ?? DEFAULT_CONNECTIONS) : 0,
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
