// The database's instance: its software, its storage, who reaches it, and how it is kept.
import type { Resource } from "#schema/graph.ts";
import type { Database, DatabaseEngine } from "#schema/model.ts";
import { above, behind, ref, type ValueMap } from "#schema/value.ts";
import { resource, type Scope } from "./scope.ts";

/** Certificates of this authority are what the bundle in the images proves. */
const CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

/** The logs that RDS exports. */
export const EXPORTED_LOGS = ["postgresql", "upgrade"] as const;

/** The instance; where the environment is protected, nothing deletes it. */
export function databaseInstance(scope: Scope, engine: DatabaseEngine, here: Database): Resource {
  const protect = scope.at(["protect"], scope.environment.protect);
  return resource(
    "database",
    "aws:rds/instance:Instance",
    "database",
    ["database"],
    {
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
    { options: { protect, retainOnDelete: protect, dependsOn: EXPORTED_LOGS.map((kind) => `database-log-${kind}`) } },
  );
}

function software(scope: Scope, engine: DatabaseEngine, here: Database): ValueMap {
  return {
    engine: scope.at(["database", "engine"], engine.engine),
    engineVersion: scope.at(["database", "version"], here.version),
    autoMinorVersionUpgrade: above("Minor versions come in the maintenance window.", true),
    allowMajorVersionUpgrade: above(
      "The spec decides the version. A new major is applied in the maintenance window, and is not undone: rehearse it.",
      true,
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
    enabledCloudwatchLogsExports: EXPORTED_LOGS,
    databaseInsightsMode: "standard",
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: behind("days: the free tier", 7),
  };
}
