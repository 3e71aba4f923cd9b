// Many specs come to the same, however many threads do them: every answer and every tree, whatever is wrong with some.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const DIST = join(ROOT, "dist");
const MINIMAL = readFileSync(join(ROOT, "test/golden/minimal/sage.yaml"), "utf8");
const SIZE = 12;
const home = mkdtempSync(join(tmpdir(), "sage-gen-fleet-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(home)) rmSync(join(home, name), { recursive: true, force: true });
});

const named = (number: number): string => `p${String(number).padStart(2, "0")}`;
const spec = (number: number): string => MINIMAL.replace(/^project: .*$/m, `project: ${named(number)}`);

function put(folder: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A folder with a fleet, in which some things are as `change` makes them. */
function fleet(name: string, change: (folder: string) => void): string {
  const folder = join(home, name);
  for (let number = 1; number <= SIZE; number += 1) put(folder, `${named(number)}/sage.yaml`, spec(number));
  change(folder);
  return folder;
}

function run(cwd: string, threads: number, args: readonly string[], dist = DIST, options = "") {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  const env = { ...rest, SAGE_GEN_CACHE: "off", SAGE_GEN_THREADS: String(threads), NODE_OPTIONS: options };
  const command = [join(dist, "sage-gen.cjs"), ...args, "--spec", "**/{sage,too}.yaml"];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

function treeOf(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    paths.map((path) => {
      const place = join(folder, path);
      return [path, lstatSync(place).isFile() ? readFileSync(place, "latin1") : "a folder"];
    }),
  );
}

/** The same fleet, done by one thread and by several. */
function both(change: (folder: string) => void, ...commands: readonly (readonly string[])[]) {
  const [alone, together] = [1, 3].map((threads) => {
    // At the same place, because an answer names what lies outside of the folder by its whole path.
    const folder = fleet("fleet", change);
    const answers = commands.map((args) => run(folder, threads, args));
    renameSync(folder, join(home, `of-${threads}`));
    return { answers, tree: treeOf(join(home, `of-${threads}`)) };
  });
  if (!alone || !together) throw new Error("nothing ran");
  return { alone, together };
}

describe("what several threads do", () => {
  test("is what one does, where specs are refused, warned of, no text, or edited by hand", () => {
    const { alone, together } = both(
      (folder) => {
        put(folder, "p02/sage.yaml", "version: 1\n");
        put(folder, "p04/sage.yaml", Buffer.from("version: 1", "utf16le"));
        put(folder, "p05/sage.yaml", spec(5).replace("project:", "projects:"));
        put(folder, "p06/out/docker-compose.yml", "mine\n");
        put(folder, "p07/sage.yaml", `${spec(7)}secrets: { LEFT: {} }\n`);
        // One in the other's folder, and both make the same file there: the first has it.
        const inside = spec(8).replace("port: 8080", "port: 8080\n    path: x/out/api");
        put(folder, "p08/sage.yaml", `${inside}output: .\n`);
        put(folder, "p08/x/sage.yaml", spec(8).replace("port: 8080", "port: 8080\n    path: api"));
      },
      ["build", "--dry-run"],
      ["build", "--json"],
      ["build"],
      ["build", "--only", "docs"],
      ["check"],
      ["check", "--facts", "--format", "github"],
      ["check", "--json"],
      ["build", "--force", "--list"],
      ["build", "--shard", "2/3"],
      ["validate"],
      ["validate", "--json"],
    );
    expect(together).toEqual(alone);
    expect(alone.answers.map(({ status }) => status)).toContain(1);
    expect(alone.tree.size).toBeGreaterThan(100);
  });

  /** What every folder is after a run that broke off: whole, or not begun. */
  const isWhole = (tree: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>, name: string): boolean => {
    const below = (one: ReadonlyMap<string, string>) => [...one].filter(([path]) => path.startsWith(`${name}/out/`));
    return below(tree).length === 0 || JSON.stringify(below(tree)) === JSON.stringify(below(wanted));
  };

  test.each<readonly [name: string, change: (folder: string) => void, words: string]>([
    ["two specs with one folder", (folder) => put(folder, "p05/too.yaml", spec(5)), "two specs write into p05/out"],
    [
      "a folder that another process has",
      (folder) => put(folder, "p05/out/.sage/lock", `${process.pid}\n`),
      `another sage-gen writes into p05/out (process ${process.pid})`,
    ],
    [
      "a target that a spec has not, and another fault behind it",
      (folder) => {
        put(folder, "p05/sage.yaml", `${spec(5)}targets: [docker]\n`);
        put(folder, "p06/sage.yaml", `${spec(6)}targets: [docker]\n`);
      },
      "--only docs: p05/sage.yaml does not make it",
    ],
  ])("is told as what one does, and leaves each tree whole: %s", (_, change, words) => {
    const args = words.startsWith("--only") ? ["build", "--only", "docs"] : ["build"];
    const { alone, together } = both(change, args, [...args, "--json"]);
    expect(together.answers).toEqual(alone.answers);
    expect(alone.answers).toMatchObject([
      { status: 2, stdout: "", stderr: expect.stringContaining(words) },
      { status: 2, stdout: expect.stringContaining(words) },
    ]);
    const whole = fleet("whole", () => {});
    expect(run(whole, 1, args).status).toBe(0);
    const wanted = treeOf(whole);
    const names = Array.from({ length: SIZE }, (_, at) => named(at + 1));
    for (const name of names.slice(0, 4)) expect(isWhole(together.tree, wanted, name), name).toBe(true);
    for (const name of names.slice(0, 4)) expect(together.tree.has(`${name}/out/.sage/manifest.json`), name).toBe(true);
    for (const name of names.slice(5)) expect(isWhole(together.tree, wanted, name), name).toBe(true);
  });

  test("is nothing where a number of threads is none", () => {
    expect(
      run(
        fleet("fleet", () => {}),
        0,
        ["build"],
      ),
    ).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("SAGE_GEN_THREADS=0: no number of threads"),
    });
  });
});

describe("a thread that dies", () => {
  /** The package with another beginning of its threads. */
  const withThread = (begin: string): string => {
    const dist = join(home, "package", "dist");
    cpSync(DIST, dist, { recursive: true });
    writeFileSync(join(dist, "thread.cjs"), `${begin}\n${readFileSync(join(DIST, "thread.cjs"), "utf8")}`);
    return dist;
  };
  const midway = (act: string): string => `
    const fs = require("node:fs"), rename = fs.renameSync;
    fs.renameSync = (from, to) => { if (to.includes("p05") && to.endsWith("index.ts")) { ${act} } rename(from, to); };`;

  test.each([
    ["that ends at once", "process.exit(3);", "", "a thread could not begin: it ended"],
    ["that ends midway", midway("process.exit(3);"), "", "p05/sage.yaml: the thread that worked on it died: it ended"],
    [
      "that has no memory left",
      midway("const all = []; for (;;) all.push(Array(1e5).fill(0.5));"),
      "--max-old-space-size=90",
      "p05/sage.yaml: the thread that worked on it died: Worker terminated due to reaching memory limit",
    ],
  ])("%s is told, and no file is half", (_, begin, options, words) => {
    const folder = fleet("fleet", () => {});
    const ran = run(folder, 2, ["build"], withThread(begin), options);
    expect(ran).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(words) });
    // The next run mends what was left behind.
    expect(run(folder, 2, ["build"])).toMatchObject({ status: 0, stderr: "" });
    const whole = fleet("whole", () => {});
    run(whole, 1, ["build"]);
    expect(treeOf(folder)).toEqual(treeOf(whole));
  });
});
