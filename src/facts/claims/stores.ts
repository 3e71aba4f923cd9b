// What the program and the scripts say of database, cache and backups.
import { type Claim, part, say } from "../claim.ts";
import { assignments } from "../lines.ts";
import { itemsOf, named, type Node, step, textOf, type Thing } from "../node.ts";
import { type Sources, type StackSource, thingsOf } from "../sources.ts";

export function storeClaims({ stacks, texts }: Sources): readonly Claim[] {
  return [
    ...stacks.flatMap((stack) => [
      ...thingsOf(stack, "rds.Instance").flatMap((one) => databaseClaims(stack, one)),
      ...thingsOf(stack, "elasticache.ReplicationGroup").flatMap((one) => cacheClaims(stack, one)),
      ...thingsOf(stack, "secretsmanager.SecretVersion").flatMap(urlClaims),
      ...thingsOf(stack, "ecs.TaskDefinition").flatMap((one) => scriptedTask(stack, one)),
      ...thingsOf(stack, "scheduler.Schedule").flatMap((one) => scheduleClaims(stack, one)),
    ]),
    ...newest(stacks, "rds.Instance", "PostgreSQL's major of tools and images"),
    ...newest(stacks, "elasticache.ReplicationGroup", "Valkey's major of images"),
    ...["backup", "migrate"].flatMap((kind) => scriptClaims(texts, kind)),
  ];
}

const major = (version: Node): number => Number.parseInt(textOf(version) ?? "", 10);

/** The highest major of any environment: images and tools are of this one. */
function newest(stacks: readonly StackSource[], type: string, fact: string): readonly Claim[] {
  const versions = stacks.flatMap((stack) => thingsOf(stack, type).flatMap((one) => step(one, "engineVersion") ?? []));
  const [first] = versions.toSorted((a, b) => major(b) - major(a));
  return say(fact, first, part(/^(\d+)/));
}

function databaseClaims({ name }: StackSource, one: Thing): readonly Claim[] {
  const parameters = step(one, "parameterGroupName");
  const family = parameters?.kind === "leaf" ? step(parameters.of?.thing, "family") : undefined;
  const version = step(one, "engineVersion");
  const facts = {
    "database: identifier": "identifier",
    "last snapshot": "finalSnapshotIdentifier",
    "database: class": "instanceClass",
    "database: GiB at first": "allocatedStorage",
    "database: days of backups": "backupRetentionPeriod",
    "database: backup window": "backupWindow",
    "database: maintenance window": "maintenanceWindow",
  };
  return [
    ...Object.entries(facts).flatMap(([fact, key]) => say(`${name}: ${fact}`, step(one, key))),
    // 0 switches growth off.
    ...say(`${name}: database: GiB at the most`, step(one, "maxAllocatedStorage"), (most) =>
      most === "0" ? textOf(step(one, "allocatedStorage")) : most,
    ),
    ...say("database: name", step(one, "dbName")),
    ...say("database: user", step(one, "username")),
    ...say("database: port", step(one, "port")),
    ...say(`${name}: database: version`, version),
    ...say(`${name}: database: major`, version, part(/^(\d+)/)),
    ...say(`${name}: database: major`, family, part(/^postgres(\d+)$/)),
  ];
}

function cacheClaims({ name }: StackSource, one: Thing): readonly Claim[] {
  const parameters = step(one, "parameterGroupName");
  const group = parameters?.kind === "leaf" ? parameters.of?.thing : undefined;
  const version = step(one, "engineVersion");
  return [
    ...say(`${name}: cache: identifier`, step(one, "replicationGroupId")),
    ...say(`${name}: cache: node`, step(one, "nodeType")),
    ...say(`${name}: cache: nodes`, step(one, "numCacheClusters")),
    ...say(`${name}: cache: version`, version),
    ...say(`${name}: cache: major`, version, part(/^(\d+)/)),
    ...say(`${name}: cache: major`, step(group, "family"), part(/^valkey(\d+)$/)),
    ...say(
      "cache: what goes when it is full",
      step(named(step(group, "parameters"), "name", "maxmemory-policy"), "value"),
    ),
    ...say("cache: port", step(one, "port")),
  ];
}

/** The URLs that the program composes. */
function urlClaims(version: Thing): readonly Claim[] {
  const url = step(version, "secretString");
  const text = textOf(url) ?? "";
  if (text.startsWith("postgresql:"))
    return [
      ...say("database: user", url, part(/^postgresql:\/\/([^:]+):/)),
      ...say("database: port", url, part(/:(\d+)\/[^/]*$/)),
      ...say("database: name", url, part(/\/(\w+)(?:\?[^/]*)?$/)),
    ];
  return text.startsWith("rediss:") ? say("cache: port", url, part(/:(\d+)$/)) : [];
}

/** What the tasks of backup and migration tell their scripts. */
function scriptedTask({ name }: StackSource, task: Thing): readonly Claim[] {
  const kind = part(/(?:^|-)(backup|migrate)-task$/)(task.name);
  if (kind === undefined) return [];
  return itemsOf(step(task, "containerDefinitions")).flatMap((container) => {
    const variable = (key: string): Node | undefined =>
      step(named(step(container, "environment"), "name", key), "value");
    const [command] = itemsOf(step(container, "command"));
    return [
      ...say(`${name}: region`, variable("AWS_REGION")),
      ...say(`${kind}: keys in the bucket`, variable("BACKUP_PREFIX")),
      ...say(`${kind}: log file`, variable("LOG_FILE")),
      ...say(`${name}: backups that are kept`, variable("BACKUP_KEEP")),
      ...say(`path of the script ${kind}`, command),
    ];
  });
}

function scriptClaims(texts: Sources["texts"], kind: string): readonly Claim[] {
  const file = [...texts.keys()].find((path) => path.startsWith(`scripts/${kind}`) && path.endsWith(".sh"));
  const values = assignments(file ?? "", texts.get(file ?? "") ?? "");
  return [
    ...say(kind === "migrate" ? "script of the migrations" : `script ${kind}`, values.get("script")),
    ...say(kind === "migrate" ? "folder of the migrations" : "", values.get("service_path")),
    ...say(`${kind}: log file`, values.get("default_log")),
    ...say(`${kind}: keys in the bucket`, values.get("BACKUP_PREFIX"), part(/^\$\{BACKUP_PREFIX:?-(.*)\}$/)),
  ];
}

function scheduleClaims({ name }: StackSource, one: Thing): readonly Claim[] {
  return [
    ...say(`${name}: backup: schedule`, step(one, "name")),
    ...say(`${name}: backup: minute and hour`, step(one, "scheduleExpression"), part(/^cron\((\S+ \S+) /)),
  ];
}
