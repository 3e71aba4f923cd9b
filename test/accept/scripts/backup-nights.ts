// What can go wrong in a night of backup-db.sh, and what then holds: exit status 1, a log that says why, and every
// backup that was there before, even where BACKUP_KEEP would let them go.
import { expect } from "vitest";
import { allWhole, backupsOf, type Bench, type Lab, makeBench, noSessions, putBackups } from "./bench.ts";
import { type Ended, pathWithout, type Settings } from "./debian.ts";
import { bend, cutAfter, type Fate } from "./faults.ts";
import { freePort, olderTools, until, urlOf } from "./servers.ts";

/** One way to fail: the database that it wants, what it says, and how the run goes. */
export interface Night {
  readonly says: RegExp;
  readonly template?: string;
  go(bench: Bench): Promise<Ended>;
}

const backup = (bench: Bench, env: Settings = {}): Promise<Ended> =>
  bench.run(bench.script("backup-db.sh"), { BACKUP_KEEP: "1", ...env });

/** A run whose S3 bends requests by a rule. */
async function withStore(bench: Bench, rule: (method: string, object: string, nth: number) => Fate): Promise<Ended> {
  const way = await bend(bench.store.port, ({ method, object, nth }) => rule(method, object, nth));
  try {
    return await backup(bench, { AWS_ENDPOINT_URL: `http://127.0.0.1:${way.port}` });
  } finally {
    way.close();
  }
}

/** A run whose TMPDIR is a disk of so many KiB. */
const onDisk = (bench: Bench, size: number): Promise<Ended> => {
  const mount = `mount -t tmpfs -o mode=1777,size=${size}k tmpfs "$TMPDIR" && exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"`;
  return bench.run(["bash", "-c", mount, "bash", ...bench.script("backup-db.sh")], { BACKUP_KEEP: "1" }, "root");
};

/** A dump that waits for a table's lock, until something happens to it. */
async function whileWaiting(bench: Bench, happens: (bench: Bench) => Promise<void>): Promise<Ended> {
  const holder = bench.sql("begin; lock table only measured; select pg_sleep(60)").catch(() => "");
  const waits = `select count(*) from pg_stat_activity where ${DUMPER} and wait_event_type = 'Lock'`;
  const run = backup(bench);
  await until(async () => (await bench.sql(waits)) === "1", "a dump that waits for a lock");
  await happens(bench);
  const end = await run;
  await bench.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query ~ 'pg_sleep' and pid <> pg_backend_pid()`,
  );
  await holder;
  return end;
}

const DUMPER = "application_name ~ '^backup-db' and query ~ 'LOCK TABLE' and datname = current_database()";

/** Each way to fail, by what happens. */
export const NIGHTS: Readonly<Record<string, Night>> = {
  "the server is gone": {
    says: /can't be reached/,
    go: async (bench) => backup(bench, { DATABASE_URL: urlOf(await freePort(), bench.database) }),
  },
  "the password is wrong": {
    says: /password authentication failed/,
    go: (bench) => backup(bench, { DATABASE_URL: urlOf(bench.postgres.port, bench.database, "wrong") }),
  },
  "the database is gone": {
    says: /database "gone" does not exist/,
    go: (bench) => backup(bench, { DATABASE_URL: urlOf(bench.postgres.port, "gone") }),
  },
  "the server shows a certificate of somebody else": {
    says: /certificate verify failed/,
    go: (bench) => backup(bench, { PGSSLROOTCERT: "/etc/ssl/certs/ca-certificates.crt" }),
  },
  "the client tools are older than the server": {
    says: /pg_dump \d+\S* .*can't dump PostgreSQL \d+: use the client tools of PostgreSQL \d+/,
    go: (bench) => backup(bench, olderTools()),
  },
  "the AWS CLI is not installed": {
    says: /not in PATH: aws$/m,
    go: (bench) => backup(bench, { PATH: pathWithout(["aws"]) }),
  },
  "the connection dies in the middle of the dump": {
    says: /the dump failed/,
    template: "large",
    go: async (bench) => {
      const way = await cutAfter(bench.postgres.port, 1_000_000);
      return backup(bench, { DATABASE_URL: urlOf(way.port, bench.database) }).finally(way.close);
    },
  },
  "the server ends the session of the dump": {
    says: /the dump failed/,
    template: "large",
    go: (bench) =>
      whileWaiting(
        bench,
        async () => void (await bench.sql(`select pg_terminate_backend(pid) from pg_stat_activity where ${DUMPER}`)),
      ),
  },
  "the kernel kills pg_dump": {
    says: /the dump failed \(exit status 137\)/,
    template: "large",
    go: (bench) =>
      whileWaiting(bench, async () => {
        const { status } = await bench.run(["pkill", "-KILL", "-f", `^pg_dump .*${bench.folder}`]);
        expect(status).toBe(0);
      }),
  },
  "the disk is too small, and that is known before": {
    says: /may need .* set TMPDIR to a larger disk/,
    template: "large",
    go: (bench) => onDisk(bench, 1024),
  },
  "the disk is full in the middle of the dump": {
    says: /No space left on device/,
    template: "large",
    go: (bench) => onDisk(bench, 11_000),
  },
  "TMPDIR is not there": {
    says: /the files of this run have no place: mktemp/,
    go: (bench) => backup(bench, { TMPDIR: "/nowhere" }),
  },
  "the bucket does not exist": {
    says: /the upload failed/,
    go: (bench) => backup(bench, { BACKUP_BUCKET: "no-such-bucket" }),
  },
  "the upload is refused": {
    says: /AccessDenied[^]*the upload failed/,
    go: (bench) => withStore(bench, (method) => (method === "PUT" ? "refuse" : "pass")),
  },
  "the upload arrives changed": {
    says: /the upload failed|S3 gives back something else/,
    go: (bench) => withStore(bench, (method) => (method === "PUT" ? "alter-request" : "pass")),
  },
  "S3 gives back something else": {
    says: /S3 gives back something else than was sent/,
    go: (bench) => withStore(bench, (method) => (method === "GET" ? "alter-answer" : "pass")),
  },
  "what was uploaded can't be read": {
    says: /the upload could not be read back/,
    go: (bench) => withStore(bench, (method, object) => (method === "GET" && object !== "" ? "refuse" : "pass")),
  },
};

/** One night: it fails, says why, and loses nothing. */
export async function judgeNight(bench: Bench, { says, go }: Night): Promise<void> {
  const before = await bench.bucket.keys();
  const { status, output } = await go(bench);
  expect(status, output).toBe(1);
  expect(output).toMatch(says);
  expect(await bench.bucket.keys(), output).toEqual(before);
  expect(bench.left()).toEqual([]);
  await noSessions(bench);
}

/** A bench with three good backups. */
export async function benchOfNight(lab: Lab, template = "small"): Promise<Bench> {
  const bench = await makeBench(lab, template);
  await putBackups(bench, lab.dump, 3);
  return bench;
}

/** Seven nights in a row, each another way to fail; the newest good backup restores after them. */
export async function sevenBadNights(lab: Lab): Promise<string> {
  const nights = ["the server is gone", "the password is wrong", "the client tools are older than the server"];
  const more = ["the bucket does not exist", "the upload is refused", "the upload arrives changed"];
  const all = [...nights, ...more, "S3 gives back something else"];
  const bench = await benchOfNight(lab);
  const before = await backupsOf(bench);
  for (const name of all) await judgeNight(bench, NIGHTS[name] as Night);
  expect(await backupsOf(bench)).toEqual(before);
  await allWhole(bench);
  const { status, output } = await bench.run(bench.script("restore-db.sh", "--drill"));
  expect(status, output).toBe(0);
  expect(output).toContain(`fetching s3://${bench.bucket.name}/${before.at(-1)}`);
  return `${all.length} nights failed, ${before.length} of ${before.length} backups are there, and the newest restores`;
}
