// The task that applies migrations: the pipeline runs it before it rolls the service out, with the service's own network.
import type { Resource } from "#schema/graph.ts";
import type { Database, DeployedService } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { above, from, join, json, ref, type Value, type ValueMap } from "#schema/value.ts";
import { MIGRATIONS_PREFIX } from "./backups.ts";
import { databaseUrl, environmentList, secretList } from "./container.ts";
import type { Statement } from "./policy.ts";
import { migrates } from "./relations.ts";
import { executionRole, type Holder, taskRole } from "./roles.ts";
import { resource, type Scope } from "./scope.ts";
import { containerBase, fargate } from "./task.ts";

const BECAUSE: Path = ["operations", "migration"];
const CONTAINER = "migrate";

/** The ephemeral storage that Fargate sells, GiB: 21 to 200. */
const EPHEMERAL_GIB = [21, 200] as const;

/** Log, roles and task definition of the migrations; nothing where the service holds none. */
export function migration(scope: Scope, service: DeployedService, module: string): readonly Resource[] {
  const { database } = scope.environment;
  if (!database || !migrates(scope, service)) return [];
  const subject = `${service.name}-migrate`;
  const holder: Holder = { subject, module, because: BECAUSE };
  const log = `${subject}-log`;
  return [
    resource(log, "aws:cloudwatch/logGroup:LogGroup", module, BECAUSE, {
      name: from(
        BECAUSE,
        scope.namedFor(service.name, (names) => names.migrationLogGroup),
      ),
      retentionInDays: scope.at(["logs", "retention"], scope.environment.logRetentionDays),
    }),
    ...executionRole(scope, {
      ...holder,
      repository: `${service.name}-repository`,
      log,
      secrets: [databaseUrl(service).arn],
    }),
    ...taskRole(scope, holder, keeping(scope)),
    task(scope, service, database, module),
  ];
}

function task(scope: Scope, service: DeployedService, database: Database, module: string): Resource {
  const subject = `${service.name}-migrate`;
  return resource(`${subject}-task`, "aws:ecs/taskDefinition:TaskDefinition", module, BECAUSE, {
    family: from(
      BECAUSE,
      scope.namedFor(service.name, (names) => names.migrationFamily),
    ),
    ...fargate(service, subject),
    cpu: "512",
    memory: "1024",
    ephemeralStorage: above("Room for the dump of a database of full size, as far as Fargate goes.", {
      sizeInGib: scope.at(["database", "storage", "max"], room(database)),
    }),
    containerDefinitions: json([container(scope, service, `${subject}-log`)]),
  });
}

const room = ({ maxStorageGiB }: Database): number =>
  Math.min(Math.max(maxStorageGiB, EPHEMERAL_GIB[0]), EPHEMERAL_GIB[1]);

function container(scope: Scope, service: DeployedService, log: string): Value {
  const backup: ValueMap = scope.environment.backup
    ? { BACKUP_BUCKET: ref("backup-bucket", "bucket"), BACKUP_PREFIX: MIGRATIONS_PREFIX }
    : {};
  return {
    ...containerBase(scope, service, log, CONTAINER),
    environment: environmentList({
      ...backup,
      AWS_REGION: scope.region,
      LOG_FILE: from([...BECAUSE, "log"], scope.model.migration?.log ?? ""),
    }),
    secrets: secretList([databaseUrl(service)]),
    stopTimeout: above(
      "Seconds from SIGTERM to SIGKILL, the most that Fargate gives: a migration that is stopped is rolled back.",
      120,
    ),
  };
}

/** The dump before a migration is kept in the backup bucket, if there is one; an upload that can't be verified is removed. */
function keeping({ environment }: Scope): readonly Statement[] {
  if (!environment.backup) return [];
  return [
    {
      sid: "KeepBackups",
      actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [join(ref("backup-bucket", "arn"), `/${MIGRATIONS_PREFIX}*`)],
    },
  ];
}
