// migrate.sh with Prisma's own CLI and real migrations. Its native engine can't be had everywhere: a stand-in serves
// Prisma's own engine in its WebAssembly build.
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Lab, type Proof, PROOF_LIMIT } from "./scripts/bench.ts";
import { startLab } from "./scripts/lab.ts";
import * as proofs from "./scripts/migrate-proofs.ts";
import { beginsOnlyIfItCanEnd } from "./scripts/migrate-refusals.ts";
import { migrationKeepsSecrets, stoppedMigration, stoppedWayBack } from "./scripts/migrate-stops.ts";
import { installPrisma, prismaVersion } from "./scripts/prisma.ts";

const CLAIMS: Readonly<Record<string, Proof>> = {
  "it applies what is pending": proofs.appliesMigrations,
  "a migration that fails is undone": proofs.bringsBack,
  "it takes Prisma's URL": proofs.takesPrismasUrl,
  "it begins only if it can end": beginsOnlyIfItCanEnd,
  "one runs at a time": proofs.oneMigrationAtATime,
  "a lost connection is undone": proofs.survivesALostConnection,
  "the backup outlives a way back that fails": proofs.rescuesTheBackup,
  "no secret is seen": migrationKeepsSecrets,
  "stopped anywhere, it loses nothing": stoppedMigration,
  "stopped on its way back, it goes on": stoppedWayBack,
};

let lab: Lab & { stop(): Promise<void> };
beforeAll(async () => {
  lab = await startLab("migrate");
  installPrisma();
  await proofs.makeMigrated(lab);
  console.log(`proofs of migrate.sh run with Prisma ${prismaVersion()} and a stand-in for its native engine`);
}, 600_000);
afterAll(() => lab?.stop());

describe("migrate.sh", () => {
  test.each(Object.entries(CLAIMS))("%s", { timeout: PROOF_LIMIT }, async (claim, proof) => {
    console.log(`proven: ${claim}: ${await proof(lab)}`);
  });
});
