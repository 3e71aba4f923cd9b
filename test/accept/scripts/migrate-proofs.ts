// What holds of migrate.sh with Prisma's own CLI: the migrations are applied, or the database is what it was, row by row
// and object by object.
import { readFileSync, statSync } from "node:fs";
import { expect } from "vitest";
import { atOnce, type Bench, type Lab, makeBench, noSessions, type Proof } from "./bench.ts";
import { type Ended, placeIn, type Settings } from "./debian.ts";
import { SMALL } from "./lab.ts";
import { picture } from "./picture.ts";
import { ENGINE, placeProject } from "./prisma.ts";
import { until, urlOf } from "./servers.ts";
import { sha256 } from "./store.ts";

const FIRST = `
CREATE TABLE "Reader" ("id" SERIAL PRIMARY KEY, "name" TEXT NOT NULL);
CREATE FUNCTION touched() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;
INSERT INTO "Reader" ("name") SELECT name FROM accounts;`;
const SECOND = `
ALTER TABLE accounts ADD COLUMN email TEXT;
UPDATE accounts SET email = name || '@example.com';
CREATE UNIQUE INDEX ON accounts (email);`;

const BASE = { "20250101000000_base": SMALL };

/** Two migrations that go well. */
export const GOOD = { "20260101000000_readers": FIRST, "20260102000000_email": SECOND };

const failing = (second: string) => ({ "20260101000000_readers": FIRST, "20260102000000_fails": second });

/** Second migrations that fail half way; what the log says of each. */
export const BAD: Readonly<Record<string, readonly [string, RegExp]>> = {
  "in the middle of a script": [
    "ALTER TABLE accounts DROP COLUMN balance CASCADE; DELETE FROM entries; SELECT 1 / 0;",
    /division by zero/,
  ],
  "after a COMMIT of its own, so that something stays": [
    `DROP VIEW rich; DELETE FROM entries WHERE id % 2 = 0; SELECT setval('accounts_id_seq', 1);
     ALTER TABLE accounts RENAME TO customers; CREATE TYPE left_over AS ENUM ('x'); GRANT ALL ON customers TO analyst;
     COMMIT; BEGIN; DELETE FROM customers; SELECT 1 / 0;`,
    /foreign key constraint/i,
  ],
  "at data that does not fit": [
    "COMMIT; UPDATE accounts SET balance = 0; ALTER TABLE accounts ADD CONSTRAINT rich CHECK (balance > 400);",
    /check constraint "?rich/i,
  ],
};

export const migrate = (bench: Bench, project: string, env: Settings = {}): Promise<Ended> => {
  const command = ["bash", "-c", 'cd "$1" && shift && exec "$@"', "bash", project, ...bench.script("migrate.sh")];
  return bench.run(command, { PRISMA_SCHEMA_ENGINE_BINARY: ENGINE, ...env });
};

/** Makes the database `migrated`, with the contents of `small`, of which Prisma knows that they are its first migration. */
export async function makeMigrated(lab: Lab): Promise<void> {
  const bench = await makeBench(lab);
  const project = placeProject("base", BASE);
  const { status, output } = await migrate(bench, project);
  expect(status, output).toBe(0);
  await lab.postgres.sql(`create database migrated template "${bench.database.replaceAll('"', '""')}" owner app`);
}

/** A bench and its project. */
export async function benchOfMigration(
  lab: Lab,
  migrations: Readonly<Record<string, string>>,
): Promise<readonly [Bench, string]> {
  const bench = await makeBench(lab, "migrated");
  return [bench, placeProject(bench.bucket.name, { ...BASE, ...migrations })];
}

export const besideOf = async (bench: Bench): Promise<readonly string[]> => {
  const name = bench.database.replaceAll("'", "''");
  const others = `select datname from pg_database where starts_with(datname, '${name}') and datname <> '${name}' order by 1`;
  return (await bench.postgres.sql(others)).split("\n").filter((one) => one !== "");
};

const applied = 'select count(*) from "_prisma_migrations" where finished_at is not null and rolled_back_at is null';

/** Two migrations, and then none. */
export const appliesMigrations: Proof = async (lab) => {
  const [bench, project] = await benchOfMigration(lab, GOOD);
  const { status, output } = await migrate(bench, project);
  expect(status, output).toBe(0);
  expect(output).toContain("20260102000000_email");
  expect(await bench.sql(applied)).toBe("3");
  expect(await bench.sql("select count(*) from accounts where email is not null")).toBe("500");
  const keys = await bench.bucket.keys();
  expect(keys).toHaveLength(1);
  const { bytes, sum } = await bench.bucket.get(keys[0] ?? "");
  expect(sha256(bytes)).toBe(sum);
  const again = await migrate(bench, project);
  expect(again.status, again.output).toBe(0);
  expect(again.output).toContain("there is nothing to migrate");
  expect(await bench.bucket.keys()).toEqual(keys);
  expect([await besideOf(bench), bench.left()]).toEqual([[], []]);
  await noSessions(bench);
  return "2 migrations applied with 1 backup before them, then 0 with none";
};

/** Each bad migration: the database is what it was, what it left is kept, and the log says what happened. */
export const bringsBack: Proof = async (lab) => {
  const isUndone = async ([second, says]: readonly [string, RegExp]): Promise<void> => {
    const [bench, project] = await benchOfMigration(lab, failing(second));
    const before = await picture(lab.postgres, bench.database);
    const { status, output } = await migrate(bench, project);
    expect(status, output).toBe(1);
    expect(output).toContain("20260102000000_fails");
    expect(output).toMatch(says);
    expect(output).toContain("the migrations failed and are rolled back");
    expect(readFileSync(placeIn(bench.log), "utf8")).toBe(output);
    expect(await picture(lab.postgres, bench.database)).toEqual(before);
    const [kept = "", ...more] = await besideOf(bench);
    expect([kept.includes("_failed_"), more]).toEqual([true, []]);
    expect(await lab.postgres.sql('select count(*) from "Reader"', kept)).toBe("500");
    expect(bench.left()).toEqual([]);
    await noSessions(bench);
    // What ran before runs on, and so does the next release, once it is repaired.
    const repaired = await migrate(bench, placeProject(`${bench.bucket.name}-repaired`, { ...BASE, ...GOOD }));
    expect(repaired.status, repaired.output).toBe(0);
  };
  await atOnce(
    2,
    Object.values(BAD).map((one) => () => isUndone(one)),
  );
  return `${Object.keys(BAD).length} ways to fail after a migration that succeeded: definitions and rows are what they were`;
};

/** Prisma's parameters and another schema. */
export const takesPrismasUrl: Proof = async (lab) => {
  const parameters =
    "sslmode=verify-full&schema=tenant&connection_limit=5&pool_timeout=9&socket_timeout=9&pgbouncer=true&statement_cache_size=0&sslaccept=accept_invalid_certs";
  for (const [second, wanted] of [
    ["CREATE TABLE second (id INT);", 0],
    ["COMMIT; DELETE FROM public.entries; SELECT 1 / 0;", 1],
  ] as const) {
    const bench = await makeBench(lab, "small");
    const migrations = { "20260101000000_first": "CREATE TABLE first (id INT);", "20260102000000_second": second };
    const project = placeProject(bench.bucket.name, migrations);
    await bench.sql("create schema tenant authorization app");
    const before = await picture(lab.postgres, bench.database);
    const url = urlOf(lab.postgres.port, bench.database).replace(/\?.*/, `?${parameters}`);
    const { status, output } = await migrate(bench, project, { DATABASE_URL: url });
    expect(status, output).toBe(wanted);
    if (wanted === 0)
      expect(await bench.sql('select count(*) from tenant."_prisma_migrations", tenant.second')).toBe("0");
    else expect(await picture(lab.postgres, bench.database)).toEqual(before);
  }
  return "a URL with 8 parameters in another schema: 1 run migrates, 1 brings back";
};

/** Two runs at the same moment. */
export const oneMigrationAtATime: Proof = async (lab) => {
  const [bench, project] = await benchOfMigration(lab, GOOD);
  const runs = await Promise.all([migrate(bench, project), migrate(bench, project)]);
  expect(runs.map(({ status }) => status).toSorted()).toEqual([0, 1]);
  expect(runs.map(({ output }) => output).join("")).toContain('another run holds the lock "change"');
  expect(await bench.sql(applied)).toBe("3");
  return "of 2 at once, 1 migrates and 1 is refused";
};

/** The connection of Prisma ends in the middle. */
export const survivesALostConnection: Proof = async (lab) => {
  const slow = "DELETE FROM entries; COMMIT; BEGIN; DELETE FROM accounts WHERE id > 400; SELECT pg_sleep(60);";
  const [bench, project] = await benchOfMigration(lab, failing(slow));
  const before = await picture(lab.postgres, bench.database);
  const run = migrate(bench, project);
  const where = "from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
  await until(async () => (await bench.sql(`select count(*) ${where}`)) === "1", "the slow migration");
  await bench.sql(`select pg_terminate_backend(pid) ${where}`);
  const { status, output } = await run;
  expect(status, output).toBe(1);
  expect(output).toContain("rolled back");
  expect(await picture(lab.postgres, bench.database)).toEqual(before);
  return "1 connection lost within a migration, and the database is what it was";
};

/** Where even the way back fails, the backup stays where the log says, and brings everything back. */
export const rescuesTheBackup: Proof = async (lab) => {
  const [bench, project] = await benchOfMigration(lab, failing("COMMIT; DROP TABLE entries; SELECT 1 / 0;"));
  const before = await picture(lab.postgres, bench.database);
  // A pg_restore that works once, for the check, and fails from then on.
  const breaks = `mkdir "$BIN" && printf '#!/bin/sh\\n[ ! -e "%s/used" ] || exit 1\\n: >"%s/used"\\nPATH=\${PATH#*:} exec pg_restore "$@"\\n' "$BIN" "$BIN" \\
    >"$BIN/pg_restore" && chmod +x "$BIN/pg_restore" && cd "$1" && shift && PATH=$BIN:$PATH exec "$@"`;
  const command = ["bash", "-c", breaks, "bash", project, ...bench.script("migrate.sh")];
  const env = { BIN: `/tmp/broken-${bench.bucket.name}`, BACKUP_BUCKET: "", PRISMA_SCHEMA_ENGINE_BINARY: ENGINE };
  const { status, output } = await bench.run(command, env);
  expect(status, output).toBe(1);
  expect(output).toContain("is NOT as it was before the migration");
  const [file = "", ...more] = bench.left();
  expect(more).toEqual([]);
  expect(output).toContain(`The backup is ${bench.folder}/${file}`);
  expect(statSync(placeIn(`${bench.folder}/${file}`)).mode & 0o777).toBe(0o600);
  const restored = await bench.run(bench.script("restore-db.sh", "--yes", "--file", `${bench.folder}/${file}`));
  expect(restored.status, restored.output).toBe(0);
  expect(await picture(lab.postgres, bench.database)).toEqual(before);
  return "1 way back that fails: the backup stays, and restores";
};
