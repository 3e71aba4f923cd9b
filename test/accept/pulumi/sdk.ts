// The SDKs that printed programs run with, installed once into build/ from the lock beside this folder.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
const SOURCE = join(ROOT, "test/accept/sdk");
const HOME = join(ROOT, "build/accept/sdk");

/** The Node.js that pipelines run programs with; Pulumi's runtime wants 22 at least. */
export const NODE = join(ROOT, "node_modules/.bin/node");

/** The folder of the installed packages; installs them where the lock has changed or they are missing. */
export function installSdk(): string {
  const lock = readFileSync(join(SOURCE, "package-lock.json"), "utf8");
  const done = join(HOME, "installed-lock.json");
  if (!existsSync(done) || readFileSync(done, "utf8") !== lock) {
    rmSync(HOME, { recursive: true, force: true });
    mkdirSync(HOME, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(SOURCE, file), join(HOME, file));
    const { status, stderr } = spawnSync(
      "npm",
      ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", HOME],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`npm ci of test/accept/sdk failed:\n${stderr}`);
    copyFileSync(join(HOME, "package-lock.json"), `${done}.new`);
    renameSync(`${done}.new`, done);
    console.log("installed test/accept/sdk into build/accept/sdk");
  }
  return join(HOME, "node_modules");
}
