// What the deploy role may do: push images, register task definitions, migrate, and roll services out.
import type { DeployedService } from "#schema/model.ts";
import { join, ref, type Value } from "#schema/value.ts";
import type { Statement } from "./policy.ts";
import { migrates } from "./relations.ts";
import type { Scope } from "./scope.ts";

/** The statements, for the services of this environment and its backup; none where there is nothing to release. */
export function deploying(scope: Scope): readonly Statement[] {
  const { services } = scope.environment;
  if (services.length === 0 && !hasBackup(scope)) return [];
  return [
    ...images(scope, services),
    ...definitions(scope),
    ...rollout(scope, services),
    ...migrating(scope, services),
    ...passing(scope, services),
  ];
}

/**
 * IAM takes 10,240 characters of a role's own policies. So many services are listed by name, with the longest names that
 * there are; more of them are told by the pattern that their names have in common.
 */
const LISTED_SERVICES = 20;
const BY_PATTERN = "A list of so many services would be longer than IAM takes: their names begin alike.";

/** What a statement is about: the list, or the patterns where it would be too long. */
function listed(
  { environment }: Scope,
  list: readonly Value[],
  patterns: readonly Value[],
): Pick<Statement, "resources" | "why"> {
  if (environment.services.length <= LISTED_SERVICES) return { resources: list };
  return { resources: patterns, why: BY_PATTERN };
}

/** The ARN of something of ECS in this account and region. */
const ecs = (scope: Scope, ...rest: readonly Value[]): Value =>
  join("arn:aws:ecs:", scope.region, ":", scope.account, ":", ...rest);

const hasBackup = (scope: Scope): boolean =>
  scope.model.backup !== undefined &&
  scope.environment.backup !== undefined &&
  scope.environment.database !== undefined;

function images(scope: Scope, services: readonly DeployedService[]): readonly Statement[] {
  const repositories = [
    ...services.map(({ name }) => `${name}-repository`),
    ...(hasBackup(scope) ? ["operations-repository"] : []),
  ];
  return [
    {
      sid: "LogInToRegistry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
      why: "The token is the registry's, not a repository's.",
    },
    {
      sid: "PushImages",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      ...listed(
        scope,
        repositories.map((key) => ref(key, "arn")),
        [
          join(
            "arn:aws:ecr:",
            scope.region,
            ":",
            scope.account,
            ":repository/",
            scope.named(({ prefix }) => `${prefix}/*`),
          ),
        ],
      ),
    },
  ];
}

function definitions(scope: Scope): readonly Statement[] {
  const families = ecs(
    scope,
    "task-definition/",
    scope.named((names) => `${names.prefix}-*`),
    ":*",
  );
  return [
    {
      sid: "RegisterTaskDefinitions",
      actions: ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"],
      resources: ["*"],
      why: "DescribeTaskDefinition knows no resources; a registered definition runs only with roles that may be passed.",
    },
    {
      sid: "TagTaskDefinitions",
      actions: ["ecs:TagResource"],
      resources: [families],
      conditions: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
    },
  ];
}

function rollout(scope: Scope, services: readonly DeployedService[]): readonly Statement[] {
  if (services.length === 0) return [];
  return [
    {
      sid: "RollOutServices",
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      ...listed(
        scope,
        services.map(({ name }) => ref(`${name}-service`, "arn")),
        [
          ecs(
            scope,
            "service/",
            scope.named((names) => names.cluster),
            "/*",
          ),
        ],
      ),
    },
  ];
}

/** Migrations run as a task of their own before the service is rolled out, and the pipeline waits for its end. */
function migrating(scope: Scope, services: readonly DeployedService[]): readonly Statement[] {
  const migrated = services.find((service) => migrates(scope, service));
  if (!migrated) return [];
  const family = ref(`${migrated.name}-migrate-task`, "arnWithoutRevision");
  const inCluster = { ArnEquals: { "ecs:cluster": ref("cluster", "arn") } };
  const tasks: Value = ecs(
    scope,
    "task/",
    scope.named((names) => names.cluster),
    "/*",
  );
  return [
    { sid: "RunMigrations", actions: ["ecs:RunTask"], resources: [join(family, ":*")], conditions: inCluster },
    {
      sid: "WatchMigrations",
      actions: ["ecs:DescribeTasks", "ecs:StopTask"],
      resources: [tasks],
      conditions: inCluster,
    },
    {
      sid: "ReadMigrationLog",
      actions: ["logs:GetLogEvents"],
      resources: [join(ref(`${migrated.name}-migrate-log`, "arn"), ":*")],
    },
  ];
}

/** Tasks get their own roles and no others, and only as tasks. */
function passing(scope: Scope, services: readonly DeployedService[]): readonly Statement[] {
  const migrated = services.filter((service) => migrates(scope, service));
  const keys = [
    ...services.flatMap(({ name }) => [`${name}-execution-role`, `${name}-task-role`]),
    ...migrated.flatMap(({ name }) => [`${name}-migrate-execution-role`, `${name}-migrate-task-role`]),
    ...(hasBackup(scope) ? ["backup-execution-role", "backup-task-role"] : []),
  ];
  return [
    {
      sid: "PassTaskRoles",
      actions: ["iam:PassRole"],
      ...listed(
        scope,
        keys.map((key) => ref(key, "arn")),
        ["*-execution", "*-task"].map((role) =>
          join(
            "arn:aws:iam::",
            scope.account,
            ":role/",
            scope.named((names) => names.role(role)),
          ),
        ),
      ),
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}
