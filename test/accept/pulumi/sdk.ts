// The packages that judges need, installed once into build/ from the locks in folders called `sdk`.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
/** The Node.js that pipelines run programs with; Pulumi's runtime wants 22 at least. */
export const NODE = join(ROOT, "node_modules/.bin/node");

/** The folder of the SDKs that printed programs run with. */
export const installSdk = (): string => install("accept/sdk");

/**
 * The folder of the packages that a folder below test/ asks for; installs them where its lock has changed or they are
 * missing. Test files run side by side: no two of them may install the same folder.
 */
export function install(folder: string): string {
  const source = join(ROOT, "test", folder);
  const home = join(ROOT, "build", folder);
  const lock = readFileSync(join(source, "package-lock.json"), "utf8");
  const done = join(home, "installed-lock.json");
  if (!existsSync(done) || readFileSync(done, "utf8") !== lock) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(source, file), join(home, file));
    const { status, stderr } = spawnSync(
      "npm",
      ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", home],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`npm ci of test/${folder} failed:\n${stderr}`);
    copyFileSync(join(home, "package-lock.json"), `${done}.new`);
    renameSync(`${done}.new`, done);
    console.log(`installed test/${folder} into build/${folder}`);
  }
  return join(home, "node_modules");
}
