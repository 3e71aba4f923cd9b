// The generated scripts under their judges: bash, shellcheck and shfmt on every spec, then real runs against a real
// PostgreSQL and a real S3 protocol.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, installDebian, run, type Settings } from "./scripts/debian.ts";
import { placeOfScripts, placeScripts, scriptsOf, SPECS } from "./scripts/generated.ts";
import { DATABASE, type Servers, startServers } from "./scripts/servers.ts";

const SPEC = "spec/sage.yaml";
const HASH = `select count(*) || md5(string_agg(t::text, '|' order by id)) from "we ird (1)" t`;

/** Files of runs that should have taken them away. */
const leftovers = async (): Promise<string> =>
  (await run(["find", "/tmp", "-maxdepth", "1", "(", "-name", "*-db.*", "-o", "-name", "migrate.*", ")"])).output;

beforeAll(() => {
  installDebian();
  placeScripts(SPECS);
}, 600_000);

test("there is a script only where there is a database", () => {
  expect([...scriptsOf("test/golden/no-database/sage.yaml").keys()]).toEqual([]);
  expect([...scriptsOf(SPEC).keys()].toSorted()).toEqual(["backup-db.sh", "migrate.sh", "restore-db.sh"]);
});

test.each(SPECS.filter((spec) => scriptsOf(spec).size > 0))("%s: its scripts are clean", async (spec) => {
  const files = [...scriptsOf(spec).keys()].map((name) => `${placeOfScripts(spec)}/${name}`);
  for (const file of files) expect(await run(["bash", "-n", file])).toEqual({ status: 0, output: "" });
  expect(await run(["shellcheck", "-S", "style", "-o", "all", ...files])).toEqual({ status: 0, output: "" });
  expect(await run(["shfmt", "-d", "-i", "2", "-ci", ...files])).toEqual({ status: 0, output: "" });
});

describe("with a database", () => {
  let servers: Servers;
  const script = (name: string, args: readonly string[] = [], env: Settings = {}) =>
    run([`${placeOfScripts(SPEC)}/${name}`, ...args], { ...servers.env, ...env });
  const objects = async (): Promise<readonly string[]> => {
    const listing = [
      "s3api",
      "list-objects-v2",
      "--bucket",
      "backups",
      "--query",
      "Contents[].Key",
      "--output",
      "json",
    ];
    const answer = await servers.aws(...listing);
    return (JSON.parse(answer) as readonly string[] | null) ?? [];
  };
  const databases = async (): Promise<readonly string[]> =>
    (await servers.sql("select datname from pg_database where datallowconn order by 1")).split("\n");

  beforeAll(async () => {
    servers = await startServers();
    await servers.sql(`
      set role app;
      create table "we ird (1)" (id int primary key, "t""x" text);
      insert into "we ird (1)" select i, 'row ' || i || E'\\n\\\\.' from generate_series(1, 50000) i;
      create table nothing (a int);
      grant select on nothing to analyst;`);
  }, 120_000);
  afterAll(() => servers?.stop());

  test("a backup is refused without leaving a trace, while nothing is in the bucket", async () => {
    expect((await script("restore-db.sh", ["--drill"])).output).toContain("there is no backup of");
    const password = await script("backup-db.sh", [], {
      DATABASE_URL: (servers.env["DATABASE_URL"] ?? "").replace(/app:[^@]*@/, "app:wrong@"),
    });
    expect(password).toMatchObject({
      status: 1,
      output: expect.stringContaining("password authentication failed") as string,
    });
    const authority = await script("backup-db.sh", [], { PGSSLROOTCERT: "/etc/ssl/certs/ca-certificates.crt" });
    expect(authority).toMatchObject({
      status: 1,
      output: expect.stringContaining("certificate verify failed") as string,
    });
    expect((await script("backup-db.sh", [], { PGSSLROOTCERT: "" })).output).toContain("set PGSSLROOTCERT");
    expect(await objects()).toEqual([]);
    expect(await leftovers()).toBe("");
  });

  test("the newest backups stay, and whatever else lies there", async () => {
    const foreign = [
      `daily/${DATABASE}-notes`,
      `daily/${DATABASE}-2-20200101T000000Z.dump`,
      "daily/other-20200101T000000Z.dump",
    ];
    for (const key of foreign) await servers.aws("s3api", "put-object", "--bucket", "backups", "--key", key);
    for (let round = 0; round < 3; round += 1) {
      const { status, output } = await script("backup-db.sh", [], { BACKUP_KEEP: "2" });
      expect(output).toContain("uploaded and verified");
      expect(status).toBe(0);
    }
    const keys = await objects();
    expect(foreign.filter((key) => !keys.includes(key))).toEqual([]);
    expect(keys.filter((key) => /-\d{8}T\d{6}Z\.dump$/.test(key) && !foreign.includes(key))).toHaveLength(2);
    expect(await leftovers()).toBe("");
  }, 120_000);

  test("a backup that fails removes none", async () => {
    const before = await objects();
    const { status, output } = await script("backup-db.sh", [], { BACKUP_BUCKET: "no-such-bucket", BACKUP_KEEP: "1" });
    expect(output).toContain("the upload failed");
    expect(status).toBe(1);
    expect(await objects()).toEqual(before);
  }, 60_000);

  test("of two at once, one backs up", async () => {
    const runs = await Promise.all([script("backup-db.sh"), script("backup-db.sh")]);
    expect(runs.map(({ status }) => status).toSorted()).toEqual([0, 1]);
    expect(runs.map(({ output }) => output).join("")).toContain('another run holds the lock "backup"');
  }, 60_000);

  test("a drill leaves the databases as they were", async () => {
    const before = await databases();
    const { status, output } = await script("restore-db.sh", ["--drill"]);
    expect(output).toContain("restored and verified: the rows of 2 tables");
    expect(status).toBe(0);
    expect(await databases()).toEqual(before);
  }, 60_000);

  test("what was backed up comes back, row for row", async () => {
    const [hash, settings] = [
      await servers.sql(HASH),
      "select datname, datacl from pg_database where datname = current_database()",
    ];
    const access = await servers.sql(settings);
    await servers.sql(`delete from "we ird (1)" where id > 10; drop table nothing`);
    expect((await script("restore-db.sh")).output).toContain("give --yes");
    const { status, output } = await script("restore-db.sh", ["--yes"]);
    expect(output).toContain("is the restored database");
    expect(status).toBe(0);
    expect(await servers.sql(HASH)).toBe(hash);
    expect(await servers.sql(settings)).toBe(access);
    expect(await servers.sql("show timezone")).toBe("Asia/Seoul");
    expect(await servers.sql("select relacl from pg_class where relname = 'nothing'")).toContain("analyst=r/app");
    const kept = (await databases()).filter((name) => name.includes("_before_"));
    expect(kept).toHaveLength(1);
    expect(await servers.sql(`select count(*) from "we ird (1)"`, kept[0])).toBe("10");
  }, 60_000);

  describe("migrate.sh", () => {
    // Prisma's CLI needs an engine that can't be had everywhere: a stand-in that keeps Prisma's list as Prisma does.
    const PRISMA = `#!/usr/bin/env bash
      set -eu
      [[ "$DATABASE_URL" == *"?schema=public&connection_limit=5&sslmode=require&sslaccept=strict" ]]
      [[ -r "$SSL_CERT_FILE" ]]
      case "$2" in
        status) [[ ! -e migration.sql ]] ;;
        deploy)
          psql -qX -v ON_ERROR_STOP=1 -c 'create table if not exists _prisma_migrations (id text, finished_at timestamptz)' \
            -c "insert into _prisma_migrations values ('1', null)" -f migration.sql \
            -c 'update _prisma_migrations set finished_at = now()' ;;
      esac`;
    const migrate = async (migration: string | undefined, env: Settings = {}): Promise<Ended> => {
      const write = migration === undefined ? "rm -f migration.sql" : 'printf %s "$SQL" >migration.sql';
      const prepare = `mkdir -p /tmp/app/node_modules/.bin && cd /tmp/app && printf %s "$PRISMA" >node_modules/.bin/prisma &&
        chmod +x node_modules/.bin/prisma && ${write} && exec ${placeOfScripts(SPEC)}/migrate.sh`;
      return run(["bash", "-c", prepare], { ...servers.env, PRISMA, SQL: migration ?? "", ...env });
    };
    const TABLES =
      "select string_agg(relname, ' ' order by relname) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";

    test("without a pending migration it does nothing", async () => {
      const before = await objects();
      const { status, output } = await migrate(undefined);
      expect(output).toContain("there is nothing to migrate");
      expect(status).toBe(0);
      expect(await objects()).toEqual(before);
    });

    test("it keeps a dump and migrates", async () => {
      const { status, output } = await migrate("create table first (a int)");
      expect(output).toContain("every migration is applied");
      expect(status).toBe(0);
      expect((await objects()).filter((key) => key.startsWith("migrations/"))).toHaveLength(1);
      expect(await servers.sql(TABLES)).toContain("first");
    }, 60_000);

    test("a migration that fails half way is rolled back, and what it left is kept", async () => {
      const [hash, tables] = [await servers.sql(HASH), await servers.sql(TABLES)];
      const half = `create table half (a int); delete from "we ird (1)"; select 1 / 0;`;
      const { status, output } = await migrate(half, { BACKUP_BUCKET: "" });
      expect(output).toContain("the migrations failed and are rolled back");
      expect(status).toBe(1);
      expect([await servers.sql(HASH), await servers.sql(TABLES)]).toEqual([hash, tables]);
      const kept = (await databases()).filter((name) => name.includes("_failed_"));
      expect(await servers.sql(TABLES, kept[0])).toContain("half");
      expect(await leftovers()).toBe("");
    }, 60_000);
  });
});
