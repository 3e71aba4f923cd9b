// What holds of restore-db.sh: what was backed up comes back, here or elsewhere, and equal in everything.
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { backupsOf, type Bench, makeBench, noSessions, type Proof } from "./bench.ts";
import { type Ended, placeIn, run } from "./debian.ts";
import { counts, picture } from "./picture.ts";
import { benchOfRestore, restore } from "./restore-nights.ts";
import { PASSWORD, startPostgres, urlOf } from "./servers.ts";
import { stopBetween, stopEverywhere } from "./stops.ts";

const TYPES = readFileSync(new URL("types.sql", import.meta.url), "utf8");

const databasesOf = async (bench: Bench): Promise<readonly string[]> => {
  const name = bench.database.replaceAll("'", "''");
  const answer = await bench.postgres.sql(
    `select datname from pg_database where starts_with(datname, '${name}') order by 1`,
  );
  return answer.split("\n");
};

/** A session of the application, which does not end by itself. */
function sleepAsApp({ database, postgres }: Bench): Promise<Ended> {
  const way = { PGHOST: "localhost", PGPORT: String(postgres.port), PGUSER: "app", PGPASSWORD: PASSWORD };
  return run(["psql", "-Xqc", "select pg_sleep(60)"], { ...way, PGDATABASE: database });
}

/** A database with something of everything, backed up, and restored on another server and over itself. */
export const everythingComesBack: Proof = async (lab) => {
  const bench = await makeBench(lab);
  await bench.sql(TYPES);
  const quoted = `"${bench.database.replaceAll('"', '""')}"`;
  await lab.postgres.sql(
    `alter database ${quoted} set timezone = 'Asia/Seoul'; grant connect on database ${quoted} to analyst`,
  );
  const before = await picture(lab.postgres, bench.database);
  const backup = await bench.run(bench.script("backup-db.sh"));
  expect(backup.status, backup.output).toBe(0);
  const [key = ""] = await backupsOf(bench);

  const elsewhere = await startPostgres("elsewhere");
  try {
    await elsewhere.sql("create database another; alter database another owner to app");
    const env = { DATABASE_URL: urlOf(elsewhere.port, "another"), PGSSLROOTCERT: elsewhere.authority };
    const { status, output } = await restore(bench, ["--yes", key], env);
    expect(status, output).toBe(0);
    expect(await picture(elsewhere, "another")).toEqual(before);
  } finally {
    await elsewhere.stop();
  }

  await bench.sql(
    "drop table everything cascade; truncate parent cascade; drop sequence far; select setval('at_the_end', 1)",
  );
  const wrecked = await picture(lab.postgres, bench.database);
  const session = sleepAsApp(bench);
  const { status, output } = await restore(bench);
  expect(status, output).toBe(0);
  expect((await session).output).toContain("terminating connection");
  expect(await picture(lab.postgres, bench.database)).toEqual(before);
  expect(await bench.sql("show timezone")).toBe("Asia/Seoul");
  const [, kept = "", ...more] = await databasesOf(bench);
  expect(more).toEqual([]);
  expect(kept).toContain("_before_");
  expect(await picture(lab.postgres, kept)).toEqual(wrecked);
  expect(bench.left()).toEqual([]);
  return `elsewhere, and over a wrecked one that stays: ${counts(before)}`;
};

/** A drill and a look beside leave the running database alone. */
export const besideIsBeside: Proof = async (lab) => {
  const bench = await benchOfRestore(lab);
  const own = `daily/${bench.database}-`;
  // The newest backup is found among objects that are none, and that would be newer.
  for (const rest of ["20990101T000000Z.dump.part", '2099 it\'s "no" backup', "20990101T000000Z-other.dump"])
    await bench.bucket.put(`${own}${rest}`, "foreign");
  for (let i = 0; i < 1100; i += 1) await bench.bucket.put(`${own}${i}`, "foreign");
  const before = await picture(lab.postgres, bench.database);
  const drill = await restore(bench, ["--drill"]);
  expect(drill.status, drill.output).toBe(0);
  expect(await databasesOf(bench)).toEqual([bench.database]);
  const beside = await restore(bench, ["--no-swap"]);
  expect(beside.status, beside.output).toBe(0);
  const [, fresh = ""] = await databasesOf(bench);
  expect(await lab.postgres.sql("select count(*) from accounts", fresh)).toBe("500");
  expect(await picture(lab.postgres, bench.database)).toEqual(before);
  return "of the newest backup among 1103 foreign objects: 1 drill without a trace, 1 database beside, the running one as it was";
};

/** Two restores at the same moment. */
export const oneRestoreAtATime: Proof = async (lab) => {
  const bench = await benchOfRestore(lab);
  const runs = await Promise.all([restore(bench), restore(bench)]);
  expect(runs.map(({ status }) => status).toSorted()).toEqual([0, 1]);
  expect(runs.map(({ output }) => output).join("")).toContain('another run holds the lock "change"');
  expect(await databasesOf(bench)).toHaveLength(2);
  return "of 2 at once, 1 restores and 1 is refused";
};

/** The database is the one it was or the restored one, and open; no half one stays. */
async function judgeStopped(bench: Bench, { status, output }: Ended): Promise<void> {
  const [live, ...others] = await databasesOf(bench);
  const restored = output.includes("is the restored database");
  expect(live).toBe(bench.database);
  expect(status === 0 && !restored).toBe(false);
  expect(await bench.sql("select count(*) from accounts")).toBe(restored ? "500" : "501");
  expect(others.map((name) => name.includes("_before_"))).toEqual(restored ? [true] : []);
  for (const name of others) expect(await bench.postgres.sql("select count(*) from accounts", name)).toBe("501");
  expect(bench.left()).toEqual([]);
  await noSessions(bench);
}

/** Stopped while it fetches, then at any moment from a file on, which is the same and spares the AWS CLI's start. */
export const stoppedRestore: Proof = async (lab) => {
  const [bench, env, judge] = [() => benchOfRestore(lab), () => ({}), judgeStopped];
  const command = (one: Bench): readonly string[] => one.script("restore-db.sh", "--yes");
  const fetching = await stopEverywhere({ bench, env, judge, command }, [0, 400, 800], /^pg_restore/);
  const file = "/tmp/stopped.dump";
  writeFileSync(placeIn(file), lab.dump);
  const fromFile = (one: Bench): readonly string[] => one.script("restore-db.sh", "--yes", "--file", file);
  const restoring = await stopEverywhere({ bench, env, judge, command: fromFile }, [0, 100, 300, 600]);
  const between = await stopBetween({ bench, env, judge, command: fromFile }, /^pg_restore/);
  return `${fetching}; ${restoring}; ${between}`;
};
