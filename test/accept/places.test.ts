// Where a build can't do as it should: the disk is full, the folder is not its own, another build is there. Each gives
// a clear word, and nothing of the user's is lost.
import { execFile, execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { build, copyOf, forget, type Scene, sceneOf, treeFaults, treeOf } from "../torture/stops/scene.ts";

const COMMAND = join(import.meta.dirname, "../../dist/sage-gen.cjs");
const NOBODY = 65_534;

let scene: Scene;
let folder = "";
beforeAll(() => {
  scene = sceneOf("places", "one-environment", "two-public-and-a-worker");
});
afterAll(() => forget(scene));
beforeEach(() => {
  folder = copyOf(scene);
});

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Takes away that root may do everything: the modes of files hold for it as for anyone. */
const MORTAL = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"];

/** Runs the command, as somebody without privileges if asked. */
function run(command: string, spec: string, out: string, before: readonly string[] = []): Promise<Run> {
  const [program = "", ...args] = [...before, process.execPath, COMMAND, command, "--spec", spec, "--out", out];
  const env = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };
  return new Promise((done) => {
    const child = execFile(program, args, { env, cwd: scene.home, timeout: 60_000 }, (_, stdout, stderr) =>
      done({ status: child.exitCode, stdout, stderr }),
    );
  });
}

/** The command's own words, on one line each, and never a stack. */
function words({ stdout, stderr }: Run): string {
  const text = stdout + stderr;
  expect(text).not.toMatch(/\n\s+at \S+ \(/);
  expect(text).not.toContain("internal fault");
  return text;
}

const mounts: string[] = [];
afterAll(() => mounts.forEach((place) => execFileSync("umount", ["--lazy", place])));

/** A file system of its own, of so many KiB. */
function disk(kibibytes: number): string {
  const place = mkdtempSync(join(scene.home, "disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", place]);
  mounts.push(place);
  return place;
}

describe("a disk", () => {
  test("that is full at any point leaves each file whole, and more room mends it", async () => {
    const needed = [...scene.before.values()].reduce((sum, text) => sum + Math.ceil(text.length / 4096) * 4, 0);
    let refused = 0;
    for (let room = 0; room <= 64; room += 8) {
      const place = disk(needed + 200 + room);
      cpSync(join(scene.home, "before"), place, { recursive: true });
      const { available } = spaceOf(place);
      writeFileSync(join(place, "ballast"), Buffer.alloc(Math.max(0, available - room) * 1024));
      const ended = await run("build", scene.to, place);
      const found = new Map(treeOf(place));
      found.delete("ballast");
      expect(treeFaults(scene, found), `${room} KiB free`).toEqual([]);
      if (ended.status !== 0) {
        refused += 1;
        expect(ended.status).toBe(2);
        expect(words(ended)).toMatch(/no space is left on the disk \(ENOSPC\)\n *= help: nothing is lost/);
      }
      rmSync(join(place, "ballast"));
      build(scene.to, place);
      expect(treeOf(place)).toEqual(scene.after);
    }
    expect(refused).toBeGreaterThan(2);
  });

  test("that is read-only is told, unless there is nothing to write", async () => {
    const place = disk(4096);
    cpSync(join(scene.home, "before"), place, { recursive: true });
    execFileSync("mount", ["-o", "remount,ro", place]);
    const ended = await run("build", scene.to, place);
    expect(ended.status).toBe(2);
    expect(words(ended)).toContain("the file system is read-only (EROFS)");
    expect(treeOf(place)).toEqual(scene.before);
    expect((await run("build", scene.from ?? "", place)).status).toBe(0);
  });
});

function spaceOf(place: string): { available: number } {
  const out = execFileSync("df", ["--output=avail", "-k", place], { encoding: "utf8" });
  return { available: Number(out.split("\n")[1]) };
}

describe("a user", () => {
  test("who may not write is told which file, and who may not read as well", async () => {
    execFileSync("chmod", ["-R", "a-w", folder]);
    const refused = await run("build", scene.to, folder, MORTAL);
    expect(refused.status).toBe(2);
    expect(words(refused)).toMatch(/: permission denied \(EACCES\)/);
    expect(treeOf(folder)).toEqual(scene.before);
    chmodSync(join(folder, "docker-compose.yml"), 0);
    const blind = await run("check", scene.to, folder, MORTAL);
    expect(blind.status).toBe(2);
    expect(words(blind)).toMatch(/docker-compose\.yml: permission denied \(EACCES\)/);
  });

  test("who owns the folder but not one file in it gets that file replaced", async () => {
    chownSync(join(folder, "docker-compose.yml"), NOBODY, NOBODY);
    expect((await run("build", scene.to, folder, MORTAL)).status).toBe(0);
    expect(treeOf(folder)).toEqual(scene.after);
  });
});

describe("what stands in the way", () => {
  test("a folder where a file should be, and a file where a folder should be", async () => {
    const fresh = mkdtempSync(join(scene.home, "way-"));
    mkdirSync(join(fresh, "docker-compose.yml"));
    writeFileSync(join(fresh, "infra"), "mine");
    const ended = await run("build", scene.to, fresh);
    expect(ended.status).toBe(1);
    expect(words(ended)).toMatch(/docker-compose\.yml .*it is a folder/);
    expect(words(ended)).toMatch(/`infra` is not a folder/);
    expect([...treeOf(fresh)]).toEqual([["infra", "mine"]]);
  });

  test("links that lead out of the tree, for a folder, a file and the records", async () => {
    const outside = mkdtempSync(join(scene.home, "outside-"));
    const victim = join(outside, "id_rsa");
    writeFileSync(victim, "secret");
    for (const [path, target] of [
      ["infra", outside],
      ["docker-compose.yml", victim],
      [".sage", outside],
    ] as const) {
      const fresh = mkdtempSync(join(scene.home, "linked-"));
      symlinkSync(target, join(fresh, path));
      const ended = await run("build", scene.to, fresh);
      expect(ended.status, path).toBe(1);
      expect(words(ended)).toMatch(/output\/(?:outside|not-ours)/);
      expect([...treeOf(outside)]).toEqual([["id_rsa", "secret"]]);
    }
  });

  test("a manifest that names files beyond the tree, or is none, removes nothing", async () => {
    const victim = join(scene.home, "id_rsa");
    writeFileSync(victim, "secret");
    const hash = "0".repeat(64);
    for (const path of ["../id_rsa", "../../.ssh/id_rsa", victim, "a/../../id_rsa", "C:\\id_rsa", ".git/config"]) {
      const files = { [path]: { sha256: hash, target: "docs" } };
      writeFileSync(join(folder, ".sage/manifest.json"), JSON.stringify({ version: 1, files }));
      const ended = await run("build", scene.to, folder);
      expect(ended.status, path).toBe(1);
      expect(words(ended)).toContain(`which is no file of the output`);
    }
    for (const text of ["", "{", "[]", "null", '{"version":2,"files":{}}', "<<<<<<< ours\n{}\n"]) {
      writeFileSync(join(folder, ".sage/manifest.json"), text);
      expect((await run("build", scene.to, folder)).status, text).toBe(1);
    }
    expect(readFileSync(victim, "utf8")).toBe("secret");
  });

  test("a folder that nothing can be made in ends the build at once", async () => {
    const ended = await run("build", scene.to, "/proc/sage-gen/out");
    expect(ended.status).toBe(2);
    expect(words(ended)).toMatch(/\/proc\/sage-gen.*\(ENOENT\)/);
  });
});

describe("a file that the user changed", () => {
  test("is refused whatever was changed, the rest is not written, and force takes it back", async () => {
    const compose = join(folder, "docker-compose.yml");
    for (const change of ["# mine\n", "\r\n"]) {
      appendFileSync(compose, change);
      const ended = await run("build", scene.to, folder);
      expect(ended.status).toBe(1);
      expect(words(ended)).toContain("output/hand-edited");
      expect(words(ended)).toContain("nothing was written");
    }
    const edited = new Map([...scene.before, ["docker-compose.yml", readFileSync(compose, "latin1")]]);
    expect(treeOf(folder)).toEqual(edited);
  });

  test("to Windows line ends is refused, with words for it", async () => {
    const compose = join(folder, "docker-compose.yml");
    writeFileSync(compose, readFileSync(compose, "utf8").replaceAll("\n", "\r\n"));
    const ended = await run("build", scene.to, folder);
    expect(ended.status).toBe(1);
    expect(words(ended)).toContain("output/hand-edited");
  });
});

describe("two builds", () => {
  test("of two specs into one folder at once: one is done, the other says who is there", async () => {
    let refused = 0;
    for (let round = 0; round < 8; round += 1) {
      const place = copyOf(scene);
      const both = await Promise.all([run("build", scene.to, place), run("build", scene.from ?? "", place)]);
      for (const one of both.filter(({ status }) => status !== 0)) {
        refused += 1;
        expect(one.status).toBe(2);
        expect(words(one)).toMatch(/another sage-gen writes into .*\(process \d+\)\n *= help: wait/);
      }
      expect([scene.before, scene.after]).toContainEqual(treeOf(place));
    }
    console.log(`8 pairs of builds, ${refused} told to wait`);
  });

  test("of which one was killed: its lock is taken over, at once or when it is old", async () => {
    writeFileSync(join(folder, ".sage/lock"), "4194304\n");
    expect((await run("build", scene.to, folder)).status).toBe(0);
    writeFileSync(join(folder, ".sage/lock"), `${process.pid}\n`);
    expect((await run("build", scene.from ?? "", folder)).status).toBe(2);
    utimesSync(join(folder, ".sage/lock"), 0, 0);
    expect((await run("build", scene.from ?? "", folder)).status).toBe(0);
    // Killed between the two calls that make a lock and write into it, or in the middle of the second.
    for (const [text, spec] of [
      ["", scene.from ?? ""],
      [`${process.pid}`, scene.to],
      [`${process.pid}`, scene.from ?? ""],
    ] as const) {
      writeFileSync(join(folder, ".sage/lock"), text);
      expect((await run("build", spec, folder)).status).toBe(0);
    }
    expect(existsSync(join(folder, ".sage/lock"))).toBe(false);
    expect(treeOf(folder)).toEqual(scene.before);
  });
});
