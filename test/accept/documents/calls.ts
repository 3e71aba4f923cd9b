// Runs the commands of a document as its reader would paste them, against stand-ins that note what they are asked.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The command lines that a script asks of these tools, each as its words. */
export interface Asked {
  readonly calls: readonly (readonly string[])[];
  /** What bash itself said: nothing, if all is well. */
  readonly errors: string;
}

const TOOLS = ["aws", "docker", "gh", "git", "npm", "npx", "pnpm", "pulumi"];

/** Runs a script with its standard input empty, in a folder that has these. */
export function callsOf(script: string, folders: readonly string[]): Asked {
  const folder = mkdtempSync(join(tmpdir(), "documents-"));
  try {
    for (const path of ["infra", ...folders]) mkdirSync(join(folder, path), { recursive: true });
    mkdirSync(join(folder, "bin"));
    for (const tool of TOOLS) copyFileSync(join(import.meta.dirname, "stand-in.sh"), join(folder, "bin", tool));
    writeFileSync(join(folder, "script"), script);
    const calls = join(folder, "calls");
    const env = { PATH: `${join(folder, "bin")}:/usr/local/bin:/usr/bin:/bin`, CALLS: calls, HOME: folder };
    const { stderr } = spawnSync("bash", ["-u", join(folder, "script")], {
      cwd: folder,
      env,
      encoding: "utf8",
      input: "",
    });
    const noted = existsSync(calls) ? readFileSync(calls, "utf8") : "";
    const lines = noted.split("\u001e").filter((line) => line !== "");
    return { calls: lines.map((line) => line.split("\u001f").slice(0, -1)), errors: stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
