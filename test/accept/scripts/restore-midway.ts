// What can go wrong in the middle of a restore, when a fresh database is there and not whole.
import { expect } from "vitest";
import { type Bench, type Lab, makeBench, type Proof } from "./bench.ts";
import type { Ended } from "./debian.ts";
import { cutAfter } from "./faults.ts";
import { benchOfRestore, type Failure, restore, stateOf } from "./restore-nights.ts";
import { until, urlOf } from "./servers.ts";

/** A database whose restore halts for some seconds in its last table, after which megabytes are to come. */
const SLOW = `
set role app;
create function slow(id int) returns boolean language plpgsql as $$
begin
  if id = 1 and current_database() ~ '_restore_' then perform pg_sleep(5); end if;
  return true;
end $$;
create table slow (id int primary key check (slow(id)), note text);
insert into slow select i, repeat('x', 100000) from generate_series(1, 250) i;`;

/** The databases that these failures want, and a user who may do nothing. */
export async function prepareFailures({ postgres }: Lab): Promise<void> {
  await postgres.sql("create role poor login password 'p@s:s/w%o''rd \"x\"'");
  await postgres.sql("create database slow template small owner app");
  await postgres.sql(SLOW, "slow");
  await postgres.sql("create database privileged");
  await postgres.sql("create extension pg_buffercache", "privileged");
}

/** A dump of another database, made by pg_dump itself, as a file. */
async function dumpOf(bench: Bench, database: string): Promise<string> {
  const file = `${bench.log}.dump`;
  await bench.postgres.tool(["pg_dump", "--format=custom", `--file=${file}`], database);
  return file;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A restore that halts in the middle, where something happens to it. */
async function midway(bench: Bench, happens: (fresh: string) => Promise<unknown>): Promise<Ended> {
  const run = restore(bench, ["--yes", "--file", await dumpOf(bench, "slow")]);
  const asleep = `select datname from pg_stat_activity
    where starts_with(datname, ${literal(`${bench.database}_restore_`)}) and wait_event = 'PgSleep'`;
  await until(async () => (await bench.postgres.sql(asleep)) !== "", "a restore that halts");
  await happens(await bench.postgres.sql(asleep));
  return run;
}

/** Kills the processes of a run by their name and an argument; others of that name may be those of other runs. */
async function kill(bench: Bench, name: string, argument: string): Promise<void> {
  const line = `for pid in $(pgrep -x "$1"); do
    if grep -qzxF "TMPDIR=$3" "/proc/$pid/environ" && grep -qzxF -e "$2" "/proc/$pid/cmdline"; then kill -KILL "$pid" && killed=1; fi
  done 2>/dev/null; [ -n "\${killed:-}" ]`;
  expect(await bench.run(["bash", "-c", line, "bash", name, argument, bench.folder])).toMatchObject({ status: 0 });
}

/** A run whose TMPDIR has room for so many files. */
const withFiles = (bench: Bench, files: number): Promise<Ended> => {
  const mount = `mount -t tmpfs -o mode=1777,size=1m,nr_inodes=${files + 1} tmpfs "$TMPDIR" && exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"`;
  return bench.run(["bash", "-c", mount, "bash", ...bench.script("restore-db.sh", "--yes")], {}, "root");
};

/** A restore while a superuser, whom the owner of a database can't send away, looks at the running one. */
async function whileWatched(bench: Bench, run: () => Promise<Ended>): Promise<Ended> {
  const watcher = bench.sql("select pg_sleep(60)").catch(() => "");
  const watches = `from pg_stat_activity where datname = ${literal(bench.database)} and wait_event = 'PgSleep'`;
  await until(async () => (await bench.postgres.sql(`select count(*) ${watches}`)) === "1", "a watcher");
  try {
    return await run();
  } finally {
    await bench.postgres.sql(`select pg_terminate_backend(pid) ${watches}`);
    await watcher;
  }
}

/** Each way to fail in the middle, by what happens. */
export const MIDWAY: Readonly<Record<string, Failure>> = {
  "the connection dies in the middle": {
    says: /the dump could not be restored/,
    go: async (bench) => {
      const way = await cutAfter(bench.postgres.port, 5_000_000);
      const env = { DATABASE_URL: urlOf(way.port, bench.database) };
      // To tidy up, it needs the server; it has it again.
      return restore(bench, ["--yes", "--file", await dumpOf(bench, "large")], env).finally(way.close);
    },
  },
  "the server ends the session": {
    says: /the dump could not be restored/,
    go: (bench) =>
      midway(bench, (fresh) =>
        bench.postgres.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${literal(fresh)}`),
      ),
  },
  "the kernel kills psql": {
    says: /the dump could not be restored \(exit status 137\)/,
    go: (bench) => midway(bench, () => kill(bench, "psql", "-Xqw")),
  },
  "the kernel kills pg_restore": {
    says: /the dump could not be restored \(exit status 137\)/,
    go: (bench) => midway(bench, () => kill(bench, "pg_restore", "--no-owner")),
  },
  "a row is missing in what was restored": {
    says: /public\.entries: 2000 rows in the dump, 1999 restored[^]*the restored database is not what was dumped/,
    go: (bench) => midway(bench, (fresh) => bench.postgres.sql("delete from entries where id = 7", fresh)),
  },
  "the disk is full where the dump should lie": {
    says: /No space left on device[^]*the backup could not be fetched/,
    go: (bench) => withFiles(bench, 4),
  },
  "the disk is full when the fresh database is there": {
    says: /restoring into the database [^]*No space left on device[^]*removing the database/,
    go: (bench) => withFiles(bench, 6),
  },
  "the dump wants what this user may not": {
    says: /permission denied to create extension[^]*the dump could not be restored/,
    go: async (bench) => restore(bench, ["--yes", "--file", await dumpOf(bench, "privileged")]),
  },
  "a session stays that may not be ended": {
    says: /is being accessed by other users[^]*the databases could not be swapped/,
    go: (bench) => whileWatched(bench, () => restore(bench)),
  },
};

/** Where the server is gone for good in the worst moment, the log says what is to be done when it is back. */
export const saysHowToTidyUp: Proof = async (lab) => {
  const bench = await benchOfRestore(lab);
  const before = await stateOf(bench);
  const closed = `select not datallowconn from pg_database where datname = ${literal(bench.database)}`;
  const { status, output } = await whileWatched(bench, async () => {
    const way = await cutAfter(lab.postgres.port);
    const run = restore(bench, ["--yes"], { DATABASE_URL: urlOf(way.port, bench.database) });
    await until(async () => (await lab.postgres.sql(closed)) === "t", "the swap");
    way.close();
    return run;
  });
  expect(status, output).toBe(1);
  expect(output).toContain("takes NO CONNECTIONS");
  const statements = output.match(/(ALTER DATABASE|DROP DATABASE IF EXISTS) .*$/gm) ?? [];
  expect(statements).toHaveLength(2);
  const other = await makeBench(lab, "small");
  for (const statement of statements) await other.sql(statement);
  expect(await stateOf(bench)).toBe(before);
  expect(bench.left()).toEqual([]);
  return "1 server gone in the middle of the swap: the 2 statements of the log make everything as it was";
};
