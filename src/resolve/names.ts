// Every name that AWS, code and containers will see: none too long, none taken twice.
import { NAME_LIMITS } from "#schema/aws.ts";
import { camelCase, kebabCase, namesOf, OWN_VARIABLES, screamingCase } from "#schema/names.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { Spec } from "#schema/spec.ts";
import type { Context, Reporter } from "./context.ts";
import { reservedWord } from "./stores.ts";

/** Roles that carry a service's name: the longest suffix decides. */
const LONGEST_SERVICE_ROLE = "-migrate-execution";
const TWELVE_DIGITS = "0".repeat(12);

/** The lengths of the physical names of one environment. */
export function lengths(context: Context): void {
  const { spec } = context;
  const names = namesOf(spec.project, context.name);
  const deployed = sortedEntries(spec.services).filter(([, service]) => service.deploy);
  const place: Path = spec.environments ? ["environments", context.name] : ["project"];
  const limit = (
    what: keyof typeof NAME_LIMITS,
    words: string,
    name: string,
    path: Path = place,
    parts?: string,
  ): void => {
    if (name.length <= NAME_LIMITS[what]) return;
    const values = {
      name,
      what: words,
      length: String(name.length),
      limit: String(NAME_LIMITS[what]),
      parts: parts ?? "the project or the environment",
    };
    context.report("name/too-long", path, values, {
      at: path === place && spec.environments ? "key" : path.length > 1 ? "key" : "value",
    });
  };
  if (deployed.some(([, { expose }]) => expose === "public"))
    limit("loadBalancer", "load balancer", names.loadBalancer);
  if (spec.cache) limit("replicationGroup", "replication group", names.replicationGroup);
  if (spec.database) limit("databaseInstance", "final snapshot", names.finalSnapshot);
  if (spec.alerts) limit("lambda", "notifier", names.notifier);
  limit("role", "role", names.infrastructureRole);
  for (const [service] of deployed) {
    limit("targetGroup", "target group", service, ["services", service], "the service");
    limit(
      "role",
      "role",
      names.role(service + LONGEST_SERVICE_ROLE),
      ["services", service],
      "the service, the project or the environment",
    );
    limit("repository", "repository", names.service(service).repository, ["services", service], "the service");
  }
  const bucket = spec.operations?.backup?.bucket;
  if (bucket !== undefined)
    limit(
      "bucket",
      "bucket",
      names.bucket(bucket, TWELVE_DIGITS),
      ["operations", "backup", "bucket"],
      "the bucket or the environment",
    );
  if (bucket !== undefined) limit("schedule", "schedule", names.backupSchedule);
  for (const name of Object.keys(spec.secrets))
    limit("secret", "secret", names.secret(name), ["secrets", name], "the secret");
  for (const name of Object.keys(spec.alerts?.alarms ?? {}))
    limit("alarm", "alarm", names.alarm(name), ["alerts", "alarms", name], "the alarm");
  if (spec.alerts)
    limit(
      "topic",
      "topic",
      names.topic(spec.alerts.topic ?? `${spec.project}-alerts`),
      ["alerts", "topic"],
      "the topic or the environment",
    );
}

/** Names that AWS or PostgreSQL keep for themselves. */
export function reserved(to: Reporter, spec: Spec): void {
  if (spec.project === "internal") {
    to.report("name/invalid", ["project"], {
      got: spec.project,
      help: "a load balancer's name can't begin with `internal-`: take another name",
    });
  }
  if (!spec.database) return;
  const { name, username } = databaseNames(spec);
  reservedWord(to, spec.database.name === undefined ? ["project"] : ["database", "name"], name);
  reservedWord(to, spec.database.username === undefined ? ["project"] : ["database", "username"], username);
  if (username.length > NAME_LIMITS.masterUser) {
    to.report("name/too-long", spec.database.username === undefined ? ["project"] : ["database", "username"], {
      name: username,
      what: "master user",
      length: String(username.length),
      limit: String(NAME_LIMITS.masterUser),
      parts: "the project, or set `database.username`",
    });
  }
}

/** The database and its master user, by name. */
export function databaseNames(spec: Spec): { readonly name: string; readonly username: string } {
  const name = spec.database?.name ?? spec.project.replaceAll("-", "_");
  return { name, username: spec.database?.username ?? `${name}_admin` };
}

/** Names that become one name on their way into code, AWS or a container. */
export function clashes(to: Reporter, spec: Spec, contexts: readonly Context[]): void {
  const ttl = Object.keys(spec.cache?.ttl ?? {});
  twice(to, ttl, (name) => `CACHE_TTL_${screamingCase(name)}_SECONDS`, ["cache", "ttl"]);
  twice(to, Object.keys(spec.secrets), kebabCase, ["secrets"]);
  twice(to, Object.keys(spec.alerts?.alarms ?? {}), kebabCase, ["alerts", "alarms"]);
  twice(to, Object.keys(spec.alerts?.channels ?? {}), kebabCase, ["alerts", "channels"]);
  twice(to, Object.keys(spec.services), camelCase, ["services"]);
  joined(to, spec);
  shared(contexts);
  const own = new Set([...OWN_VARIABLES, ...ttl.map((name) => `CACHE_TTL_${screamingCase(name)}_SECONDS`)]);
  for (const context of contexts) {
    for (const [service, { env, secrets, calls }] of sortedEntries(context.spec.services)) {
      const taken = new Set([...own, ...calls.map((called) => `${screamingCase(called)}_URL`)]);
      for (const [section, map] of [
        ["env", env],
        ["secrets", secrets],
      ] as const) {
        for (const name of Object.keys(map).sort()) {
          if (taken.has(name))
            to.report(
              "name/clash",
              context.origin(["services", service, section, name]),
              { name, a: "this variable", b: "one that sage-gen sets", help: "remove it: sage-gen sets it itself" },
              { at: "key" },
            );
          taken.add(name);
        }
      }
    }
  }
}

function twice(to: Reporter, names: readonly string[], make: (name: string) => string, path: Path): void {
  const first = new Map<string, string>();
  for (const name of [...names].sort()) {
    const made = make(name);
    const other = first.get(made);
    if (other === undefined) first.set(made, name);
    else
      to.report(
        "name/clash",
        [...path, name],
        { name: made, a: other, b: name },
        { at: "key", related: [...path, other] },
      );
  }
}

/** Environments of one account share its roles: `shop-live` and `api-web` make the same name as `shop-live-api` and `web`. */
function shared(contexts: readonly Context[]): void {
  const first = new Map<string, string>();
  for (const context of contexts) {
    const names = namesOf(context.spec.project, context.name);
    for (const [service] of sortedEntries(context.spec.services).filter(([, { deploy }]) => deploy)) {
      const name = names.service(service).family;
      const key = `${String(context.own["account"] ?? "")} ${name}`;
      const [a, b] = [first.get(key), `${service} in ${context.name}`];
      const help = "rename the environment or one of the services, or give the environments accounts of their own";
      if (a !== undefined)
        context.report("name/clash", ["environments", context.name], { name, a, b, help }, { at: "key" });
      first.set(key, b);
    }
  }
}

/** Names that are joined: `x-migrate` of the service that holds the migrations, and `a-to-b` of one that calls another. */
function joined(to: Reporter, spec: Spec): void {
  const services = sortedEntries(spec.services);
  const taken = new Map<string, string>();
  const take = (name: string, what: string, path: Path): void => {
    const other = taken.get(name);
    if (other !== undefined)
      to.report("name/clash", path, { name, a: other, b: what, help: "rename one of the services" }, { at: "key" });
    taken.set(name, what);
  };
  for (const [name, { image }] of services) {
    if (spec.operations?.migration && image.prisma)
      take(`${name}-migrate`, `the migrations of ${name}`, ["services", name]);
  }
  for (const [name] of services) take(name, `the service ${name}`, ["services", name]);
  for (const [name, { calls }] of services) {
    for (const called of [...new Set(calls)].sort())
      take(`${name}-to-${called}`, `the way from ${name} to ${called}`, ["services", name]);
  }
}

/** Ports of the developer's machine, one for each service and store. */
export function portClashes(to: Reporter, spec: Spec): void {
  const wanted: [string, number, Path][] = sortedEntries(spec.services).flatMap(([name, { port }]) =>
    port === undefined ? [] : [[name, port, ["services", name, "port"]] as [string, number, Path]],
  );
  if (spec.database) wanted.push(["database", spec.local.database.port, ["local", "database", "port"]]);
  if (spec.cache) wanted.push(["cache", spec.local.cache.port, ["local", "cache", "port"]]);
  for (const [index, [b, port, path]] of wanted.entries()) {
    const a = wanted.slice(0, index).find((one) => one[1] === port);
    if (!a) continue;
    // A store's port may be a default that stands in no line: then the service that took it is the place.
    to.report(
      "service/port-clash",
      path[0] === "services" ? path : a[2],
      { a: a[0], b, port: String(port) },
      { related: path },
    );
  }
}
