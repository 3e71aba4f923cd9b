// backup-db.sh, stopped anywhere.
import { expect } from "vitest";
import { allWhole, backupsOf, noSessions, type Proof } from "./bench.ts";
import { benchOfNight } from "./backup-nights.ts";
import { stopBetween, stopEverywhere, type Stoppable } from "./stops.ts";

/** Whenever it is stopped: as many good backups as are to be kept, no half one, no file, no session. */
export const stoppedBackup: Proof = async (lab) => {
  const backup: Stoppable = {
    bench: () => benchOfNight(lab),
    command: (bench) => bench.script("backup-db.sh"),
    env: () => ({ BACKUP_KEEP: "2" }),
    judge: async (bench, { status, output }) => {
      const kept = await backupsOf(bench);
      const made = kept.filter((key) => !/-2026010\dT180000Z/.test(key));
      if (status === 0) expect(kept).toHaveLength(2);
      expect(kept.length).toBeGreaterThanOrEqual(2);
      // An old one goes only after the new one is there, and that one is there only if it was verified.
      expect(kept.length >= 3 || made.length === 1).toBe(true);
      expect(made).toHaveLength(output.includes("uploaded and verified") ? 1 : 0);
      await allWhole(bench);
      expect(bench.left()).toEqual([]);
      await noSessions(bench);
    },
  };
  const anywhere = await stopEverywhere(backup, [0, 50, 150, 300, 600, 1000]);
  return `${anywhere}; ${await stopBetween(backup, /^pg_dump --format/, 3)}`;
};
