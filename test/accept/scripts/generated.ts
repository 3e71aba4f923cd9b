// The scripts of every spec that the tests know, put where they run.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { compile } from "#src/compile.ts";
import { copyIn, removeIn } from "./debian.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Where the scripts of a spec lie in the Debian of the tests. */
export const placeOfScripts = (spec: string): string => `/srv/project/${spec.replaceAll("/", "-")}/scripts`;

/** The reference spec and the golden ones, below the repository's root. */
export const SPECS: readonly string[] = [
  "spec/sage.yaml",
  ...readdirSync(join(ROOT, "test/golden"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `test/golden/${entry.name}/sage.yaml`),
];

/** The names of a spec's scripts, and their texts. */
export function scriptsOf(spec: string): ReadonlyMap<string, string> {
  const { artifacts } = compile(readFileSync(join(ROOT, spec), "utf8"), "sage.yaml", ["scripts"]);
  return new Map(artifacts.filter(({ executable }) => executable).map(({ path, text }) => [basename(path), text]));
}

/** Puts the scripts of specs where they run. */
export function placeScripts(specs: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "scripts-"));
  for (const spec of specs) {
    const place = join(folder, placeOfScripts(spec).replace("/srv/project/", ""));
    mkdirSync(place, { recursive: true });
    for (const [name, text] of scriptsOf(spec)) {
      writeFileSync(join(place, name), text);
      chmodSync(join(place, name), 0o755);
    }
  }
  removeIn("/srv/project");
  copyIn(folder, "/srv/project");
}
