// The scripts of every spec that the tests know, put where they run.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compile } from "#src/compile.ts";
import { placeIn, removeIn } from "./debian.ts";

const ROOT = join(import.meta.dirname, "../../..");

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

/**
 * Puts scripts where they run, and says where that is.
 * @param name The folder's; each test file has its own.
 */
export function placeTexts(texts: ReadonlyMap<string, string>, name: string): string {
  const place = `/srv/project-${name}/scripts`;
  removeIn(place);
  mkdirSync(placeIn(place), { recursive: true });
  for (const [script, text] of texts) {
    writeFileSync(placeIn(`${place}/${script}`), text);
    chmodSync(placeIn(`${place}/${script}`), 0o755);
  }
  return place;
}

/** Puts the scripts of a spec where they run, and says where that is. */
export const placeScripts = (spec: string, name: string): string => placeTexts(scriptsOf(spec), name);
