// One folder for all that the tests of a run make for a while: it lies below the machine's own, and goes when the run
// ends, also one that fails or is stopped.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * Makes the folder, and makes it what `tmpdir()` says from here on, in this process and in those that it starts. What it
 * gives removes the folder; the end of the process does so too.
 */
export default function scratch(): () => void {
  const outer = process.env["TMPDIR"];
  const folder = mkdtempSync(join(tmpdir(), "sage-gen-"));
  // As /tmp is: some programs give up their rights and become another user.
  chmodSync(folder, 0o1777);
  process.env["TMPDIR"] = folder;
  const remove = (): void => {
    process.off("exit", remove);
    for (const signal of SIGNALS) process.off(signal, stop);
    if (outer === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = outer;
    // What a program of a stopped run still writes is removed with the rest.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const stop = (signal: NodeJS.Signals): void => {
    remove();
    process.kill(process.pid, signal);
  };
  process.on("exit", remove);
  for (const signal of SIGNALS) process.on(signal, stop);
  return remove;
}
