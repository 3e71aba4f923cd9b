// backup-db.sh on good nights and bad ones, with the newest PostgreSQL that can be had and a real S3 protocol.
import { afterAll, beforeAll, describe, test } from "vitest";
import { benchOfNight, judgeNight, NIGHTS, sevenBadNights } from "./scripts/backup-nights.ts";
import * as proofs from "./scripts/backup-proofs.ts";
import { secretsStaySecret } from "./scripts/backup-secrets.ts";
import { stoppedBackup } from "./scripts/backup-stops.ts";
import { allWhole, type Lab, type Proof, PROOF_LIMIT } from "./scripts/bench.ts";
import { startLab } from "./scripts/lab.ts";

const CLAIMS: Readonly<Record<string, Proof>> = {
  "the newest stay, and what is foreign, among more than a thousand objects": proofs.keepsTheNewest,
  "one runs at a time": proofs.oneAtATime,
  "the new backup stays where old ones can't be removed": proofs.newOneStays,
  "a broken connection is tried again": proofs.triesAgain,
  "logs that can't be written stop nothing": proofs.logsStopNothing,
  "dumps and logs are their owner's alone": proofs.privateFiles,
  "no secret is seen": secretsStaySecret,
  "stopped anywhere, it loses nothing": stoppedBackup,
  "after seven bad nights the last good backup is there": sevenBadNights,
};

let lab: Lab & { stop(): Promise<void> };
beforeAll(async () => {
  lab = await startLab("backup");
  console.log(`proofs of backup-db.sh run on PostgreSQL ${await lab.postgres.sql("show server_version")}`);
}, 600_000);
afterAll(() => lab?.stop());

test.each(Object.entries(CLAIMS))("%s", { timeout: PROOF_LIMIT }, async (claim, proof) => {
  console.log(`proven: ${claim}: ${await proof(lab)}`);
});

describe.concurrent("a bad night ends with exit status 1, a reason, and nothing lost", () => {
  test.each(Object.entries(NIGHTS))("%s", { timeout: 300_000 }, async (_, night) => {
    const bench = await benchOfNight(lab, night.template);
    await judgeNight(bench, night);
    await allWhole(bench);
  });
  afterAll(() => console.log(`proven: ${Object.keys(NIGHTS).length} kinds of bad nights lose nothing`));
});
