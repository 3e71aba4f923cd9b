// restore-db.sh: everything comes back, and a failure harms nothing.
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Lab, type Proof, PROOF_LIMIT } from "./scripts/bench.ts";
import { startLab } from "./scripts/lab.ts";
import { MIDWAY, prepareFailures, saysHowToTidyUp } from "./scripts/restore-midway.ts";
import { benchOfRestore, FAILURES, judgeFailure } from "./scripts/restore-nights.ts";
import * as proofs from "./scripts/restore-proofs.ts";

const CLAIMS: Readonly<Record<string, Proof>> = {
  "everything comes back, equal": proofs.everythingComesBack,
  "beside is beside": proofs.besideIsBeside,
  "one runs at a time": proofs.oneRestoreAtATime,
  "a server gone for good": saysHowToTidyUp,
  "stopped anywhere, it loses nothing": proofs.stoppedRestore,
};

let lab: Lab & { stop(): Promise<void> };
beforeAll(async () => {
  lab = await startLab("restore");
  await prepareFailures(lab);
}, 600_000);
afterAll(() => lab?.stop());

test.each(Object.entries(CLAIMS))("%s", { timeout: PROOF_LIMIT }, async (claim, proof) => {
  console.log(`proven: ${claim}: ${await proof(lab)}`);
});

const WAYS = { ...FAILURES, ...MIDWAY };

describe.concurrent("a failure ends with exit status 1, a reason, and the database as it was", () => {
  test.each(Object.entries(WAYS))("%s", { timeout: 300_000 }, async (_, failure) => {
    await judgeFailure(await benchOfRestore(lab), failure);
  });
  afterAll(() => console.log(`proven: ${Object.keys(WAYS).length} kinds of failures harm nothing`));
});
