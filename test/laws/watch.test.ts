// build --watch, as a process: it follows every way in which a file is saved, survives what is broken, and ends well.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");
const MINIMAL = readFileSync(join(ROOT, "test", "golden", "minimal", "sage.yaml"), "utf8");
/** Longer than a save takes to be noticed, and what a build takes on a busy machine. */
const QUIET = 600;

let cwd = "";
let children: ChildProcess[] = [];
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "sage-gen-watch-"));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  rmSync(cwd, { recursive: true, force: true });
});

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const save = (text: string, name = "sage.yaml"): void => writeFileSync(join(cwd, name), text);
const project = (name: string): string => MINIMAL.replace(/^project: .*$/m, `project: ${name}`);
const compose = (out = "out"): string => readFileSync(join(cwd, out, "docker-compose.yml"), "utf8");

interface Built {
  readonly ok: boolean;
  readonly diagnostics: readonly { readonly code: string }[];
  readonly files?: readonly { readonly path: string; readonly action: string }[];
  readonly error?: { readonly message: string };
  readonly milliseconds: number;
}

/** A watching process, whose documents are taken one by one. */
function watching(...args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, "build", "--watch", "--json", ...args], { cwd });
  children.push(child);
  let text = "";
  let taken = 0;
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  const all = (): readonly Built[] =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Built);
  const next = async (): Promise<Built> => {
    for (let waited = 0; all().length <= taken; waited += 10) {
      if (waited > 60_000) throw new Error(`no further build; so far: ${text.slice(-500)}`);
      await sleep(10);
    }
    taken += 1;
    return all()[taken - 1] as Built;
  };
  /** The last build, once no further one comes. */
  const settled = async (): Promise<Built> => {
    let last = await next();
    for (;;) {
      await sleep(QUIET);
      if (all().length === taken) return last;
      last = await next();
    }
  };
  const end = (signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      child.on("exit", resolve);
      child.kill(signal);
    });
  return { next, settled, all, end };
}

describe("watching", () => {
  test("builds at once, and again for each save, and ends at Ctrl-C with 0", async () => {
    save(project("one"));
    const { next, end } = watching();
    expect(await next()).toMatchObject({ ok: true, diagnostics: [] });
    for (const name of ["two", "three"]) {
      save(project(name));
      expect((await next()).files?.some(({ action }) => action === "update")).toBe(true);
      expect(compose()).toContain(`name: ${name}\n`);
    }
    expect(await end("SIGINT")).toBe(0);
  });

  test("survives a broken spec, and ends with 0 also then", async () => {
    save(project("one"));
    const { settled, end } = watching();
    await settled();
    save("version: [\n");
    expect(await settled()).toMatchObject({ ok: false, diagnostics: [{ code: "yaml/syntax" }] });
    save(`${project("two")}nope: 1\n`);
    expect(await settled()).toMatchObject({ ok: false, diagnostics: [{ code: "spec/unknown-key" }] });
    expect(compose()).toContain("name: one\n");
    save(project("two"));
    expect(await settled()).toMatchObject({ ok: true });
    expect(compose()).toContain("name: two\n");
    save("");
    expect(await settled()).toMatchObject({ ok: false });
    expect(await end("SIGTERM")).toBe(0);
  });

  test("survives that the spec, or its folder, is gone for a while", async () => {
    mkdirSync(join(cwd, "deep"));
    save(project("one"), "deep/sage.yaml");
    const { settled } = watching("--spec", "deep/sage.yaml");
    await settled();
    rmSync(join(cwd, "deep", "sage.yaml"));
    expect(await settled()).toMatchObject({ ok: false, error: { message: "deep/sage.yaml: there is no such file" } });
    save(project("two"), "deep/sage.yaml");
    expect(await settled()).toMatchObject({ ok: true });
    rmSync(join(cwd, "deep"), { recursive: true });
    expect(await settled()).toMatchObject({ ok: false });
    mkdirSync(join(cwd, "deep"));
    save(project("three"), "deep/sage.yaml");
    expect(await settled()).toMatchObject({ ok: true });
    expect(compose("deep/out")).toContain("name: three\n");
    // The folder is another one now, and is still followed.
    save(project("four"), "deep/sage.yaml");
    await settled();
    expect(compose("deep/out")).toContain("name: four\n");
  });

  test("begins without a spec, and builds as soon as there is one", async () => {
    const { settled } = watching();
    expect(await settled()).toMatchObject({ ok: false, error: { message: expect.stringContaining("no spec here") } });
    save(project("one"));
    expect(await settled()).toMatchObject({ ok: true });
  });

  test("follows a save that puts another file in the spec's place, and a spec behind a link", async () => {
    save(project("one"));
    symlinkSync(join(cwd, "sage.yaml"), join(cwd, "link.yaml"));
    const [own, linked] = [watching(), watching("--spec", "link.yaml", "--out", "linked")];
    await Promise.all([own.settled(), linked.settled()]);
    for (const name of ["two", "three", "four"]) {
      save(project(name), ".sage.yaml.swp");
      renameSync(join(cwd, ".sage.yaml.swp"), join(cwd, "sage.yaml"));
      await Promise.all([own.settled(), linked.settled()]);
      expect([compose(), compose("linked")]).toEqual([0, 0].map(() => expect.stringContaining(`name: ${name}\n`)));
    }
  });

  test("builds once for many saves, and the last one", async () => {
    save(project("one"));
    const { settled, all } = watching();
    await settled();
    const before = all().length;
    for (let at = 0; at < 60; at++) {
      save(project(`save-${at}`));
      if (at % 20 === 0) await sleep(2);
    }
    expect(await settled()).toMatchObject({ ok: true });
    expect(all().length - before).toBeLessThan(15);
    expect(compose()).toContain("name: save-59\n");
  });

  test("is not woken by what it writes, nor by a save that changes nothing", async () => {
    save(`output: .\n${project("one")}`);
    const { settled, all } = watching();
    await settled();
    save(`output: .\n${project("one")}`);
    save("mine", "other.txt");
    await sleep(QUIET);
    expect(all()).toHaveLength(1);
  });

  test("follows several specs", async () => {
    for (const name of ["a", "b"]) cpSync(join(ROOT, "test/golden/minimal/sage.yaml"), join(cwd, name, "sage.yaml"));
    const { settled } = watching("--spec", "*/sage.yaml");
    await settled();
    save(project("new"), "b/sage.yaml");
    await settled();
    expect(compose("b/out")).toContain("name: new\n");
    expect(compose("a/out")).not.toContain("name: new\n");
  });
});

describe("what it shows", () => {
  const shown = async (command: string, args: readonly string[], save: () => void): Promise<string> => {
    const child = spawn(command, args, { cwd, env: { ...process.env, TERM: "xterm" } });
    children.push(child);
    let text = "";
    child.stdout.on("data", (part: Buffer) => (text += part.toString()));
    for (let waited = 0; waited < 60_000 && !text.includes("Ctrl-C ends it"); waited += 20) await sleep(20);
    const before = text.length;
    save();
    for (let waited = 0; waited < 60_000 && !text.slice(before).includes("Ctrl-C ends it"); waited += 20)
      await sleep(20);
    return text;
  };

  test("is plain lines, one report after the other, where nobody watches", async () => {
    save(project("one"));
    const text = await shown(process.execPath, [COMMAND, "build", "-w"], () => save("version: 1\n"));
    expect(text).not.toContain("\u001b");
    expect(text).toMatch(
      /created\n[^]*after \d+ ms; watching sage\.yaml, Ctrl-C ends it\nerror\[spec\/missing-key\][^]*Ctrl-C/,
    );
  });

  test("is the last report alone in a terminal", async () => {
    save(project("one"));
    const line = [process.execPath, COMMAND, "build", "-w"].join(" ");
    const text = await shown("script", ["-qefc", line, "/dev/null"], () => save("version: 1\n"));
    expect(text.split("\u001b[2J\u001b[3J\u001b[H")).toHaveLength(3);
    expect(text.split("\u001b[2J\u001b[3J\u001b[H").at(-1)).toContain("spec/missing-key");
  });

  test("is nothing for GitHub, whose log has an end", () => {
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, "build", "--watch", "--format", "github"], {
      cwd,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("--watch with --format github") });
  });
});

/** What a program takes of the CPU in milliseconds, as it says itself: a measure that other programs do not share. */
const measured = (code: string): number =>
  Number(spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: ROOT, encoding: "utf8" }).stdout);
const BARE = "const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)";
/** The best of forty builds, each of another spec, because what else runs here only ever slows them. */
const WARM = (folder: string): string => `
  import { readFileSync, writeFileSync } from "node:fs";
  import { textOf } from "./src/commands/answer.ts";
  import { buildOnce } from "./src/commands/building.ts";
  const text = readFileSync("spec/sage.yaml", "utf8");
  const taken = [];
  for (let at = 1; at <= 40; at++) {
    writeFileSync(${JSON.stringify(join(folder, "sage.yaml"))}, text.replace("retention: 7d", "retention: " + (at % 30 + 1) + "d"));
    const before = process.cpuUsage();
    const answer = buildOnce({ force: false, list: false, isDry: false }, ${JSON.stringify(folder)}, { format: "human", isColoured: false });
    if (!answer.ok || textOf(answer, "human") === "") throw new Error("it did not build");
    const { user, system } = process.cpuUsage(before);
    taken.push((user + system) / 1000);
  }
  console.log(Math.min(...taken));
`;

test("a warm build of the reference spec takes less than 4.5 times a bare Node.js: where nothing else runs, below 100 ms", () => {
  const warm = measured(WARM(cwd));
  const bare = Math.min(...[1, 2, 3, 4, 5].map(() => measured(BARE)));
  expect(warm).toBeGreaterThan(1);
  expect(warm / bare).toBeLessThan(4.5);
});
