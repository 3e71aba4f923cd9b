// The task that backs the database up: one container, run by the clock, with the database's URL and the bucket's name.
import type { Resource } from "#schema/graph.ts";
import type { Backup, BackupPlan, Database } from "#schema/model.ts";
import { BOOTSTRAP_TAG } from "#schema/names.ts";
import { above, join, json, ref, type Value } from "#schema/value.ts";
import { BACKUP_PREFIX } from "./backups.ts";
import { resource, type Scope } from "./scope.ts";

const CONTAINER = "backup";

/** The ephemeral storage that Fargate sells, GiB: 21 to 200. */
const EPHEMERAL_GIB = [21, 200] as const;

/** The task definition that Pulumi knows; the schedule runs the newest revision, which is the pipeline's. */
export function backupTask(scope: Scope, backup: Backup, plan: BackupPlan, database: Database): Resource {
  return resource(
    "backup-task",
    "aws:ecs/taskDefinition:TaskDefinition",
    "operations",
    ["operations", "backup"],
    {
      family: scope.named((names) => names.backupFamily),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "512",
      memory: "1024",
      ephemeralStorage: above("Room for the dump of a database of full size, as far as Fargate goes.", {
        sizeInGib: scope.at(["database", "storage", "max"], room(database)),
      }),
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      executionRoleArn: ref("backup-execution-role", "arn"),
      taskRoleArn: ref("backup-task-role", "arn"),
      containerDefinitions: json([container(scope, backup, plan)]),
      skipDestroy: above("A revision that runs is never taken away.", true),
    },
    {
      why: "The pipeline of the operations image registers a revision for each image, with its digest; the schedule runs the newest.",
    },
  );
}

const room = ({ maxStorageGiB }: Database): number =>
  Math.min(Math.max(maxStorageGiB, EPHEMERAL_GIB[0]), EPHEMERAL_GIB[1]);

function container(scope: Scope, backup: Backup, plan: BackupPlan): Value {
  const environment: readonly (readonly [string, Value])[] = [
    ["AWS_REGION", scope.region],
    ["BACKUP_BUCKET", ref("backup-bucket", "bucket")],
    ["BACKUP_KEEP", scope.at(["operations", "backup", "keep"], String(plan.keep))],
    ["BACKUP_PREFIX", BACKUP_PREFIX],
    ["LOG_FILE", scope.at(["operations", "backup", "log"], backup.log)],
  ];
  return {
    name: CONTAINER,
    image: above(
      "No image has this tag: the first run of the pipeline registers the first revision that can start.",
      join(ref("operations-repository", "repositoryUrl"), `:${BOOTSTRAP_TAG}`),
    ),
    essential: true,
    command: ["/usr/local/bin/backup-db.sh"],
    environment: environment.map(([name, value]) => ({ name, value })),
    secrets: [{ name: "DATABASE_URL", valueFrom: ref("secret-database-url", "arn") }],
    linuxParameters: { initProcessEnabled: true },
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": ref("backup-log", "name"),
        "awslogs-region": scope.region,
        "awslogs-stream-prefix": CONTAINER,
      },
    },
  };
}
