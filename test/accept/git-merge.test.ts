// Two pull requests at once, with real git: both change the spec and build, git merges their lines, and no merge commit
// that is not what the merged spec makes passes the check.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const COMMAND = join(import.meta.dirname, "../../dist/sage-gen.cjs");
const SPEC = `version: 1
project: shop
region: eu-central-1
database:
  instance: db.t4g.micro
services:
  api:
    port: 3000
    expose: public
    task: { cpu: 256, memory: 512MiB }
  web:
    port: 4000
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sage-gen-merge-"));
  git("init", "--quiet", "--initial-branch", "main");
  git("config", "user.name", "x");
  git("config", "user.email", "x@example.com");
  writeFileSync(join(folder, "sage.yaml"), SPEC);
  buildAndCommit("main");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" });

function sageGen(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout };
}

function buildAndCommit(message: string): void {
  expect(sageGen("build").status).toBe(0);
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
  expect(sageGen("check").status).toBe(0);
}

/** A branch from main on which one value of the spec is another one. */
function branch(name: string, from: string, to: string): void {
  git("switch", "--quiet", "--create", name, "main");
  const text = readFileSync(join(folder, "sage.yaml"), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(folder, "sage.yaml"), text.replace(from, to));
  buildAndCommit(name);
}

/** Merges a branch into the one that stands; whether git could do it alone. */
const merge = (name: string, ...options: readonly string[]): boolean =>
  spawnSync("git", ["merge", "--quiet", "--no-edit", ...options, name], { cwd: folder }).status === 0;

test("where git can't merge the records, check says that they hold the marks of a conflict", () => {
  branch("port", "port: 3000", "port: 3001");
  branch("memory", "memory: 512MiB", "memory: 1GiB");
  expect(merge("port")).toBe(false);
  const { status, stdout } = sageGen("check");
  expect(status).toBe(1);
  expect(stdout).toContain("out/.sage/manifest.json holds the marks of a merge conflict");
});

test("where one side is taken for what conflicts, check says of each file what to do; a forced build mends it", () => {
  branch("port", "port: 3000", "port: 3001");
  branch("memory", "memory: 512MiB", "memory: 1GiB");
  expect(merge("port", "--strategy-option", "ours")).toBe(true);
  expect(readFileSync(join(folder, "sage.yaml"), "utf8")).toMatch(/port: 3001[^]*memory: 1GiB/);
  const { status, stdout } = sageGen("check");
  expect(status).toBe(1);
  expect(stdout).toContain("is not what the spec makes");
  expect(stdout).toMatch(/^ {2}(?:edited|stale) +out\/\S+ +\S/m);
  expect(stdout).toMatch(/after a merge, `sage-gen build --force`/);
  expect(sageGen("build", "--force").status).toBe(0);
  expect(sageGen("check").status).toBe(0);
});

test("where the other side is taken, what the merged spec makes is still the measure", () => {
  branch("name", "project: shop", "project: store");
  branch("service", "  web:\n", "  jobs:\n    internet: true\n  web:\n");
  expect(merge("name", "--strategy-option", "theirs")).toBe(true);
  const { status, stdout } = sageGen("check");
  expect(status).toBe(1);
  expect(stdout).toContain("is not what the spec makes");
});
