// PostgreSQL on RDS, and the URL by which the services reach it.
import type { Resource } from "#schema/graph.ts";
import type { Database, DatabaseEngine } from "#schema/model.ts";
import { above, behind, join, ref, type Value, type ValueMap } from "#schema/value.ts";
import { storeSubnets } from "./cache.ts";
import { type Part, resource, type Scope } from "./scope.ts";
import { composedSecret } from "./secrets.ts";

const MODULE = "database";
const BECAUSE = ["database"];

/** Certificates of this authority are what the bundle in the images proves. */
const CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

/** Letters and digits alone: RDS refuses some specials, and the others would need percent-encoding in the URL. */
const PASSWORD: ValueMap = { length: 32, special: false };

/** The database with its parameters, its password and the secret `DATABASE_URL`; nothing where the spec has none. */
export function database(scope: Scope): Part {
  const engine = scope.model.database;
  const here = scope.environment.database;
  if (!engine || !here) return {};
  return {
    resources: [
      subnets(scope),
      parameters(scope, here),
      password(),
      ...logs(scope),
      instance(scope, engine, here),
      ...url(scope, engine),
    ],
    outputs: [
      {
        name: "databaseEndpoint",
        description: "Host and port of the database, reachable inside the network alone",
        value: ref("database", "endpoint"),
      },
    ],
  };
}

function subnets(scope: Scope): Resource {
  return resource({
    key: "database-subnets",
    type: "aws:rds/subnetGroup:SubnetGroup",
    module: MODULE,
    because: BECAUSE,
    properties: { description: "The database's subnets: no route to the internet", subnetIds: storeSubnets(scope) },
  });
}

const parameter = (name: string, value: string, why: string): Value =>
  above(why, { name, value, applyMethod: "immediate" });

function parameters(scope: Scope, here: Database): Resource {
  return resource({
    key: "database-parameters",
    type: "aws:rds/parameterGroup:ParameterGroup",
    module: MODULE,
    because: BECAUSE,
    why: "A group of its own: RDS's default groups can't be changed. All of these are dynamic; a static one wants `pending-reboot`.",
    properties: {
      family: scope.at(["database", "version"], `postgres${here.major}`),
      description: "PostgreSQL: TLS alone, idle transactions end, slow statements are logged",
      parameters: [
        parameter("rds.force_ssl", "1", "Plain connections are rejected."),
        parameter(
          "idle_in_transaction_session_timeout",
          "300000",
          "Milliseconds: a transaction that is left open holds its locks, and its row versions can't be cleaned up.",
        ),
        parameter("log_min_duration_statement", "1000", "Milliseconds: slower statements are logged."),
      ],
    },
  });
}

function password(): Resource {
  return resource({
    key: "database-password",
    type: "random:index/randomPassword:RandomPassword",
    module: MODULE,
    because: BECAUSE,
    properties: PASSWORD,
  });
}

/** The logs that RDS exports. */
const LOGS = ["postgresql", "upgrade"] as const;

function logs(scope: Scope): readonly Resource[] {
  return LOGS.map((kind) =>
    resource({
      key: `database-log-${kind}`,
      type: "aws:cloudwatch/logGroup:LogGroup",
      module: MODULE,
      because: BECAUSE,
      ...(kind === LOGS[0] ? { why: "RDS would make its log groups itself, and keep the logs for ever." } : {}),
      properties: {
        name: scope.named((names) => names.databaseLogGroup(kind)),
        retentionInDays: scope.at(["logs", "retention"], scope.environment.logRetentionDays),
      },
    }),
  );
}

function instance(scope: Scope, engine: DatabaseEngine, here: Database): Resource {
  const protect = scope.at(["protect"], scope.environment.protect);
  return resource({
    key: "database",
    type: "aws:rds/instance:Instance",
    module: MODULE,
    because: BECAUSE,
    properties: {
      identifier: scope.named((names) => names.databaseInstance),
      ...software(scope, engine, here),
      ...storage(scope, here),
      ...reach(engine),
      multiAz: scope.at(["database", "multiAz"], here.multiAz),
      ...upkeep(scope, here),
      deletionProtection: protect,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: behind(
        "remove an old snapshot of this name before a second deletion",
        scope.named((names) => names.finalSnapshot),
      ),
      copyTagsToSnapshot: true,
    },
    options: { protect, retainOnDelete: protect, dependsOn: LOGS.map((kind) => `database-log-${kind}`) },
  });
}

function software(scope: Scope, engine: DatabaseEngine, here: Database): ValueMap {
  return {
    engine: scope.at(["database", "engine"], engine.engine),
    engineVersion: scope.at(["database", "version"], here.version),
    autoMinorVersionUpgrade: above("Minor versions come in the maintenance window.", true),
    allowMajorVersionUpgrade: above(
      "A major version is a migration that wants a rehearsal, and is not undone: it is not applied from here.",
      false,
    ),
    engineLifecycleSupport: above(
      "No paid extended support after the end of standard support.",
      "open-source-rds-extended-support-disabled",
    ),
    parameterGroupName: ref("database-parameters", "name"),
    instanceClass: scope.at(["database", "instance"], here.instance),
    dbName: scope.at(["database", "name"], engine.name),
    username: scope.at(["database", "username"], engine.username),
    password: ref("database-password", "result"),
  };
}

function storage(scope: Scope, here: Database): ValueMap {
  return {
    storageType: "gp3",
    storageEncrypted: true,
    allocatedStorage: scope.at(["database", "storage", "initial"], here.storageGiB),
    maxAllocatedStorage: above(
      "GiB: storage grows by itself up to this, and never shrinks; 0 would switch growth off.",
      scope.at(["database", "storage", "max"], growsTo(here)),
    ),
  };
}

/** RDS refuses a limit that leaves no room to grow, so that equal sizes switch growth off. */
const growsTo = (here: Database): number => (here.maxStorageGiB > here.storageGiB ? here.maxStorageGiB : 0);

function reach(engine: DatabaseEngine): ValueMap {
  return {
    port: engine.port,
    dbSubnetGroupName: ref("database-subnets", "name"),
    vpcSecurityGroupIds: [ref("database-security", "id")],
    publiclyAccessible: false,
    caCertIdentifier: CERTIFICATE_AUTHORITY,
  };
}

function upkeep(scope: Scope, here: Database): ValueMap {
  return {
    backupRetentionPeriod: above(
      "Days: any second of them can be restored, to a new instance.",
      scope.at(["database", "backup", "retention"], here.backupRetentionDays),
    ),
    backupWindow: scope.at(["database", "backup", "window"], here.backupWindow),
    maintenanceWindow: scope.at(["database", "maintenance"], here.maintenanceWindow),
    applyImmediately: above("What needs a restart waits for the maintenance window.", false),
    enabledCloudwatchLogsExports: LOGS,
    databaseInsightsMode: "standard",
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: behind("days: the free tier", 7),
  };
}

function url(scope: Scope, engine: DatabaseEngine): readonly Resource[] {
  return composedSecret(scope, {
    key: "secret-database-url",
    module: MODULE,
    because: BECAUSE,
    name: (names) => names.databaseUrlSecret,
    description: "Connection URL of the database; the program keeps it up to date",
    value: join(
      "postgresql://",
      scope.at(["database", "username"], engine.username),
      ":",
      ref("database-password", "result"),
      "@",
      ref("database", "address"),
      `:${engine.port}/`,
      scope.at(["database", "name"], engine.name),
      "?sslmode=verify-full",
    ),
  });
}
