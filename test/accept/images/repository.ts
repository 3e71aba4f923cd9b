// A user's repository: what a spec generates, real applications in the services' folders, and on top what lies about on
// a developer's machine and may be in no image.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compile } from "#src/compile.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** In every file that may be in no image. */
export const LEFT = "left-on-this-machine";

/** In the .npmrc, which the development stage alone may hold. */
export const TOKEN = "token-of-a-registry";

/** What the developer has filled in for every secret. */
export const FILLED = "made0up1here2";

const LITTER = [
  ".env",
  ".env.production",
  ".git/config",
  ".github/notes",
  ".idea/workspace.xml",
  "README.md",
  "coverage/index.html",
  "dist/old.js",
  "node_modules/left/index.js",
  "npm-debug.log",
  "src/left.spec.ts",
  "src/left.test.ts",
  "test/left.ts",
];

/** Writes the repository of a spec into a new folder, with an application of `apps/` in each path that is named. */
export function placeRepository(spec: string, apps: Readonly<Record<string, "backend" | "frontend">>): string {
  const folder = mkdtempSync(join(tmpdir(), "repository-"));
  for (const [path, app] of Object.entries(apps)) {
    cpSync(join(import.meta.dirname, "apps", app), join(folder, path), { recursive: true });
    for (const file of LITTER) write(join(folder, path, file), `${LEFT}\n`);
    write(join(folder, path, ".npmrc"), `; ${TOKEN}\n`);
  }
  const { artifacts } = compile(readFileSync(join(ROOT, spec), "utf8"), "sage.yaml", ["compose", "docker", "scripts"]);
  for (const { path, text, executable } of artifacts) {
    write(join(folder, path), text);
    if (executable) chmodSync(join(folder, path), 0o755);
    if (path === ".env.example") write(join(folder, ".env"), text.replace(/^([A-Z0-9_]+)=$/gm, `$1=${FILLED}`));
  }
  return folder;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
