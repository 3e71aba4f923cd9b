// What of backup-db.sh and restore-db.sh other people on the machine can see.
import { expect } from "vitest";
import { makeBench, type Proof, putBackups } from "./bench.ts";
import { judgeStarted, traced } from "./secrets.ts";

/** No password in `ps`, and none where it is not needed. What is printed, every run is judged by. */
export const secretsStaySecret: Proof = async (lab) => {
  const bench = await makeBench(lab, "small");
  await putBackups(bench, lab.dump, 3);
  const backup = await traced(bench, bench.script("backup-db.sh"), { BACKUP_KEEP: "2" });
  const restore = await traced(bench, bench.script("restore-db.sh", "--yes"));
  for (const started of [backup, restore]) {
    judgeStarted(started);
    expect(started.filter(({ name }) => name === "aws").length).toBeGreaterThan(1);
    expect(started.some(({ name, env }) => name === "psql" && env.some((one) => one.startsWith("PGPASSWORD=")))).toBe(
      true,
    );
  }
  return `${backup.length + restore.length} processes: no secret on a command line, no password of the database in aws`;
};
