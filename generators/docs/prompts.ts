// Prompts for the eight tasks that come up again and again, and what an assistant has to know to work here at all: each
// filled with this product's own values, and each ending in the commands that judge the result.
import type { Draft } from "#schema/draft.ts";
import type { Environment, Model } from "#schema/model.ts";
import { namesOf } from "#schema/names.ts";
import type { Path } from "#schema/path.ts";
import { from, type View } from "#schema/value.ts";
import type { Table } from "./inventory.ts";
import { budgetLines, sizeLines } from "./budgets.ts";
import { backupTable, imagesTable, localTable, logTable } from "./tables.ts";
import { ALARM_METRICS } from "#schema/alarm-metrics.ts";

interface Prompt {
  readonly name: string;
  /** What it is for, as the block in AGENTS.md says it. */
  readonly about: string;
  readonly because: Path;
  readonly view: View | undefined;
}

/** Tables of the document that prompts show too. */
interface Tables {
  readonly alarms: Table | undefined;
  readonly environments: Table;
}

/** The block in AGENTS.md, and the prompts that this product has a use for. */
export function assistants(model: Model, tables: Tables): readonly Draft[] {
  const shared = sharedView(model);
  const prompts = promptsOf(model, tables).filter(({ view }) => view !== undefined);
  const files = prompts.map(({ name, because, view }): Draft => {
    const template = `docs/prompts/${name}.md`;
    return { kind: "template", target: "docs", path: template, because, template, view: { ...shared, ...view } };
  });
  const index = prompts.map(({ name, about }) => ({ file: `${name}.md`, about }));
  const view = { ...shared, sizes: sizeLines(model), prompts: index };
  return [
    {
      kind: "template",
      target: "docs",
      path: "AGENTS.md",
      because: ["project"],
      template: "docs/agents.md",
      view,
      block: true,
    },
    ...files,
  ];
}

const lastOf = (model: Model): Environment => model.environments[model.environments.length - 1] as Environment;

function sharedView(model: Model): View {
  const last = lastOf(model);
  const guarded = model.environments.filter((environment) => environment.protect).map(({ name }) => name);
  return {
    project: model.project,
    source: model.source,
    region: from(["region"], last.region),
    cluster: namesOf(model.project, last.name).cluster,
    base: model.delivery ? from(["delivery", "github", "branch"], `origin/${model.delivery.branch}`) : "HEAD",
    failOn: from(["delivery", "review", "failOn"], model.delivery?.failOn ?? "data-loss"),
    budgets: budgetLines(model),
    isProtected: guarded.length > 0,
    protected: guarded.join(", "),
  };
}

/** By name. A prompt without a view has nothing to work on here. */
function promptsOf(model: Model, { alarms, environments }: Tables): readonly Prompt[] {
  return [
    { name: "backup", about: "how much may be lost", because: ["operations", "backup"], view: backup(model) },
    { name: "container", about: "what an image holds and weighs", because: ["services"], view: container(model) },
    {
      name: "infrastructure",
      about: "what runs in AWS",
      because: ["environments"],
      view: { environments },
    },
    { name: "local", about: "the stack on a developer's machine", because: ["local"], view: local(model) },
    { name: "logs", about: "what happened, and what ends it for good", because: ["logs"], view: logs(model) },
    {
      name: "migration",
      about: "what is different in the schema",
      because: ["operations", "migration"],
      view: migration(model),
    },
    {
      name: "monitoring",
      about: "what rings, and what does not",
      because: ["alerts"],
      view: monitoring(model, alarms),
    },
    { name: "pipeline", about: "what happens on which event", because: ["delivery"], view: pipeline(model) },
  ];
}

const backup = (model: Model): View | undefined => (model.backup ? { backups: backupTable(model) } : undefined);

function container(model: Model): View | undefined {
  const built = model.services.filter(({ framework }) => framework !== "custom");
  if (built.length === 0) return undefined;
  const builds = built.map(({ name, path, architecture }) => ({
    tag: `${model.project}-${name}`,
    folder: from(["services", name, "path"], path),
    platform: from(["services", name, "architecture"], architecture === "arm64" ? "linux/arm64" : "linux/amd64"),
  }));
  return { images: imagesTable(built), builds: builds.filter((_, index) => built[index]?.deploy) };
}

function local(model: Model): View | undefined {
  if (!model.targets.includes("compose")) return undefined;
  const { database, cache } = model.local;
  const stores = [
    ...(model.database
      ? [`PostgreSQL ${model.database.major} on port ${database.port}, as the user ${database.username}`]
      : []),
    ...(model.cache ? [`Valkey ${model.cache.localTag} on port ${cache.port}`] : []),
  ];
  return {
    services: localTable(model),
    hasStores: stores.length > 0,
    stores: from(["local"], stores.join("; ")),
    envFile: from(["local", "envFile"], model.local.envFile),
  };
}

function logs(model: Model): View | undefined {
  const last = lastOf(model);
  const [first] = last.services;
  if (!first) return undefined;
  return {
    logs: logTable(model),
    someService: first.name,
    someLog: namesOf(model.project, last.name).service(first.name).logGroup,
    tasks: last.services.map(({ name, scale, cpu, memoryMiB }) => ({
      environment: last.name,
      service: from(["services", name], name),
      size: from(
        ["services", name, "scale"],
        `${scale.min} to ${scale.max} tasks of ${cpu} CPU units and ${memoryMiB} MiB`,
      ),
    })),
  };
}

function migration(model: Model): View | undefined {
  const service = model.services.find(({ name }) => name === model.migration?.service);
  if (!service || !model.database) return undefined;
  const versions = [...new Set(model.environments.flatMap(({ database }) => (database ? [database.version] : [])))];
  return {
    versions: from(["database", "version"], versions.join(", ")),
    database: from(["database", "name"], model.database.name),
    service: from(["operations", "migration", "service"], service.name),
    folder: from(["services", service.name, "path"], service.path),
    run: from(
      ["services", service.name, "image", "packageManager"],
      service.image.packageManager === "pnpm" ? "pnpm exec" : "npx",
    ),
  };
}

function monitoring(model: Model, alarms: Table | undefined): View | undefined {
  if (!model.alerts) return undefined;
  const last = lastOf(model);
  const some = last.alarms.find(({ subject }) => subject.kind !== "cache") ?? last.alarms[0];
  const number = some?.subject.kind === "cache" ? "-001" : "";
  return {
    hasAlarms: alarms !== undefined,
    alarms: alarms ?? { head: [], rows: [] },
    channels: from(["alerts", "channels"], model.alerts.channels.map(({ name }) => name).join(", ")),
    metrics: Object.keys(ALARM_METRICS).join(", "),
    someAlarm: from(["alerts", "alarms"], `${namesOf(model.project, last.name).alarm(some?.name ?? "")}${number}`),
  };
}

function pipeline(model: Model): View | undefined {
  if (!model.delivery) return undefined;
  const { owner, repository, branch } = model.delivery;
  const deploys = lastOf(model).services.map(({ name }) => `deploy-${name}.yml`);
  return {
    repository: from(["delivery", "github", "repository"], `${owner}/${repository}`),
    branch: from(["delivery", "github", "branch"], branch),
    order: model.environments.map(({ name }) => name).join(", then "),
    files: [...deploys, "infrastructure.yml", ...(model.backup ? ["operations.yml"] : []), "spec-review.yml"].join(
      ", ",
    ),
    some: deploys[0] ?? "infrastructure.yml",
    roles: model.environments.map(({ name }) => {
      const { deployRole, infrastructureRole } = namesOf(model.project, name);
      return { environment: name, deploy: deployRole, infrastructure: infrastructureRole };
    }),
  };
}
