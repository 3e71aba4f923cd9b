// The runbook's values: for each environment the names that its commands need. The words are the template's.
import type { Environment, Model } from "#schema/model.ts";
import { namesOf } from "#schema/names.ts";
import { from, type View } from "#schema/value.ts";
import { answerTable } from "./answers.ts";

/** The runbook's part of the view. Commands are shown for the last environment, which is where they matter most. */
export function runbook(model: Model): View {
  const last = model.environments[model.environments.length - 1] as Environment;
  const names = namesOf(model.project, last.name);
  return {
    environment: last.name,
    region: from(["region"], last.region),
    prefix: names.prefix,
    cluster: names.cluster,
    isProtected: model.environments.some((environment) => environment.protect),
    ...delivery(model, last),
    ...services(model, last),
    ...secrets(model, last),
    ...stores(model, last),
    ...alarms(model, last),
  };
}

function delivery(model: Model, last: Environment): View {
  const repository = model.delivery
    ? from(["delivery", "github", "repository"], `${model.delivery.owner}/${model.delivery.repository}`)
    : "";
  const branch = model.delivery ? from(["delivery", "github", "branch"], model.delivery.branch) : "";
  const files = [...(model.backup ? ["operations.yml"] : []), ...last.services.map(({ name }) => `deploy-${name}.yml`)];
  return {
    hasDelivery: model.delivery !== undefined,
    repository,
    branch,
    workflows: files.map((file) => ({ file, repository, branch })),
    usesPnpm: model.services.some((service) => service.image.packageManager === "pnpm"),
    stacks: model.environments.map((environment) => ({
      name: environment.name,
      repository,
      secrets: model.secrets.map((secret) => ({
        id: namesOf(model.project, environment.name).secret(secret.name),
        region: environment.region,
      })),
    })),
  };
}

function services(model: Model, { name: environment, region, services: all, backup }: Environment): View {
  const names = namesOf(model.project, environment);
  const [first] = all;
  const some = first && names.service(first.name);
  const repositories = [
    ...all.map(({ name }) => names.service(name).repository),
    ...(backup ? [names.operationsRepository] : []),
  ];
  return {
    hasServices: first !== undefined,
    someRepository: some?.repository ?? "",
    someFolder: first ? from(["services", first.name, "path"], first.service.path) : "",
    somePlatform: first
      ? from(
          ["services", first.name, "architecture"],
          first.service.architecture === "arm64" ? "linux/arm64" : "linux/amd64",
        )
      : "",
    targetsRuntime: first !== undefined && first.service.framework !== "custom",
    someService: some?.service ?? "",
    someFamily: some?.family ?? "",
    someLog: some?.logGroup ?? "",
    databaseServices: all
      .filter(({ service }) => service.uses.database)
      .map(({ name }) => ({ name, region, cluster: names.cluster })),
    repositories: repositories.map((name) => ({ name, region })),
  };
}

function secrets(model: Model, { name: environment, region, database, cache }: Environment): View {
  const names = namesOf(model.project, environment);
  const all = [
    ...model.secrets.map(({ name }) => names.secret(name)),
    ...(database ? [names.databaseUrlSecret] : []),
    ...(cache ? [names.cacheUrlSecret] : []),
  ];
  return {
    needsValues: model.secrets.length > 0,
    readsSecrets: model.secrets.length > 0 || database !== undefined,
    hasAnySecrets: all.length > 0,
    secretNames: all.map((name) => ({ name, region })),
  };
}

/** PostgreSQL cuts a longer name, and so do the scripts that put a database beside another. */
const KEPT_LENGTH = 38;

function stores(model: Model, { name: environment, account, database, backup }: Environment): View {
  const names = namesOf(model.project, environment);
  const name = database && model.database ? from(["database", "name"], model.database.name) : "";
  return {
    hasDatabase: database !== undefined,
    databaseName: name,
    keptPrefix: database && model.database ? from(["database", "name"], model.database.name.slice(0, KEPT_LENGTH)) : "",
    databaseInstance: names.databaseInstance,
    finalSnapshot: names.finalSnapshot,
    restored: `${names.databaseInstance}-restored`,
    passwordUrn: `urn:pulumi:${environment}::${model.project}::random:index/randomPassword:RandomPassword::database-password`,
    hasMigration: model.migration !== undefined,
    migrationFamily: names.service(model.migration?.service ?? "").migrationFamily,
    migrationLog: names.service(model.migration?.service ?? "").migrationLogGroup,
    hasBackup: backup !== undefined,
    needsAccount: backup !== undefined && account === undefined,
    backupFamily: names.backupFamily,
    backupLog: names.backupLogGroup,
    backupSchedule: backup ? from(["operations", "backup", "schedule"], backup.cron) : "",
    backupKeep: backup ? from(["operations", "backup", "keep"], backup.keep) : 0,
    bucket: model.backup
      ? from(["operations", "backup", "bucket"], names.bucket(model.backup.bucket, account ?? "ACCOUNT"))
      : "",
  };
}

function alarms(model: Model, last: Environment): View {
  const names = namesOf(model.project, last.name);
  // The alarms of a cache bear its nodes' numbers.
  const first = last.alarms.find(({ subject }) => subject.kind !== "cache");
  const [cacheAlarm] = last.alarms;
  const answers = answerTable(last);
  return {
    someAlarm: first ? names.alarm(first.name) : `${names.alarm(cacheAlarm?.name ?? "")}-001`,
    hasAnswers: answers.rows.length > 0,
    answers,
    hasChannels: (model.alerts?.channels ?? []).length > 0,
    notifierLog: names.notifierLogGroup,
    deadLetters: names.notifierDeadLetters,
  };
}
