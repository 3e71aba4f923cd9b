// The scheduled logical backup: an image, a task that runs it inside the network, a bucket, and the clock.
import type { Resource } from "#schema/graph.ts";
import type { BackupPlan } from "#schema/model.ts";
import { above, behind, from, join, json, ref, type ValueMap } from "#schema/value.ts";
import { backupTask } from "./backup-task.ts";
import { backupBucket, BACKUP_PREFIX, MIGRATIONS_PREFIX } from "./backups.ts";
import { policy, type Statement, trust } from "./policy.ts";
import { executionRole, type Holder, taskRole } from "./roles.ts";
import { type Part, resourcesOf, type Scope } from "./scope.ts";

const MODULE = "operations";
const BECAUSE = ["operations", "backup"];
const own = resourcesOf(MODULE, BECAUSE);

/** Images of the backup script to go back to. */
const KEPT_IMAGES = 10;

/** The backup of this environment; nothing where the spec wants none. */
export function operations(scope: Scope): Part {
  const { backup } = scope.model;
  const { backup: plan, database } = scope.environment;
  if (!backup || !plan || !database) return {};
  return {
    resources: [
      ...backupBucket(scope, backup),
      ...registry(scope),
      own("backup-log", "aws:cloudwatch/logGroup:LogGroup", {
        name: scope.named((names) => names.backupLogGroup),
        retentionInDays: scope.at(["logs", "retention"], scope.environment.logRetentionDays),
      }),
      ...roles(scope),
      backupTask(scope, backup, plan, database),
      ...clock(scope, plan),
    ],
    outputs: [
      { name: "backupBucket", description: "The bucket of the logical backups", value: ref("backup-bucket", "bucket") },
      {
        name: "operationsRepository",
        description: "The registry of the image that backs up and restores",
        value: ref("operations-repository", "repositoryUrl"),
      },
    ],
  };
}

/** The registry of the operations image; images can be built again, so that few are kept. */
function registry(scope: Scope): readonly Resource[] {
  const selection = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: KEPT_IMAGES };
  const rule = {
    rulePriority: 1,
    description: `Keep the ${KEPT_IMAGES} newest images`,
    selection,
    action: { type: "expire" },
  };
  return [
    own("operations-repository", "aws:ecr/repository:Repository", {
      name: from(
        BECAUSE,
        scope.named((names) => names.operationsRepository),
      ),
      imageTagMutability: behind("a tag is a commit, for good", "IMMUTABLE"),
      encryptionConfigurations: [{ encryptionType: "AES256" }],
      forceDelete: false,
    }),
    own("operations-repository-lifecycle", "aws:ecr/lifecyclePolicy:LifecyclePolicy", {
      repository: ref("operations-repository", "name"),
      policy: json({ rules: [rule] }),
    }),
  ];
}

function roles(scope: Scope): readonly Resource[] {
  const holder: Holder = { subject: "backup", module: MODULE, because: BECAUSE };
  const secrets = [ref("secret-database-url", "arn")];
  return [
    ...executionRole(scope, { ...holder, repository: "operations-repository", log: "backup-log", secrets }),
    ...taskRole(scope, holder, writing(scope.model.migration !== undefined)),
  ];
}

/** Delete is for the backups beyond the newest; versioning keeps what is deleted, and the task may not delete versions. */
function writing(migrates: boolean): readonly Statement[] {
  const bucket = ref("backup-bucket", "arn");
  return [
    {
      sid: "ListBackups",
      actions: ["s3:ListBucket"],
      resources: [bucket],
      conditions: { StringLike: { "s3:prefix": [`${BACKUP_PREFIX}*`] } },
    },
    {
      sid: "KeepBackups",
      actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [join(bucket, `/${BACKUP_PREFIX}*`)],
    },
    // restore-db.sh runs in this task too, and takes the key of any backup.
    ...(migrates
      ? [
          {
            sid: "ReadMigrationBackups",
            actions: ["s3:GetObject"],
            resources: [join(bucket, `/${MIGRATIONS_PREFIX}*`)],
          },
        ]
      : []),
  ];
}

/** The schedule, and the role by which it starts the task. */
function clock(scope: Scope, plan: BackupPlan): readonly Resource[] {
  return [
    own("backup-schedule-role", "aws:iam/role:Role", {
      name: scope.named((names) => names.role("backup-schedule")),
      description: "Starts the backup task on its schedule",
      assumeRolePolicy: trust("scheduler.amazonaws.com", scope.account),
    }),
    own("backup-schedule-policy", "aws:iam/rolePolicy:RolePolicy", {
      role: ref("backup-schedule-role", "name"),
      policy: policy(scheduling()),
    }),
    own(
      "backup-schedule",
      "aws:scheduler/schedule:Schedule",
      {
        name: scope.named((names) => names.backupSchedule),
        description: "Starts the logical backup of the database",
        scheduleExpression: scope.at(["operations", "backup", "schedule"], plan.schedule),
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: target(scope),
      },
      { options: { dependsOn: ["backup-schedule-policy"] } },
    ),
  ];
}

function target(scope: Scope): ValueMap {
  return {
    arn: ref("cluster", "arn"),
    roleArn: ref("backup-schedule-role", "arn"),
    ecsParameters: {
      taskDefinitionArn: above(
        "Without a revision: the newest, which the pipeline registered.",
        ref("backup-task", "arnWithoutRevision"),
      ),
      launchType: "FARGATE",
      networkConfiguration: {
        subnets: scope.environment.network.zones.map((zone) => ref(`subnet-private-${zone.letter}`, "id")),
        securityGroups: [ref("operations-security", "id")],
        assignPublicIp: false,
      },
    },
    retryPolicy: above("For a start that AWS could not make; a task that fails is not started again.", {
      maximumRetryAttempts: 3,
      maximumEventAgeInSeconds: 3600,
    }),
  };
}

function scheduling(): readonly Statement[] {
  const family = ref("backup-task", "arnWithoutRevision");
  return [
    {
      sid: "RunBackup",
      actions: ["ecs:RunTask"],
      resources: [family, join(family, ":*")],
      conditions: { ArnEquals: { "ecs:cluster": ref("cluster", "arn") } },
    },
    {
      sid: "PassTaskRoles",
      actions: ["iam:PassRole"],
      resources: [ref("backup-execution-role", "arn"), ref("backup-task-role", "arn")],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}
