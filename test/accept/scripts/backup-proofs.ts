// What holds of backup-db.sh when nothing fails, and whatever else lies or happens beside it.
import { readFileSync, statSync } from "node:fs";
import { expect } from "vitest";
import { allWhole, backupsOf, type Bench, makeBench, noSessions, type Proof, putBackups } from "./bench.ts";
import { benchOfNight } from "./backup-nights.ts";
import { placeIn, type Settings } from "./debian.ts";
import { bend, type Fate } from "./faults.ts";

const backup = (bench: Bench, env: Settings = {}) => bench.run(bench.script("backup-db.sh"), env);

/** The newest BACKUP_KEEP stay, and whatever is not a backup of this database, however much and however like one. */
export const keepsTheNewest: Proof = async (lab) => {
  const bench = await benchOfNight(lab);
  const own = `daily/${bench.database}-`;
  const foreign = [
    `${own}notes`,
    `${own}20260101T180000Z.dump.sha256`,
    `${own}2026-01-01T18:00Z.dump`,
    `${own}2-20200101T000000Z.dump`,
    `${own.toUpperCase()}20200101T000000Z.dump`,
    `daily/other-20200101T000000Z.dump`,
    `migrations/${bench.database}-20200101T000000Z.dump`,
    `20200101T000000Z.dump`,
    `daily/it's a "note" & <more> %41+1 ключ`,
    ...Array.from({ length: 1100 }, (_, i) => `${own}${String(i).padStart(4, "0")}`),
  ];
  for (const key of foreign) await bench.bucket.put(key, "foreign");
  const { status, output } = await backup(bench, { BACKUP_KEEP: "2" });
  expect(status, output).toBe(0);
  const [keys, kept] = [await bench.bucket.keys(), await backupsOf(bench)];
  expect(foreign.filter((key) => !keys.includes(key))).toEqual([]);
  expect(kept[0]).toContain("-20260103T180000Z.dump");
  expect(kept).toHaveLength(2);
  expect(keys).toHaveLength(foreign.length + 2);
  await allWhole(bench);
  return `of 4 backups among ${foreign.length} foreign objects the 2 newest stay, and all that is foreign`;
};

/** Three runs at the same moment. */
export const oneAtATime: Proof = async (lab) => {
  const bench = await makeBench(lab, "small");
  const runs = await Promise.all([backup(bench), backup(bench), backup(bench)]);
  const refused = runs.filter(({ output }) => output.includes('another run holds the lock "backup"'));
  expect(runs.map(({ status }) => status).toSorted()).toEqual([0, 1, 1]);
  expect(refused.map(({ status }) => status)).toEqual([1, 1]);
  expect(await backupsOf(bench)).toHaveLength(1);
  await noSessions(bench);
  return "of 3 at once, 1 backs up and 2 are refused";
};

/** An old backup that can't be listed or removed: the new one is there all the same, and the run says what is wrong. */
export const newOneStays: Proof = async (lab) => {
  for (const [method, says] of [
    ["GET", "can't be listed"],
    ["DELETE", "an old one could not be removed"],
  ] as const) {
    const bench = await benchOfNight(lab);
    const rule = (asked: { method: string; object: string }): Fate =>
      asked.method === method && (method === "DELETE" || asked.object === "") ? "refuse" : "pass";
    const way = await bend(lab.store.port, rule);
    const env = { BACKUP_KEEP: "1", AWS_ENDPOINT_URL: `http://127.0.0.1:${way.port}` };
    const { status, output } = await backup(bench, env).finally(way.close);
    expect(status, output).toBe(1);
    expect(output).toContain(says);
    expect(await backupsOf(bench)).toHaveLength(4);
    await allWhole(bench);
  }
  return "2 ways to fail at tidying up: the new backup stays, and the 3 old ones";
};

/** A connection to S3 that breaks once is tried again. */
export const triesAgain: Proof = async (lab) => {
  const bench = await makeBench(lab, "large");
  let cut = 0;
  const way = await bend(lab.store.port, ({ method }) => (method === "PUT" && cut++ === 0 ? "cut" : "pass"));
  const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${way.port}` };
  const { status, output } = await backup(bench, env).finally(way.close);
  expect(status, output).toBe(0);
  expect(cut).toBeGreaterThan(1);
  await allWhole(bench);
  return "1 connection cut within the upload, and the backup is there";
};

/** Logs that can't be written stop nothing. */
export const logsStopNothing: Proof = async (lab) => {
  const ways: readonly (readonly [string, Settings])[] = [
    ['"$@" >/dev/full', {}],
    ['"$@" | head -n 1', {}],
    ['"$@"', { LOG_FILE: "/dev/full" }],
    ['"$@"', { LOG_FILE: "/nowhere/backup.log" }],
  ];
  for (const [line, env] of ways) {
    const bench = await makeBench(lab, "small");
    const command = ["bash", "-c", `set -o pipefail; ${line}`, "bash", ...bench.script("backup-db.sh")];
    const { status, output } = await bench.run(command, env);
    expect(status, output).toBe(0);
    expect(await backupsOf(bench)).toHaveLength(1);
  }
  return `${ways.length} logs that can't be written, ${ways.length} backups`;
};

/** Nobody else on the machine reads a dump or a log: what is written meanwhile is the user's alone. */
export const privateFiles: Proof = async (lab) => {
  const bench = await makeBench(lab, "small");
  await putBackups(bench, lab.dump, 1);
  // A pg_restore that looks around before it begins.
  const look = `mkdir -p "$TMPDIR/bin" && printf '#!/bin/sh\\nfind "$TMPDIR" -name "*.dump" -printf "%%m\\\\n" >"$SEEN"\\nPATH=\${PATH#*:} exec pg_restore "$@"\\n' \\
    >"$TMPDIR/bin/pg_restore" && chmod +x "$TMPDIR/bin/pg_restore" && PATH=$TMPDIR/bin:$PATH "$@" && rm -r "$TMPDIR/bin"`;
  const seen = `${bench.log}.seen`;
  for (const script of [bench.script("backup-db.sh"), bench.script("restore-db.sh", "--drill")]) {
    const { status, output } = await bench.run(["bash", "-c", look, "bash", ...script], { SEEN: seen });
    expect(status, output).toBe(0);
    expect(readFileSync(placeIn(seen), "utf8")).toMatch(/^(600\n)+$/);
  }
  expect(statSync(placeIn(bench.log)).mode & 0o077).toBe(0);
  return "2 dumps and 1 log that only their owner reads";
};
