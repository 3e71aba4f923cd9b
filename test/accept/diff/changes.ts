// What single changes of the reference spec do in AWS, written from AWS's documentation (and Pulumi's, where it is
// Pulumi that decides), never from what `diff` says.
import type { ChangeAction, Effect } from "#schema/change.ts";
import type { Path } from "#schema/path.ts";

/** What is to happen to one resource. */
export interface Expected {
  readonly environment: string;
  /** The resource by its key in the graph. */
  readonly key: string;
  readonly action: ChangeAction;
  readonly effects?: readonly Effect[];
  /** True: AWS or Pulumi refuses it. */
  readonly refused?: true;
}

/** An edit of the spec: a value at a path; undefined takes it away. */
export type Edit = readonly [path: Path, value: unknown];

/** One change, and what it does. */
export interface Change {
  readonly name: string;
  /** What the base has otherwise than the reference spec. */
  readonly given?: readonly Edit[];
  readonly edits: readonly Edit[];
  readonly expected: readonly Expected[];
  /**
   * What else may happen. `harmless` (if nothing is said): others may be created or updated without any effect.
   * `nothing`: no other resource changes. `more`: more of the same kind, which the table does not spell out.
   */
  readonly others?: "harmless" | "nothing" | "more";
  /** Who says so. */
  readonly source: string;
}

const aws = (path: string): string => `https://docs.aws.amazon.com/${path}`;
const MODIFY_DB = aws("AmazonRDS/latest/APIReference/API_ModifyDBInstance.html");
const CFN = (type: string): string => aws(`AWSCloudFormation/latest/UserGuide/aws-resource-${type}.html`);
const STORAGE = aws("AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html");
const ECS_ROLLING = aws("AmazonECS/latest/developerguide/deployment-type-ecs.html");
const REPLICATION_GROUP = aws("AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html");
const ALARM = CFN("cloudwatch-alarm");

const both = (key: string, action: ChangeAction, ...effects: readonly Effect[]): Expected => ({
  environment: "both",
  key,
  action,
  effects,
});
const staging = (key: string, action: ChangeAction, ...effects: readonly Effect[]): Expected => ({
  ...both(key, action, ...effects),
  environment: "staging",
});
const production = (key: string, action: ChangeAction, ...effects: readonly Effect[]): Expected => ({
  ...both(key, action, ...effects),
  environment: "production",
});
const refused = (one: Expected): Expected => ({ ...one, refused: true });

/** `backend` is called `api`, wherever the spec names it. */
const RENAMED: readonly Edit[] = [
  [["services", "api"], "services.backend"],
  [["services", "backend"], undefined],
  [["environments", "staging", "services", "api"], "environments.staging.services.backend"],
  [["environments", "staging", "services", "backend"], undefined],
  [["environments", "production", "services", "api"], "environments.production.services.backend"],
  [["environments", "production", "services", "backend"], undefined],
  ...["backendCpu", "apiErrorRate", "responseTime"].map((name): Edit => [["alerts", "alarms", name, "on"], "api"]),
];

const DATABASE: readonly Change[] = [
  {
    name: "instance class, without a standby",
    edits: [[["database", "instance"], "db.t4g.medium"]],
    expected: [staging("database", "update", "downtime")],
    source: MODIFY_DB,
  },
  {
    name: "instance class, Multi-AZ",
    edits: [[["environments", "production", "database", "instance"], "db.t4g.medium"]],
    expected: [production("database", "update", "downtime")],
    source: MODIFY_DB,
  },
  {
    name: "engine version up by a major",
    given: [[["database", "version"], "17"]],
    edits: [[["database", "version"], "18"]],
    expected: [both("database", "update", "downtime"), both("database-parameters", "replace")],
    source: aws("AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html"),
  },
  {
    name: "engine version up by a minor",
    given: [[["database", "version"], "17.4"]],
    edits: [[["database", "version"], "17.6"]],
    expected: [both("database", "update", "downtime")],
    others: "nothing",
    source: MODIFY_DB,
  },
  {
    name: "engine version down",
    edits: [[["database", "version"], "17"]],
    expected: [refused(both("database", "update")), both("database-parameters", "replace")],
    source: aws("AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html"),
  },
  {
    name: "storage up",
    edits: [[["database", "storage", "initial"], "50GiB"]],
    expected: [both("database", "update")],
    others: "nothing",
    source: STORAGE,
  },
  {
    name: "storage down",
    given: [[["database", "storage", "initial"], "50GiB"]],
    edits: [[["database", "storage", "initial"], "20GiB"]],
    expected: [refused(both("database", "update"))],
    others: "nothing",
    source: STORAGE,
  },
  {
    name: "storage may grow further",
    edits: [[["database", "storage", "max"], "200GiB"]],
    expected: [both("database", "update")],
    source: aws("AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html"),
  },
  {
    name: "Multi-AZ on",
    edits: [[["database", "multiAz"], true]],
    expected: [staging("database", "update")],
    others: "nothing",
    source: aws("AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Migrating.html"),
  },
  {
    name: "Multi-AZ off",
    edits: [[["environments", "production", "database", "multiAz"], false]],
    expected: [production("database", "update")],
    others: "nothing",
    source: MODIFY_DB,
  },
  {
    name: "database name",
    edits: [[["database", "name"], "market"]],
    expected: [
      staging("database", "replace", "downtime", "data-loss"),
      refused(production("database", "replace", "downtime", "data-loss")),
      both("secret-database-url-version", "replace"),
    ],
    source: CFN("rds-dbinstance"),
  },
  {
    name: "master user",
    edits: [[["database", "username"], "owner"]],
    expected: [
      staging("database", "replace", "downtime", "data-loss"),
      refused(production("database", "replace", "downtime", "data-loss")),
      both("secret-database-url-version", "replace"),
    ],
    source: CFN("rds-dbinstance"),
  },
  {
    name: "backups kept longer",
    edits: [[["database", "backup", "retention"], "14d"]],
    expected: [both("database", "update")],
    others: "nothing",
    source: MODIFY_DB,
  },
  {
    name: "backups kept shorter",
    edits: [[["database", "backup", "retention"], "3d"]],
    expected: [both("database", "update", "data-loss")],
    others: "nothing",
    source: aws("AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"),
  },
  {
    name: "backup window",
    edits: [[["database", "backup", "window"], "01:00-02:00"]],
    expected: [both("database", "update")],
    others: "nothing",
    source: MODIFY_DB,
  },
  {
    name: "maintenance window",
    edits: [[["database", "maintenance"], "sat:04:30-sat:05:30"]],
    expected: [both("database", "update")],
    others: "nothing",
    source: MODIFY_DB,
  },
  {
    // The spec has no key for encryption, which is always on; only an override can turn it off.
    name: "encryption off, by an override",
    edits: [
      [
        ["overrides", "plain"],
        {
          on: "database",
          reason: "a test",
          patch: [{ op: "replace", path: "/storageEncrypted", value: false }],
        },
      ],
    ],
    expected: [
      staging("database", "replace", "downtime", "data-loss"),
      refused(production("database", "replace", "downtime", "data-loss")),
    ],
    source: CFN("rds-dbinstance"),
  },
];

const CACHE: readonly Change[] = [
  {
    name: "Valkey node type",
    edits: [[["cache", "node"], "cache.t4g.small"]],
    expected: [both("cache", "update", "downtime")],
    others: "nothing",
    source: aws("AmazonElastiCache/latest/dg/scaling-redis-classic.html"),
  },
  {
    name: "Valkey version up",
    edits: [[["cache", "version"], "8.1"]],
    expected: [both("cache", "update", "downtime")],
    source: aws("AmazonElastiCache/latest/dg/VersionManagement-upgrade-considerations.html"),
  },
  {
    name: "Valkey version down",
    edits: [[["cache", "version"], "7.2"]],
    expected: [both("cache", "replace", "downtime", "data-loss"), both("cache-parameters", "replace")],
    source: REPLICATION_GROUP,
  },
  {
    name: "a replica more",
    edits: [[["cache", "nodes"], 2]],
    expected: [both("cache", "update")],
    others: "nothing",
    source: aws("AmazonElastiCache/latest/dg/increase-decrease-replica-count.html"),
  },
  {
    name: "a replica less",
    given: [[["cache", "nodes"], 3]],
    edits: [[["cache", "nodes"], 2]],
    expected: [both("cache", "update")],
    others: "nothing",
    source: aws("AmazonElastiCache/latest/dg/increase-decrease-replica-count.html"),
  },
  {
    name: "failover on",
    given: [[["cache", "nodes"], 2]],
    edits: [[["cache", "multiAz"], true]],
    expected: [both("cache", "update")],
    others: "nothing",
    source: aws("AmazonElastiCache/latest/dg/AutoFailover.html"),
  },
  {
    name: "what the application may keep",
    edits: [[["cache", "ttl", "marketPrice"], "10m"]],
    expected: [both("backend-task", "update")],
    source: ECS_ROLLING,
  },
  {
    name: "the cache is gone",
    edits: [[["cache"], undefined]],
    expected: [both("cache", "delete", "downtime", "data-loss"), both("backend-task", "update")],
    others: "more",
    source: aws("AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html"),
  },
];

const NETWORK: readonly Change[] = [
  {
    name: "the network's block",
    edits: [[["network", "cidr"], "10.0.0.0/17"]],
    expected: [
      both("vpc", "replace", "downtime"),
      both("subnet-private-a", "replace"),
      both("backend-security", "replace"),
      both("backend-targets", "replace", "downtime"),
      refused(both("database-subnets", "update")),
      refused(both("load-balancer", "update", "downtime")),
    ],
    others: "more",
    source: CFN("ec2-vpc"),
  },
  {
    name: "block of a private subnet",
    edits: [[["network", "subnets", "private", 0], "10.0.31.0/24"]],
    expected: [
      both("subnet-private-a", "replace"),
      both("subnet-private-a-association", "replace"),
      both("backend-service", "update"),
      both("backup-schedule", "update"),
    ],
    source: CFN("ec2-subnet"),
  },
  {
    name: "block of a public subnet, with its NAT gateway",
    edits: [[["network", "subnets", "public", 0], "10.0.31.0/24"]],
    expected: [
      both("subnet-public-a", "replace"),
      both("subnet-public-a-association", "replace"),
      both("nat-a", "replace", "downtime"),
      both("load-balancer", "update"),
      both("nat-route-a", "update"),
    ],
    source: CFN("ec2-natgateway"),
  },
  {
    name: "block of a database subnet",
    edits: [[["network", "subnets", "database", 0], "10.0.31.0/24"]],
    expected: [
      both("subnet-database-a", "replace"),
      both("subnet-database-a-association", "replace"),
      refused(both("database-subnets", "update")),
      refused(both("cache-subnets", "update")),
    ],
    others: "nothing",
    source: aws("AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html"),
  },
  {
    name: "a zone more",
    edits: [
      [["network", "subnets", "public", 2], "10.0.3.0/24"],
      [["network", "subnets", "private", 2], "10.0.13.0/24"],
      [["network", "subnets", "database", 2], "10.0.23.0/24"],
    ],
    expected: [
      both("subnet-public-c", "create"),
      both("subnet-private-c", "create"),
      both("subnet-database-c", "create"),
      production("nat-c", "create"),
      both("load-balancer", "update"),
      both("backend-service", "update"),
      both("database-subnets", "update"),
      both("cache-subnets", "update"),
    ],
    source: aws("elasticloadbalancing/latest/application/load-balancer-subnets.html"),
  },
  {
    name: "NAT: one for all zones instead of one each",
    edits: [[["environments", "production", "network"], undefined]],
    expected: [
      production("nat-b", "delete"),
      production("nat-address-b", "delete"),
      production("nat-route-b", "update"),
    ],
    others: "nothing",
    source: CFN("ec2-route"),
  },
  {
    name: "NAT: one each",
    edits: [[["network", "nat"], "per-az"]],
    expected: [staging("nat-b", "create"), staging("nat-address-b", "create"), staging("nat-route-b", "update")],
    others: "nothing",
    source: CFN("ec2-route"),
  },
];

const SERVICES: readonly Change[] = [
  {
    name: "port",
    edits: [[["services", "backend", "port"], 3001]],
    expected: [
      both("backend-targets", "replace", "downtime"),
      both("backend-task", "update"),
      both("backend-service", "update"),
      both("https-listener", "update"),
      both("load-balancer-to-backend-ingress", "update"),
    ],
    source: CFN("elasticloadbalancingv2-targetgroup"),
  },
  {
    name: "health path",
    edits: [[["services", "backend", "health"], "/ready"]],
    expected: [both("backend-targets", "update"), both("backend-task", "update")],
    others: "nothing",
    source: CFN("elasticloadbalancingv2-targetgroup"),
  },
  {
    name: "size of a task",
    edits: [
      [["services", "backend", "task", "cpu"], 1024],
      [["services", "backend", "task", "memory"], "2GiB"],
    ],
    expected: [both("backend-task", "update")],
    source: ECS_ROLLING,
  },
  {
    name: "fewest tasks",
    edits: [[["services", "backend", "scale", "min"], 2]],
    expected: [staging("backend-scaling", "update")],
    others: "nothing",
    source: CFN("applicationautoscaling-scalabletarget"),
  },
  {
    name: "most tasks",
    edits: [[["environments", "production", "services", "backend", "scale", "max"], 7]],
    expected: [production("backend-scaling", "update")],
    others: "nothing",
    source: CFN("applicationautoscaling-scalabletarget"),
  },
  {
    name: "target of scaling",
    edits: [[["services", "backend", "scale", "cpu"], "60%"]],
    expected: [both("backend-scaling-cpu", "update")],
    others: "nothing",
    source: CFN("applicationautoscaling-scalingpolicy"),
  },
  {
    name: "environment variable",
    edits: [[["services", "backend", "env", "LOG_LEVEL"], "debug"]],
    expected: [both("backend-task", "update")],
    others: "nothing",
    source: ECS_ROLLING,
  },
  {
    name: "connections of a task",
    edits: [[["services", "backend", "databaseConnections"], 6]],
    expected: [both("backend-task", "update")],
    others: "nothing",
    source: ECS_ROLLING,
  },
  {
    name: "Node.js of the image, which the pipeline builds",
    edits: [[["services", "backend", "image", "node"], 22]],
    expected: [],
    others: "nothing",
    source: ECS_ROLLING,
  },
  {
    name: "folder of a service",
    edits: [[["services", "backend", "path"], "services/backend"]],
    expected: [],
    others: "nothing",
    source: ECS_ROLLING,
  },
  {
    name: "a service that is not deployed",
    edits: [[["services", "frontend", "port"], 5174]],
    expected: [],
    others: "nothing",
    source: ECS_ROLLING,
  },
  {
    name: "certificate",
    edits: [
      [
        ["environments", "staging", "services", "backend", "certificate"],
        "arn:aws:acm:us-west-2:111122223333:certificate/ffffffff-4b5a-6978-8796-a5b4c3d2e1f0",
      ],
    ],
    expected: [staging("https-listener", "update")],
    others: "nothing",
    source: CFN("elasticloadbalancingv2-listener"),
  },
  {
    name: "no certificate any more",
    edits: [[["environments", "staging", "services"], undefined]],
    expected: [
      staging("https-listener", "delete", "downtime"),
      staging("http-listener", "update"),
      staging("internet-to-load-balancer-https-ingress", "delete"),
    ],
    source: aws("elasticloadbalancing/latest/APIReference/API_DeleteListener.html"),
  },
  {
    name: "a service renamed",
    edits: RENAMED,
    expected: [
      both("backend-service", "delete", "downtime"),
      staging("backend-repository", "delete", "data-loss"),
      refused(production("backend-repository", "delete", "data-loss")),
      both("backend-log", "delete", "data-loss"),
      both("api-service", "create"),
      both("api-repository", "create"),
    ],
    others: "more",
    source: CFN("ecs-service"),
  },
  {
    // Auto-named target groups keep their names; what AWS knows by a fixed name or description is made anew.
    name: "a service renamed, which says what it was called",
    edits: [...RENAMED, [["services", "api", "renamedFrom"], "backend"]],
    expected: [
      both("api-service", "replace", "downtime"),
      staging("api-repository", "replace", "data-loss"),
      refused(production("api-repository", "replace", "data-loss")),
      both("api-repository-lifecycle", "replace"),
      both("api-log", "replace", "data-loss"),
      both("api-migrate-log", "replace", "data-loss"),
      ...["api-execution", "api-task", "api-migrate-execution", "api-migrate-task"].map((name) =>
        both(`${name}-role`, "replace"),
      ),
      ...["api-execution", "api-task", "api-migrate-execution", "api-migrate-task"].map((name) =>
        both(`${name}-policy`, "replace"),
      ),
      both("api-security", "replace"),
      ...["api-to-cache", "api-to-database", "api-to-internet"].map((name) => both(`${name}-egress`, "replace")),
      both("load-balancer-to-api-ingress", "replace"),
      both("load-balancer-to-api-egress", "update"),
      ...["cache", "database"].map((name) => both(`api-to-${name}-ingress`, "update")),
      both("api-scaling", "replace"),
      both("api-scaling-cpu", "replace"),
      both("api-task", "update"),
      both("api-migrate-task", "update"),
      both("api-targets", "update"),
    ],
    source: "https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/",
  },
  {
    name: "a worker more",
    edits: [[["services", "worker"], { path: "apps/worker", framework: "node", databaseConnections: 1 }]],
    expected: [
      both("worker-service", "create"),
      both("worker-task", "create"),
      both("worker-repository", "create"),
      both("worker-to-database-egress", "create"),
    ],
    source: CFN("ecs-service"),
  },
  {
    name: "processor",
    edits: [[["services", "backend", "architecture"], "arm64"]],
    expected: [both("backend-task", "update")],
    source: ECS_ROLLING,
  },
];

const SECRETS: readonly Change[] = [
  {
    name: "a secret more, for a variable",
    edits: [
      [["secrets", "openaiApiKey"], { description: "Another model" }],
      [["services", "backend", "secrets", "OPENAI_API_KEY"], "openaiApiKey"],
    ],
    expected: [
      both("secret-openai-api-key", "create"),
      both("backend-task", "update"),
      both("backend-execution-policy", "update"),
    ],
    source: CFN("secretsmanager-secret"),
  },
  {
    name: "a secret less",
    edits: [
      [["secrets", "anthropicApiKey"], undefined],
      [["services", "backend", "secrets"], undefined],
    ],
    expected: [
      both("secret-anthropic-api-key", "delete", "data-loss"),
      both("secret-anthropic-api-key-initial", "delete"),
      both("backend-task", "update"),
      both("backend-execution-policy", "update"),
    ],
    source: aws("secretsmanager/latest/APIReference/API_DeleteSecret.html"),
  },
  {
    name: "what a secret is for",
    edits: [[["secrets", "anthropicApiKey", "description"], "Claude"]],
    expected: [both("secret-anthropic-api-key", "update")],
    others: "nothing",
    source: CFN("secretsmanager-secret"),
  },
];

const ALERTS: readonly Change[] = [
  {
    name: "alarm threshold",
    edits: [[["alerts", "alarms", "backendCpu", "above"], "90%"]],
    expected: [both("alarm-backend-cpu", "update")],
    source: ALARM,
  },
  {
    name: "alarm period",
    edits: [[["alerts", "alarms", "databaseCpu", "period"], "1m"]],
    expected: [both("alarm-database-cpu", "update")],
    source: ALARM,
  },
  {
    name: "alarm gone",
    edits: [[["alerts", "alarms", "backendCpu"], undefined]],
    expected: [both("alarm-backend-cpu", "delete")],
    source: ALARM,
  },
  {
    name: "alarm renamed",
    edits: [
      [["alerts", "alarms", "cpu"], "alerts.alarms.backendCpu"],
      [["alerts", "alarms", "backendCpu"], undefined],
    ],
    expected: [both("alarm-backend-cpu", "delete"), both("alarm-cpu", "create")],
    source: ALARM,
  },
  {
    name: "topic renamed",
    edits: [[["alerts", "topic"], "market-alerts"]],
    expected: [
      both("topic", "replace"),
      both("notifier-subscription", "replace"),
      both("notifier-permission", "replace"),
      both("alarm-backend-cpu", "update"),
    ],
    source: CFN("sns-topic"),
  },
  {
    name: "another channel for an alarm",
    edits: [[["alerts", "alarms", "backendCpu", "channel"], "errors"]],
    expected: [both("notifier", "update")],
    source: CFN("lambda-function"),
  },
];

const DELIVERY: readonly Change[] = [
  {
    name: "repository moved",
    edits: [[["delivery", "github", "repository"], "sage-ai/market"]],
    expected: [both("deploy-role", "update"), both("infrastructure-role", "update"), both("preview-role", "update")],
    others: "nothing",
    source: CFN("iam-role"),
  },
  {
    name: "bucket of the backups",
    edits: [[["operations", "backup", "bucket"], "market-backups"]],
    expected: [
      staging("backup-bucket", "replace", "data-loss"),
      refused(production("backup-bucket", "replace", "data-loss")),
      both("backup-bucket-policy", "replace"),
      both("backup-bucket-versioning", "replace"),
    ],
    others: "more",
    source: CFN("s3-bucket"),
  },
  {
    name: "backups that are kept",
    edits: [[["operations", "backup", "keep"], 14]],
    expected: [both("backup-task", "update")],
    source: CFN("ecs-taskdefinition"),
  },
  {
    name: "schedule of the backup",
    edits: [[["operations", "backup", "schedule"], "0 6 * * *"]],
    expected: [both("backup-schedule", "update")],
    source: CFN("scheduler-schedule"),
  },
  {
    name: "logs kept shorter",
    edits: [[["logs"], { retention: "7d" }]],
    expected: [both("backend-log", "update", "data-loss"), both("database-log-postgresql", "update", "data-loss")],
    others: "more",
    source: aws("AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"),
  },
  {
    name: "logs kept longer",
    edits: [[["logs"], { retention: "90d" }]],
    expected: [both("backend-log", "update"), both("database-log-postgresql", "update")],
    source: aws("AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"),
  },
  {
    name: "local development",
    edits: [[["local", "database", "port"], 5433]],
    expected: [],
    others: "nothing",
    source: "https://docs.docker.com/reference/compose-file/services/#ports",
  },
];

const WHOLE: readonly Change[] = [
  {
    name: "description",
    edits: [[["description"], "A market assistant"]],
    expected: [],
    others: "nothing",
    source: "https://www.pulumi.com/docs/iac/concepts/projects/project-file/",
  },
  {
    name: "tag",
    edits: [[["tags", "Team"], "core"]],
    expected: [both("vpc", "update"), both("database", "update"), both("cache", "update")],
    source: aws("AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html"),
  },
  {
    name: "project renamed",
    edits: [[["project"], "market"]],
    expected: [
      both("vpc", "update"),
      both("database", "update", "reboot", "downtime"),
      both("cache", "replace", "downtime", "data-loss"),
      both("cluster", "replace", "downtime"),
      both("backend-service", "replace", "downtime"),
      both("load-balancer", "replace", "downtime"),
      both("backend-log", "replace", "data-loss"),
      both("secret-anthropic-api-key", "replace", "data-loss"),
      staging("backend-repository", "replace", "data-loss"),
      refused(production("backend-repository", "replace", "data-loss")),
      both("backend-task-role", "replace"),
    ],
    others: "more",
    source: aws("AmazonRDS/latest/UserGuide/USER_RenameInstance.html"),
  },
  {
    name: "region",
    edits: [
      [["region"], "eu-central-1"],
      [
        ["environments", "staging", "services", "backend", "certificate"],
        "arn:aws:acm:eu-central-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
      ],
      [
        ["environments", "production", "services", "backend", "certificate"],
        "arn:aws:acm:eu-central-1:444455556666:certificate/1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809",
      ],
    ],
    expected: [
      both("vpc", "replace"),
      staging("database", "replace", "downtime", "data-loss"),
      refused(production("database", "replace", "downtime", "data-loss")),
      staging("backup-bucket", "replace", "data-loss"),
      both("secret-anthropic-api-key", "replace", "data-loss"),
      both("backend-log", "replace", "data-loss"),
      both("backend-execution-policy", "update"),
    ],
    others: "more",
    source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support",
  },
  {
    name: "account",
    edits: [
      [["environments", "staging", "account"], "777788889999"],
      [
        ["environments", "staging", "services", "backend", "certificate"],
        "arn:aws:acm:us-west-2:777788889999:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
      ],
    ],
    expected: [
      staging("database", "replace", "downtime", "data-loss"),
      staging("deploy-role", "replace"),
      staging("vpc", "replace"),
    ],
    others: "more",
    source: aws("organizations/latest/userguide/orgs_getting-started_concepts.html"),
  },
  {
    name: "protect off",
    edits: [[["environments", "production", "protect"], false]],
    expected: [
      production("database", "update"),
      production("backup-bucket", "update"),
      production("backend-repository", "update"),
      production("load-balancer", "update"),
      production("secret-anthropic-api-key", "update"),
    ],
    source: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  },
  {
    name: "protect on",
    edits: [[["environments", "staging", "protect"], true]],
    expected: [staging("database", "update"), staging("backup-bucket", "update")],
    source: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  },
  {
    name: "an environment more",
    edits: [[["environments", "demo"], { account: "777788889999" }]],
    expected: [
      { environment: "demo", key: "vpc", action: "create" },
      { environment: "demo", key: "database", action: "create" },
    ],
    source: "https://www.pulumi.com/docs/iac/concepts/stacks/",
  },
  {
    name: "an environment less",
    edits: [[["environments", "staging"], undefined]],
    expected: [
      staging("database", "delete", "downtime", "data-loss"),
      staging("backup-bucket", "delete", "data-loss"),
      staging("vpc", "delete"),
    ],
    others: "more",
    source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_destroy/",
  },
  {
    name: "no database any more",
    edits: [
      [["database"], undefined],
      [["operations"], undefined],
      [["environments", "production", "database"], undefined],
      [["services", "backend", "databaseConnections"], undefined],
      [["services", "backend", "image", "prisma"], undefined],
      [["local", "database"], undefined],
      ...["databaseCpu", "databaseConnections"].map((name): Edit => [["alerts", "alarms", name], undefined]),
    ],
    expected: [
      staging("database", "delete", "downtime", "data-loss"),
      refused(production("database", "delete", "downtime", "data-loss")),
      staging("backup-bucket", "delete", "data-loss"),
      both("secret-database-url", "delete"),
    ],
    others: "more",
    source: aws("AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"),
  },
];

/** Every change. */
export const CHANGES: readonly Change[] = [
  ...DATABASE,
  ...CACHE,
  ...NETWORK,
  ...SERVICES,
  ...SECRETS,
  ...ALERTS,
  ...DELIVERY,
  ...WHOLE,
];
