// A build that is stopped: on a copy of a folder, at one of its calls, in one way; then what a user would find there.
import { execFile } from "node:child_process";
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCK, PENDING } from "#schema/plan.ts";
import { planAll } from "#src/commands/output.ts";
import { write } from "#src/commands/outcome.ts";
import { loadSpecs } from "#src/load.ts";

const ROOT = join(import.meta.dirname, "../../..");
const COMMAND = join(ROOT, "dist/sage-gen.cjs");
const SHIM = join(import.meta.dirname, "shim.cjs");
const specOf = (golden: string): string => join(ROOT, "test/golden", golden, "sage.yaml");

/** What stands in a folder: each file's bytes, as latin1. */
export type Tree = ReadonlyMap<string, string>;

/** A build onto a folder: what stands there before, and what it shall become. */
export interface Scene {
  readonly name: string;
  /** The spec that made what stands there; none for a folder that was never built. */
  readonly from: string | undefined;
  readonly to: string;
  readonly home: string;
  readonly before: Tree;
  readonly after: Tree;
}

/** How a call ends: the process killed around it or in its midst, or the call refused by the system. */
export type How = "before" | "half" | "after" | "EIO" | "ENOSPC" | "EACCES" | "EROFS";

/** What the user had there: none of it may ever change. */
const USERS: Tree = new Map([
  ["README.md", "# Ours\n"],
  [".gitattributes", "*.png binary\r\n\u00ff\n"],
  ["docs/notes.md", "kept"],
  ["infra/extensions.ts", "export function extend(): void {}\n"],
]);

export function treeOf(folder: string): Tree {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = paths.filter((path) => lstatSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), "latin1")]));
}

/** Builds in this process, as an undisturbed run would. */
export function build(spec: string, folder: string): void {
  for (const one of planAll(loadSpecs([spec], folder), folder, { writes: true }, folder)) {
    const { plan } = one;
    if (!plan || plan.findings.length > 0) throw new Error(`refused: ${JSON.stringify(one.reading.diagnostics)}`);
    write([one]);
  }
}

/** A folder of the user's, built from one golden's spec or from none, that the other's will be built onto. */
export function sceneOf(name: string, from: string | undefined, to: string): Scene {
  const home = mkdtempSync(join(tmpdir(), "sage-gen-stops-"));
  for (const [path, text] of USERS) {
    mkdirSync(join(home, "before", path, ".."), { recursive: true });
    writeFileSync(join(home, "before", path), text, "latin1");
  }
  if (from !== undefined) build(specOf(from), join(home, "before"));
  const before = treeOf(join(home, "before"));
  cpSync(join(home, "before"), join(home, "after"), { recursive: true });
  build(specOf(to), join(home, "after"));
  const spec = from === undefined ? undefined : specOf(from);
  return { name, from: spec, to: specOf(to), home, before, after: treeOf(join(home, "after")) };
}

export function forget({ home }: Scene): void {
  rmSync(home, { recursive: true, force: true });
}

/** A copy of what stands there before. */
export function copyOf({ home }: Scene): string {
  const folder = mkdtempSync(join(home, "run-"));
  cpSync(join(home, "before"), folder, { recursive: true });
  return folder;
}

/** How the command ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

/** Runs the real command onto a folder, with the shim; kills it after so many milliseconds, if it still runs then. */
function run(
  scene: Scene,
  folder: string,
  environment: Readonly<Record<string, string>>,
  timeout = 60_000,
): Promise<Ending> {
  const args = ["--require", SHIM, COMMAND, "build", "--spec", scene.to, "--out", folder];
  const env = { PATH: process.env["PATH"] ?? "", HOME: scene.home, STOP_ROOT: folder, ...environment };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      args,
      { env, timeout, killSignal: "SIGKILL" },
      (_error, _stdout, stderr) => {
        done({ status: child.exitCode, signal: child.signalCode, stderr });
      },
    );
  });
}

/** How many calls an undisturbed build makes. */
export async function calls(scene: Scene): Promise<number> {
  const folder = copyOf(scene);
  const count = join(scene.home, "count");
  const { status, stderr } = await run(scene, folder, { STOP_COUNT: count });
  if (status !== 0) throw new Error(stderr);
  rmSync(folder, { recursive: true });
  return Number(readFileSync(count, "utf8"));
}

/** Stops one build at a call, and tells all that a user could hold against it. */
export async function stop(scene: Scene, at: number, how: How): Promise<readonly string[]> {
  const folder = copyOf(scene);
  const ending = await run(scene, folder, { STOP_AT: String(at), STOP_HOW: how });
  const faults = [...endingFaults(ending, how), ...faultsAfter(scene, folder)];
  return faults.map((fault) => `${scene.name}, call ${at}, ${how}: ${fault}`);
}

/** Kills one build after so many milliseconds, wherever it is. */
export async function kill(scene: Scene, after: number): Promise<readonly string[]> {
  const folder = copyOf(scene);
  await run(scene, folder, {}, after);
  return faultsAfter(scene, folder).map((fault) => `${scene.name}, killed after ${after} ms: ${fault}`);
}

/** What stands there after a stop, and after the builds that follow it. The folder is removed. */
function faultsAfter(scene: Scene, folder: string): readonly string[] {
  const faults = [...treeFaults(scene, treeOf(folder)), ...repairFaults(scene, folder)];
  rmSync(folder, { recursive: true, force: true });
  return faults;
}

/** A killed build says nothing; one whose call failed goes on where that does not matter, or says why it can't. */
function endingFaults({ status, signal, stderr }: Ending, how: How): string[] {
  if (how === "before" || how === "half" || how === "after") return signal === "SIGKILL" ? [] : ["it was not killed"];
  if (status === 0) return [];
  const clear = status === 2 && stderr.includes(`(${how})`) && /^ *= help: /m.test(stderr);
  return clear && !/\bat .*:\d+:\d+/.test(stderr) ? [] : [`it ended with ${status ?? signal} and said: ${stderr}`];
}

/** Each file is whole, old or new; nothing of the user's is gone. */
export function treeFaults({ before, after }: Scene, found: Tree): string[] {
  const paths = new Set([...before.keys(), ...after.keys(), ...found.keys()]);
  return [...paths].flatMap((path) => {
    const text = found.get(path);
    if (text === before.get(path) || text === after.get(path)) return [];
    if (path === LOCK || /(?:^|\/)\.[^/]*\.sage-gen-draft$/.test(path)) return [];
    if (path === PENDING && text === after.get(".sage/manifest.json")) return [];
    return [`${path} is ${text === undefined ? "gone" : "neither old nor new"}`];
  });
}

/** The next build makes all of the new, and one of the old spec all of the old, without a trace of what was stopped. */
function repairFaults(scene: Scene, folder: string): string[] {
  const back = `${folder}-back`;
  cpSync(folder, back, { recursive: true });
  try {
    build(scene.to, folder);
    const faults = differences(scene.after, treeOf(folder)).map((path) => `not mended: ${path}`);
    if (scene.from === undefined) return faults;
    build(scene.from, back);
    return [...faults, ...differences(scene.before, treeOf(back)).map((path) => `not taken back: ${path}`)];
  } catch (error) {
    return [`the next build: ${String(error)}`];
  } finally {
    rmSync(back, { recursive: true, force: true });
  }
}

function differences(wanted: Tree, found: Tree): string[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].filter((path) => wanted.get(path) !== found.get(path));
}
