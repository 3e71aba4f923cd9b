// PostgreSQL on RDS, and the URL by which the services reach it.
import type { Resource } from "#schema/graph.ts";
import type { Database, DatabaseEngine } from "#schema/model.ts";
import { above, join, ref, type Value } from "#schema/value.ts";
import { storeSubnets } from "./cache.ts";
import { databaseInstance, EXPORTED_LOGS } from "./database-instance.ts";
import { type Part, resource, type Scope } from "./scope.ts";
import { composedSecret } from "./secrets.ts";

const MODULE = "database";
const BECAUSE = ["database"];

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
      databaseInstance(scope, engine, here),
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
  return resource("database-subnets", "aws:rds/subnetGroup:SubnetGroup", MODULE, BECAUSE, {
    description: "The database's subnets: no route to the internet",
    subnetIds: storeSubnets(scope),
  });
}

const parameter = (name: string, value: string, why: string): Value =>
  above(why, { name, value, applyMethod: "immediate" });

function parameters(scope: Scope, here: Database): Resource {
  return resource(
    "database-parameters",
    "aws:rds/parameterGroup:ParameterGroup",
    MODULE,
    BECAUSE,
    {
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
    {
      why: "A group of its own: RDS's default groups can't be changed. All of these are dynamic; a static one wants `pending-reboot`.",
    },
  );
}

function password(): Resource {
  return resource(
    "database-password",
    "random:index/randomPassword:RandomPassword",
    MODULE,
    BECAUSE,
    { length: 32, special: false },
    { why: "Letters and digits alone: RDS refuses some specials, and the URL would need the others percent-encoded." },
  );
}

function logs(scope: Scope): readonly Resource[] {
  return EXPORTED_LOGS.map((kind) =>
    resource(
      `database-log-${kind}`,
      "aws:cloudwatch/logGroup:LogGroup",
      MODULE,
      BECAUSE,
      {
        name: scope.named((names) => names.databaseLogGroup(kind)),
        retentionInDays: scope.at(["logs", "retention"], scope.environment.logRetentionDays),
      },
      kind === EXPORTED_LOGS[0]
        ? { why: "RDS would make its log groups itself, and keep the logs for ever." }
        : undefined,
    ),
  );
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
