// The releases of Node.js that the published command must run on, each installed once into build/ from the npm registry.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** From the oldest that package.json allows to the newest. */
export const MAJORS = [20, 22, 24, 26] as const;
const HOME = join(import.meta.dirname, "../../build/torture");

/** The path of `node` of a major release. Throws where it cannot be had. */
export function nodeOf(major: number): string {
  const folder = join(HOME, `node-${major}`);
  const binary = join(folder, "node_modules/node/bin/node");
  if (!existsSync(binary)) {
    const draft = `${folder}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, "package.json"), '{ "private": true }\n');
    const flags = ["install", "--no-audit", "--no-fund", "--no-save", "--prefix", draft, `node@${major}`];
    const { status, stderr } = spawnSync("npm", flags, { cwd: draft, encoding: "utf8" });
    if (status !== 0) throw new Error(`Node.js ${major} cannot be installed: ${stderr}`);
    if (existsSync(folder)) rmSync(draft, { recursive: true, force: true });
    else renameSync(draft, folder);
  }
  const { stdout } = spawnSync(binary, ["--version"], { encoding: "utf8" });
  if (!stdout.startsWith(`v${major}.`)) throw new Error(`${binary} says that it is ${stdout || "nothing"}`);
  return binary;
}
