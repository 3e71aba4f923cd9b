// Where a script is run: a database, a bucket and a folder of its own, and what holds for every run, however it ends.
import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { expect } from "vitest";
import { type Ended, ended, placeIn, type Settings, start } from "./debian.ts";
import { stepsOf } from "./hangs.ts";
import { ACCESS_SECRET, PASSWORD, type Postgres, settingsOf, type Store, until } from "./servers.ts";
import { type Bucket, sha256 } from "./store.ts";

/** What the benches of a test file share. */
export interface Lab {
  readonly postgres: Postgres;
  readonly store: Store;
  /** The folder of the scripts under test. */
  readonly scripts: string;
  /** A dump of the database `small`, as backup-db.sh made it. */
  readonly dump: Buffer;
}

/** A claim about the scripts: proven on a lab, it says what it counted; it throws where the claim does not hold. */
export type Proof = (lab: Lab) => Promise<string>;

/** How long a proof may take, in milliseconds. Each of its runs has its own limit, and how many there are varies. */
export const PROOF_LIMIT = 2_400_000;

export interface Bench extends Lab {
  /** With a space and both kinds of quotes. */
  readonly database: string;
  readonly bucket: Bucket;
  readonly env: Settings;
  /** TMPDIR. */
  readonly folder: string;
  /** The log of all runs. */
  readonly log: string;
  /** A script of the lab as a command. */
  script(name: string, ...args: readonly string[]): readonly string[];
  sql(text: string): Promise<string>;
  /** Runs a script to its end, and judges what holds for every run. */
  run(command: readonly string[], env?: Settings, user?: string): Promise<Ended>;
  start(command: readonly string[], env?: Settings): ChildProcess;
  /** The end of what was started, judged. */
  end(child: ChildProcess): Promise<Ended>;
  /** Files that the runs have left in TMPDIR. */
  left(): readonly string[];
}

let count = 0;

/** What a log line looks like; bash itself says in its own way that a disk is full. */
const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ .*\S|\/srv\/\S+\.sh: line \d+: .*: No space left on device)$/;

/** The secrets as they may not be seen anywhere, raw and in a URL. */
export const SECRETS: readonly string[] = [PASSWORD, encodeURIComponent(PASSWORD), ACCESS_SECRET];

/** An exit status of 0 or 1, lines of a time and a message, no secret. */
export function judgeRun({ status, output }: Ended): void {
  expect([0, 1], output).toContain(status);
  for (const line of output.split("\n").slice(0, -1)) expect(line).toMatch(LINE);
  for (const secret of SECRETS) expect(output).not.toContain(secret);
}

/** A bench with a fresh database of the role `app`: a copy of another, or empty. */
export async function makeBench(lab: Lab, template = "template1"): Promise<Bench> {
  count += 1;
  // No name is the beginning of another.
  const name = `${process.pid}-${String(count).padStart(4, "0")}`;
  const database = `my "ap'p" db ${name}`;
  const quoted = `"${database.replaceAll('"', '""')}"`;
  await lab.postgres.sql(`create database ${quoted} template "${template}" owner app`);
  const folder = `/tmp/bench ${name}`;
  mkdirSync(placeIn(folder));
  chmodSync(placeIn(folder), 0o777);
  const log = `/tmp/bench-${name}.log`;
  const bucket = await lab.store.bucket(`backups-${name}`);
  const env = { ...settingsOf(lab.postgres, database, lab.store.port, bucket.name), TMPDIR: folder, LOG_FILE: log };
  const judged = async (child: ChildProcess): Promise<Ended> => {
    let outlive: readonly string[] = [];
    child.once("exit", () => (outlive = stepsOf(child)));
    const end = await ended(child);
    judgeRun(end);
    // Prisma ends its engine without waiting for it, and a run that ends well may be faster.
    if (end.status !== 0) expect(outlive, `steps that outlive their script:\n${end.output}`).toEqual([]);
    return end;
  };
  return {
    ...lab,
    database,
    bucket,
    env,
    folder,
    log,
    script: (script, ...args) => [`${lab.scripts}/${script}`, ...args],
    sql: (text) => lab.postgres.sql(text, database),
    run: (command, more = {}, user) => judged(start(command, { ...env, ...more }, user)),
    start: (command, more = {}) => start(command, { ...env, ...more }),
    end: judged,
    left: () => readdirSync(placeIn(folder)),
  };
}

/** The keys of a bench's backups, the oldest first. */
export const backupsOf = async ({ bucket, database }: Bench): Promise<readonly string[]> => {
  const keys = await bucket.keys();
  const rest = (key: string): string => (key.startsWith(`daily/${database}-`) ? key.slice(database.length + 7) : "");
  return keys.filter((key) => /^\d{8}T\d{6}Z\.dump$/.test(rest(key))).toSorted();
};

/** Good backups of some days ago, by their bytes. */
export async function putBackups(bench: Bench, bytes: Buffer, days: number): Promise<readonly string[]> {
  for (let day = 1; day <= days; day += 1)
    await bench.bucket.put(`daily/${bench.database}-2026010${day}T180000Z.dump`, bytes);
  return backupsOf(bench);
}

/** Every backup in the bucket is whole. */
export async function allWhole(bench: Bench): Promise<void> {
  for (const key of await backupsOf(bench)) {
    const { bytes, sum } = await bench.bucket.get(key);
    expect(sha256(bytes), key).toBe(sum);
  }
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** No session of a script is left in the server, and no lock; they end a moment after their client. */
export async function noSessions(bench: Bench): Promise<void> {
  const keys = ["backup", "change"].map((name) => `hashtextextended(${literal(`${name} ${bench.database}`)}, 0)`);
  const question = `
    select (select count(*) from pg_stat_activity
        where datname = ${literal(bench.database)} and application_name ~ '^(backup-db|restore-db|migrate)')
      + (select count(*) from pg_locks
        where locktype = 'advisory' and (classid::bigint << 32 | objid::bigint) in (${keys.join(", ")}))`;
  await until(async () => (await bench.postgres.sql(question)) === "0", "sessions of a script that has ended");
}

/** Runs jobs, so many at a time, in their order; after one that fails begins no other. */
export async function atOnce<Out>(width: number, jobs: readonly (() => Promise<Out>)[]): Promise<readonly Out[]> {
  const results: Out[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) results[at] = await (jobs[at] as () => Promise<Out>)();
  };
  const failed = (error: unknown): never => {
    next = jobs.length;
    throw error;
  };
  await Promise.all(Array.from({ length: width }, () => work().catch(failed)));
  return results;
}
