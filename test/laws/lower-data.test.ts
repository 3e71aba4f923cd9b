// What the program says of data: the database, the cache, the secrets and the backups.
import { describe, expect, test } from "vitest";
import { graphOf, modelOf, plain, REFERENCE, seen, SPECS } from "./lowered.ts";

const STAGING = seen(REFERENCE, "staging");
const PRODUCTION = seen(REFERENCE, "production");
const production = (key: string): Readonly<Record<string, never>> => PRODUCTION.get(key)?.properties ?? {};
const all = SPECS.flatMap(([spec, text]) => modelOf(text).environments.map(({ name }) => ({ spec, text, name })));

describe("the database", () => {
  test("is private, encrypted, kept up, and reached by TLS alone", () => {
    expect(production("database")).toMatchObject({
      identifier: "sage-production",
      engineVersion: "18",
      instanceClass: "db.t4g.small",
      multiAz: true,
      publiclyAccessible: false,
      storageEncrypted: true,
      storageType: "gp3",
      maxAllocatedStorage: 100,
      backupRetentionPeriod: 7,
      backupWindow: "03:00-04:00",
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      vpcSecurityGroupIds: ["<database-security.id>"],
      skipFinalSnapshot: false,
    });
    expect(production("database")["finalSnapshotIdentifier"]).toMatch(/^[A-Za-z](?!.*--)[A-Za-z0-9-]*[A-Za-z0-9]$/);
    expect(production("database-parameters")).toMatchObject({ family: "postgres18" });
    expect(production("database-parameters")["parameters"]).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      applyMethod: "immediate",
    });
  });

  test("has one way to its password, which no output tells", () => {
    const { password, manageMasterUserPassword } = production("database");
    expect(password).toBe("<database-password.result>");
    expect(manageMasterUserPassword).toBeUndefined();
    for (const { text, name } of all) {
      const outputs = JSON.stringify(graphOf(text, name).outputs);
      expect(outputs).not.toMatch(/"to":"(database-password|cache-token|secret-[^"]*-(version|initial))"/);
      expect(graphOf(text, name).outputs.every(({ value }) => plain(value, name) !== "")).toBe(true);
    }
  });

  test("is protected exactly where the spec says so", () => {
    for (const key of ["database", "backup-bucket"]) {
      expect(plain(PRODUCTION.get(key)?.options.protect ?? false, "production")).toBe(true);
      expect(plain(STAGING.get(key)?.options.protect ?? true, "staging")).toBe(false);
    }
    expect(production("database")["deletionProtection"]).toBe(true);
    expect(STAGING.get("database")?.properties["deletionProtection"]).toBe(false);
  });

  test("has a URL whose parts are its own", () => {
    const text: string = production("secret-database-url-version")["secretString"] ?? "";
    const url = new URL(text.replace("<database-password.result>", "letters").replace("<database.address>", "host"));
    expect([url.username, url.host, url.pathname, url.search]).toEqual([
      "sage_admin",
      "host:5432",
      "/sage",
      "?sslmode=verify-full",
    ]);
  });

  test("does not grow where its two sizes are the same", () => {
    const text = REFERENCE.replace("initial: 20GiB, max: 100GiB", "initial: 50GiB, max: 50GiB");
    expect(seen(text, "production").get("database")?.properties["maxAllocatedStorage"]).toBe(0);
  });
});

describe("the cache", () => {
  test("is a replication group everywhere, never a cache cluster, with TLS and a token", () => {
    for (const { text, name } of all) {
      const resources = [...seen(text, name).values()];
      expect(resources.filter(({ type }) => type.startsWith("aws:elasticache/cluster"))).toEqual([]);
      for (const { properties } of resources.filter(({ type }) => type.includes("replicationGroup"))) {
        expect(properties).toMatchObject({
          engine: "valkey",
          transitEncryptionEnabled: true,
          transitEncryptionMode: "required",
          atRestEncryptionEnabled: true,
          authToken: "<cache-token.result>",
        });
        if (properties["automaticFailoverEnabled"]) expect(properties["numCacheClusters"]).toBeGreaterThanOrEqual(2);
        expect(properties["description"]).not.toBe("");
      }
    }
  });

  test("has a URL that every client reads", () => {
    expect(production("secret-cache-url-version")["secretString"]).toBe(
      "rediss://:<cache-token.result>@<cache.primaryEndpointAddress>:6379",
    );
  });
});

describe("secrets", () => {
  test("each has a first version; none of the user's has a value", () => {
    for (const { text, name } of all) {
      const graph = seen(text, name);
      const secrets = [...graph.values()].filter(({ type }) => type === "aws:secretsmanager/secret:Secret");
      for (const { key } of secrets) {
        const version = graph.get(`${key}-initial`) ?? graph.get(`${key}-version`);
        expect(version?.properties["secretId"], `${name} ${key}`).toBe(`<${key}.id>`);
        if (version?.key.endsWith("-initial")) {
          expect(version.properties["secretString"]).toBe("unset");
          expect(version.options.ignoreChanges).toEqual(["secretString"]);
        }
      }
    }
  });
});

describe("backups", () => {
  test("lie in a bucket that is private, encrypted, versioned, and closed to plain HTTP", () => {
    const { restrictPublicBuckets, ignorePublicAcls, blockPublicAcls, blockPublicPolicy } =
      production("backup-bucket-public-access");
    expect([restrictPublicBuckets, ignorePublicAcls, blockPublicAcls, blockPublicPolicy]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(production("backup-bucket")["bucket"]).toBe("sage-backups-production-444455556666");
    expect(production("backup-bucket-versioning")).toMatchObject({ versioningConfiguration: { status: "Enabled" } });
    const policy = production("backup-bucket-policy")["policy"] as unknown as { Statement: readonly object[] };
    expect(policy.Statement).toMatchObject([
      { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
  });

  test("are made by a task that gets what the script asks for, and may write nowhere else", () => {
    const [container] = production("backup-task")["containerDefinitions"] as unknown as readonly [
      { environment: readonly { name: string; value: string }[]; secrets: object; command: object },
    ];
    expect(Object.fromEntries(container.environment.map(({ name, value }) => [name, value]))).toEqual({
      AWS_REGION: "us-west-2",
      BACKUP_BUCKET: "<backup-bucket.bucket>",
      BACKUP_KEEP: "7",
      BACKUP_PREFIX: "daily/",
      LOG_FILE: "/var/log/backup.log",
    });
    expect(container.secrets).toEqual([{ name: "DATABASE_URL", valueFrom: "<secret-database-url.arn>" }]);
    expect(container.command).toEqual(["/usr/local/bin/backup-db.sh"]);
    const { Statement } = production("backup-task-policy")["policy"] as unknown as {
      Statement: readonly { Action: string | readonly string[]; Resource: string }[];
    };
    expect(Statement.map(({ Action, Resource }) => [Resource, Action])).toEqual([
      ["<backup-bucket.arn>", "s3:ListBucket"],
      ["<backup-bucket.arn>/daily/*", expect.arrayContaining(["s3:GetObject", "s3:PutObject"])],
      ["<backup-bucket.arn>/migrations/*", "s3:GetObject"],
    ]);
    expect(Statement.flatMap(({ Action }) => Action)).not.toContain("s3:DeleteObjectVersion");
  });

  test("of a migration lie where the bucket lets them go after a while", () => {
    const rules = production("backup-bucket-lifecycle")["rules"] as unknown as readonly {
      id: string;
      filter: { prefix: string };
    }[];
    const prefix = rules.find(({ id }) => id === "expire-migration-dumps")?.filter.prefix;
    const [container] = production("backend-migrate-task")["containerDefinitions"] as unknown as readonly [
      { environment: object },
    ];
    expect(container.environment).toContainEqual({ name: "BACKUP_PREFIX", value: prefix });
  });

  test("are started by the clock, with the newest revision of the family", () => {
    expect(production("backup-schedule")).toMatchObject({
      scheduleExpression: "cron(0 18 * * ? *)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: "<cluster.arn>",
        ecsParameters: { taskDefinitionArn: "<backup-task.arnWithoutRevision>", launchType: "FARGATE" },
      },
    });
  });
});
