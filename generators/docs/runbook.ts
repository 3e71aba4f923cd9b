// The runbook's values: for each environment the names that its commands need. The words are the template's.
import type { Environment, Model } from "#schema/model.ts";
import { namesOf } from "#schema/names.ts";
import { from, type View } from "#schema/value.ts";

/** The runbook's part of the view. Commands are shown for the last environment, which is where they matter most. */
export function runbook(model: Model): View {
  const last = model.environments[model.environments.length - 1] as Environment;
  const names = namesOf(model.project, last.name);
  const repository = model.delivery
    ? from(["delivery", "github", "repository"], `${model.delivery.owner}/${model.delivery.repository}`)
    : "";
  const services = last.services.map(({ name }) => ({
    name,
    family: names.service(name).family,
    workflow: `deploy-${name}.yml`,
    repository,
  }));
  const hasDatabase = last.database !== undefined;
  return {
    environment: last.name,
    region: from(["region"], last.region),
    cluster: names.cluster,
    stacks: model.environments.map((environment) => ({
      name: environment.name,
      secrets: model.secrets.map((secret) => ({
        id: namesOf(model.project, environment.name).secret(secret.name),
        region: environment.region,
      })),
    })),
    needsValues: model.secrets.length > 0,
    deployed: services,
    someService: services[0]?.name ?? "",
    someFamily: services[0]?.family ?? "",
    hasServices: services.length > 0,
    hasDelivery: model.delivery !== undefined,
    noDelivery: model.delivery === undefined,
    repository,
    usesPnpm: model.services.some((service) => service.image.packageManager === "pnpm"),
    hasDatabase,
    hasMigration: model.migration !== undefined,
    migrating: model.migration?.service ?? "",
    databaseInstance: names.databaseInstance,
    finalSnapshot: names.finalSnapshot,
    restored: `${names.databaseInstance}-restored`,
    hasBackup: last.backup !== undefined,
    backupFamily: names.backupFamily,
    backupSchedule: last.backup ? from(["operations", "backup", "schedule"], last.backup.cron) : "",
    backupKeep: last.backup ? from(["operations", "backup", "keep"], last.backup.keep) : 0,
    isProtected: model.environments.some((environment) => environment.protect),
    composeEnvFile: model.local.envFile,
  };
}
