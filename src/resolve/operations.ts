// Secrets, channels, backups, migrations, delivery: the parts of a product that point at one another.
import type { Alerts, Backup, BackupPlan, Delivery, Migration, Secret, Service } from "#schema/model.ts";
import { nearest } from "#schema/nearest.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Spec } from "#schema/spec.ts";
import type { Context, Reporter } from "./context.ts";
import { awsSchedule } from "./cron.ts";
import { wrong } from "./stores.ts";

/** The declared secrets, sorted. */
export function secrets(spec: Spec): Secret[] {
  return sortedEntries(spec.secrets).map(([name, { description }]) => ({ name, description }));
}

/** Every use of a secret names a declared one, and every declared one is used. `uses` are the contexts of all environments. */
export function secretUses(to: Reporter, spec: Spec, contexts: readonly Context[]): void {
  const known = Object.keys(spec.secrets);
  const used = new Set<string>();
  const use = (name: string, path: readonly (string | number)[]): void => {
    used.add(name);
    if (known.includes(name)) return;
    to.report("secret/unknown", path, { got: name, near: nearest(name, known) ?? "", known: known.join(", ") });
  };
  for (const context of contexts) {
    for (const [service, { secrets: map }] of sortedEntries(context.spec.services)) {
      for (const [variable, name] of sortedEntries(map))
        use(name, context.origin(["services", service, "secrets", variable]));
    }
  }
  for (const [name, { discord }] of sortedEntries(spec.alerts?.channels))
    use(discord, ["alerts", "channels", name, "discord"]);
  for (const name of known) {
    if (!used.has(name)) to.report("secret/unused", ["secrets", name], { name }, { at: "key" });
  }
}

/** Topic and channels. */
export function alerts(spec: Spec): Alerts | undefined {
  if (!spec.alerts) return undefined;
  const channels = sortedEntries(spec.alerts.channels).map(([name, { discord }]) => ({ name, secret: discord }));
  return { topic: spec.alerts.topic ?? `${spec.project}-alerts`, channels };
}

/** Repository and branch. */
export function delivery(spec: Spec): Delivery | undefined {
  if (!spec.delivery) return undefined;
  const { repository, branch, ownerId, repositoryId } = spec.delivery.github;
  const [owner = "", name = ""] = repository.split("/");
  return { owner, repository: name, branch, ownerId, repositoryId, failOn: spec.delivery.review.failOn };
}

/** With delivery both ids or none: the immutable subject needs the two. */
export function deliveryIds(to: Reporter, spec: Spec): void {
  const github = spec.delivery?.github;
  if (!github || (github.ownerId === undefined) === (github.repositoryId === undefined)) return;
  const key = github.ownerId === undefined ? "ownerId" : "repositoryId";
  to.report(
    "spec/missing-key",
    ["delivery", "github"],
    { key, parent: "delivery.github", example: "123456789" },
    { at: "key" },
  );
}

/** What of the backup is the same everywhere. */
export function backup(to: Reporter, spec: Spec): Backup | undefined {
  const plan = spec.operations?.backup;
  if (!plan) return undefined;
  if (!spec.database) without(to, ["operations", "backup"], "a backup");
  return { bucket: plan.bucket, log: plan.log };
}

function without(to: Reporter, path: readonly string[], what: string): void {
  to.report(
    "spec/wrong-value",
    path,
    {
      problem: `there is ${what} and no database`,
      got: "",
      key: String(path[1]),
      form: "a `database` section, or remove this one",
    },
    { at: "key", related: ["database"] },
  );
}

/** When the backup runs in one environment, and how many stay. */
export function backupPlan(context: Context): BackupPlan | undefined {
  const plan = context.spec.operations?.backup;
  if (!plan) return undefined;
  const path = context.origin(["operations", "backup", "schedule"]);
  const schedule = awsSchedule(plan.schedule);
  if (schedule === undefined)
    wrong(
      context,
      path,
      plan.schedule,
      "five fields of cron in UTC (minute, hour, day, month, weekday), day or weekday being `*`, as `0 18 * * *`",
    );
  return { keep: plan.keep, cron: plan.schedule, schedule: schedule ?? "" };
}

/** Which service's migrations are run. */
export function migration(to: Reporter, spec: Spec, services: readonly Service[]): Migration | undefined {
  const plan = spec.operations?.migration;
  if (!plan) return undefined;
  if (!spec.database) without(to, ["operations", "migration"], "a migration");
  const able = services
    .filter((one) => one.deploy && one.image.prisma && one.framework !== "custom")
    .map((one) => one.name);
  const service = plan.service ?? (able.length === 1 ? able[0] : undefined);
  if (service === undefined) {
    const problem =
      able.length === 0 ? "no deployed service uses Prisma" : `several services use Prisma: ${able.join(", ")}`;
    const form =
      able.length === 0
        ? "`image: { prisma: true }` at the service that holds the migrations"
        : "`service:` with the one that holds the migrations";
    to.report(
      "spec/wrong-value",
      ["operations", "migration"],
      { problem, got: "", key: "migration", form },
      { at: "key" },
    );
  } else if (!able.includes(service)) {
    to.report("spec/wrong-value", ["operations", "migration", "service"], {
      got: service,
      key: "service",
      form:
        able.length > 0
          ? `a deployed service that uses Prisma: ${able.join(", ")}`
          : "a deployed service with `image: { prisma: true }`",
      near: nearest(service, able) ?? "",
    });
  } else if (!services.find((one) => one.name === service)?.uses.database) {
    wrong(to, ["operations", "migration"], service, "a service that uses the database", "service");
  }
  return { tool: plan.tool, service: service ?? "", log: plan.log };
}
