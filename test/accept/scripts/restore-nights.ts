// What can go wrong in a restore, and what then holds: exit status 1, a log that says why, and the running database is
// the one it was, as are the backups.
import { expect } from "vitest";
import { type Bench, type Lab, makeBench, noSessions, putBackups } from "./bench.ts";
import type { Ended, Settings } from "./debian.ts";
import { bend } from "./faults.ts";
import { freePort, urlOf } from "./servers.ts";
import { sha256 } from "./store.ts";

/** One way to fail. */
export interface Failure {
  readonly says: RegExp;
  go(bench: Bench): Promise<Ended>;
}

export const restore = (bench: Bench, args: readonly string[] = ["--yes"], env: Settings = {}): Promise<Ended> =>
  bench.run(bench.script("restore-db.sh", ...args), env);

/** The newest backup is something else. */
const withNewest = async (bench: Bench, bytes: Buffer | string, sum?: string): Promise<Ended> => {
  await bench.bucket.put(`daily/${bench.database}-20260201T180000Z.dump`, bytes, sum);
  return restore(bench);
};

const flipped = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
  return copy;
};

/** Each way to fail, by what happens. */
export const FAILURES: Readonly<Record<string, Failure>> = {
  "the bucket is empty": {
    says: /there is no backup of/,
    go: (bench) => restore(bench, ["--yes"], { BACKUP_PREFIX: "nothing-here/" }),
  },
  "the key is not there": {
    says: /404|Not Found/,
    go: (bench) => restore(bench, ["--yes", "daily/it's not here.dump"]),
  },
  "a bit of the object has changed": {
    says: /is not what was stored: SHA-256/,
    go: (bench) => withNewest(bench, flipped(bench.dump), sha256(bench.dump)),
  },
  "the object is cut short": {
    says: /is not what was stored: SHA-256/,
    go: (bench) => withNewest(bench, bench.dump.subarray(0, -100), sha256(bench.dump)),
  },
  "the object carries no sum": { says: /carries no SHA-256/, go: (bench) => withNewest(bench, bench.dump, "") },
  "the dump was cut short before it was stored": {
    says: /the dump can't be read to its end/,
    go: (bench) => withNewest(bench, bench.dump.subarray(0, -100)),
  },
  "the object is no dump": {
    says: /the dump can't be read to its end/,
    go: (bench) => withNewest(bench, "not a dump"),
  },
  "the bytes change on their way": {
    says: /is not what was stored/,
    go: async (bench) => {
      const way = await bend(bench.store.port, ({ method, object }) =>
        method === "GET" && object !== "" ? "alter-answer" : "pass",
      );
      const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${way.port}` };
      return restore(bench, ["--yes"], env).finally(way.close);
    },
  },
  "the disk is too small": {
    says: /set TMPDIR to a larger disk/,
    go: (bench) => {
      const mount = `mount -t tmpfs -o mode=1777,size=16k tmpfs "$TMPDIR" && exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"`;
      return bench.run(["bash", "-c", mount, "bash", ...bench.script("restore-db.sh", "--yes")], {}, "root");
    },
  },
  "the server is gone": {
    says: /localhost can't be asked what app may do/,
    go: async (bench) => restore(bench, ["--yes"], { DATABASE_URL: urlOf(await freePort(), bench.database) }),
  },
  "the password is wrong": {
    says: /password authentication failed/,
    go: (bench) => restore(bench, ["--yes"], { DATABASE_URL: urlOf(bench.postgres.port, bench.database, "wrong") }),
  },
  "the user may not create a database": {
    says: /poor may not create a database[^]*poor does not own the database[^]*poor could not finish/,
    go: (bench) => {
      const url = urlOf(bench.postgres.port, bench.database).replace("//app:", "//poor:");
      return restore(bench, ["--yes"], { DATABASE_URL: url });
    },
  },
  "nobody can be asked": { says: /give --yes, --no-swap or --drill/, go: (bench) => restore(bench, []) },
};

/** What of the server a failure must leave alone. */
export async function stateOf(bench: Bench): Promise<string> {
  const name = bench.database.replaceAll("'", "''");
  const databases = `select datname, datallowconn, datacl from pg_database where starts_with(datname, '${name}') order by 1`;
  const rows = "select count(*), md5(string_agg(one::text, ',' order by id)) from accounts one";
  return `${await bench.postgres.sql(databases)}\n${await bench.sql(rows)}`;
}

/** A bench whose database has gone on since its backups. */
export async function benchOfRestore(lab: Lab): Promise<Bench> {
  const bench = await makeBench(lab, "small");
  await putBackups(bench, lab.dump, 2);
  await bench.sql("insert into accounts (name, balance) values ('later', 1)");
  return bench;
}

/** One failure harms nothing. */
export async function judgeFailure(bench: Bench, { says, go }: Failure): Promise<void> {
  const before = await stateOf(bench);
  const { status, output } = await go(bench);
  expect(status, output).toBe(1);
  expect(output).toMatch(says);
  expect(await stateOf(bench), output).toBe(before);
  expect(bench.left()).toEqual([]);
  await noSessions(bench);
}
