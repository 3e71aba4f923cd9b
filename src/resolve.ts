// Spec to Model: overlays merged, references followed, names made, limits and budgets judged. The last stage that may
// refuse the user.
import { LOG_RETENTION_DAYS, POSTGRES_PORT, VALKEY_PORT, valkeyImageTag } from "#schema/aws.ts";
import { TARGETS } from "#schema/draft.ts";
import type { Outcome } from "#schema/finding.ts";
import type { CacheEngine, DatabaseEngine, Environment, Local, Model, Service } from "#schema/model.ts";
import { screamingCase } from "#schema/names.ts";
import { byText, sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { Overlay, Spec } from "#schema/spec.ts";
import { seconds } from "#schema/units.ts";
import { alarms, unusedChannels } from "./resolve/alarms.ts";
import { budgets } from "./resolve/budgets.ts";
import { type Context, contextOf, type Reporter, reporter } from "./resolve/context.ts";
import { declared } from "./resolve/declared.ts";
import { deployed } from "./resolve/deployed.ts";
import { folders } from "./resolve/folders.ts";
import { idle } from "./resolve/idle.ts";
import { clashes, databaseNames, lengths, portClashes, reserved } from "./resolve/names.ts";
import { network } from "./resolve/network.ts";
import {
  alerts,
  backup,
  backupPlan,
  delivery,
  deliveryIds,
  migration,
  secrets,
  secretUses,
} from "./resolve/operations.ts";
import { leavesOf, merged } from "./resolve/overlay.ts";
import { overrides } from "./resolve/overrides.ts";
import { routeClashes } from "./resolve/routes.ts";
import { services } from "./resolve/services.ts";
import { cache, database, wrong } from "./resolve/stores.ts";

const DEFAULT_ENVIRONMENT = "production";

/** Resolves a checked spec; `lost` are the places that check left out. The model counts only if no finding is an error. */
export function resolve(spec: Spec, source: string, lost: readonly Path[] = []): Outcome<Model> {
  const to = reporter(lost);
  outputFolder(to, spec);
  const all = services(to, spec);
  const contexts = contextsOf(to, spec);
  const environments = contexts.map((context) => environment(context, all));
  idle(to, spec);
  reserved(to, spec);
  clashes(to, spec, contexts);
  folders(to, spec);
  portClashes(to, spec);
  secretUses(to, spec, contexts);
  unusedChannels(to, spec, contexts);
  deliveryIds(to, spec);
  const model: Model = {
    project: spec.project,
    description: spec.description ?? spec.project,
    source,
    output: spec.output,
    targets: [...new Set(spec.targets ?? TARGETS.filter((target) => target !== "terraform"))].sort(byText),
    services: all,
    secrets: secrets(spec),
    database: databaseEngine(spec, environments),
    cache: cacheEngine(to, spec, environments),
    alerts: alerts(spec),
    delivery: delivery(spec),
    backup: backup(to, spec),
    migration: migration(to, spec, all),
    local: local(spec),
    overrides: Object.keys(spec.overrides).length === 0 ? [] : overrides(to, spec, contexts),
    environments,
  };
  return { value: model, findings: to.findings };
}

/** The environments in the order of delivery, each with its overlay merged in. */
function contextsOf(to: Reporter, spec: Spec): Context[] {
  const overlays: Readonly<Record<string, Overlay>> = spec.environments ?? { [DEFAULT_ENVIRONMENT]: {} };
  if (Object.keys(overlays).length === 0) {
    to.report(
      "spec/missing-key",
      ["environments"],
      { key: "<name>", parent: "environments", example: '{ account: "111122223333" }' },
      { at: "key" },
    );
  }
  return Object.entries(overlays).map(([name, own]) => {
    const fits = declared(to, spec, name, own);
    if (spec.delivery && own["account"] === undefined) {
      to.report(
        "environment/account-missing",
        spec.environments ? ["environments", name] : ["delivery"],
        { environment: name, key: "account" },
        { at: "key" },
      );
    }
    return contextOf(name, fits ? merged(spec, own) : spec, own, leavesOf(own), to);
  });
}

/** Partitions of AWS with other names in their ARNs and endpoints. */
const OTHER_PARTITIONS = ["cn-", "us-gov-", "us-iso-", "us-isob-", "eu-isoe-"];

function environment(context: Context, all: readonly Service[]): Environment {
  const { spec, own } = context;
  const parts = {
    network: network(context),
    services: deployed(context, all),
    database: database(context),
    cache: cache(context),
  };
  lengths(context);
  if (OTHER_PARTITIONS.some((start) => spec.region.startsWith(start))) {
    const problem = `${spec.region} is in a partition of AWS that is not supported: China, GovCloud and the isolated regions`;
    context.report("spec/wrong-value", context.origin(["region"]), {
      problem,
      got: "",
      key: "region",
      form: "a region of the partition `aws`, as `eu-central-1`",
    });
  }
  routeClashes(context, parts.services);
  const account = own["account"] as string | undefined;
  return {
    name: context.name,
    overlay: context.overlay,
    account,
    region: spec.region,
    protect: own["protect"] === true,
    tags: sortedEntries(spec.tags).map(([name, value]) => ({ name, value })),
    logRetentionDays: retention(context),
    ...parts,
    alarms: alarms(context, parts),
    backup: backupPlan(context),
    oidcProvider: oidcProvider(context),
    budgets: budgets(context, parts),
  };
}

/** The provider of an account is created once: by the first environment in it. */
function oidcProvider({ spec, own, name }: Context): Environment["oidcProvider"] {
  const chosen = own["oidcProvider"] as Environment["oidcProvider"] | undefined;
  if (chosen !== undefined) return chosen;
  const sameAccount = Object.entries(spec.environments ?? {}).find(([, other]) => other["account"] === own["account"]);
  return sameAccount && sameAccount[0] !== name ? "existing" : (spec.delivery?.oidcProvider ?? "create");
}

function retention(context: Context): number {
  const text = context.spec.logs.retention;
  const days = seconds(text) / 86400;
  if (!LOG_RETENTION_DAYS.includes(days))
    wrong(
      context,
      context.origin(["logs", "retention"]),
      text,
      `one of CloudWatch's steps: ${LOG_RETENTION_DAYS.map((step) => `${step}d`).join(", ")}`,
      "retention",
    );
  return days;
}

function outputFolder(to: Reporter, spec: Spec): void {
  const parts = spec.output.split(/[/\\]/);
  if (!/^([A-Za-z]:|[/\\~])/.test(spec.output) && !parts.includes("..")) return;
  to.report("output/outside", ["output"], { got: spec.output });
}

function databaseEngine(spec: Spec, environments: readonly Environment[]): DatabaseEngine | undefined {
  if (!spec.database) return undefined;
  const major = Math.max(...environments.map((one) => one.database?.major ?? 0));
  return { engine: "postgres", major, ...databaseNames(spec), port: POSTGRES_PORT };
}

function cacheEngine(to: Reporter, spec: Spec, environments: readonly Environment[]): CacheEngine | undefined {
  if (!spec.cache) return undefined;
  const newest =
    environments
      .map((one) => one.cache?.version ?? "")
      .sort(byText)
      .at(-1) ?? spec.cache.version;
  const ttl = sortedEntries(spec.cache.ttl).map(([name, text]) => {
    const value = seconds(text);
    if (!Number.isInteger(value) || value < 1) wrong(to, ["cache", "ttl", name], text, "whole seconds, 1s at least");
    return { name, variable: `CACHE_TTL_${screamingCase(name)}_SECONDS`, seconds: value };
  });
  return { engine: "valkey", localTag: valkeyImageTag(newest), port: VALKEY_PORT, ttl };
}

function local(spec: Spec): Local {
  const { network: name, envFile, database: store, cache: memory } = spec.local;
  return {
    network: name ?? `${spec.project}-network`,
    envFile,
    database: { port: store.port, username: store.username ?? databaseNames(spec).name },
    cache: { port: memory.port },
  };
}
