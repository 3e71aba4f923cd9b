// Executes a generated script where nothing can be harmed: a restricted shell, no programs, no arguments, and a program
// called canary whose call ends the shell at once.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CANARY } from "./hostile.ts";

/** Whether the script called the canary. */
export function callsCanary(script: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "script-"));
  try {
    // Every program answers with success, so that the script comes far.
    const start = `command_not_found_handle() { [[ $1 != ${CANARY} ]] || kill -KILL $$; }\n`;
    writeFileSync(join(folder, "start"), start);
    writeFileSync(join(folder, "script"), script);
    const { signal, error } = spawnSync("/bin/bash", ["-r", "script"], {
      cwd: folder,
      env: { PATH: "/nowhere", BASH_ENV: join(folder, "start"), HOME: folder },
      stdio: ["ignore", "ignore", "ignore"],
      timeout: 5000,
      killSignal: "SIGTERM",
    });
    if (error && !("code" in error && error.code === "ETIMEDOUT")) throw error;
    return signal === "SIGKILL";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
