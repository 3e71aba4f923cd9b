// A day of a pull request, with the published command in a real repository: a hand edit that is refused, shown and kept
// by an override; a spec that nobody built; two branches that git can't merge. Nothing that a person wrote is ever lost.
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GIT } from "../support/git.ts";

const ROOT = join(import.meta.dirname, "../..");
const COMMAND = join(ROOT, "dist/sage-gen.cjs");
const REFERENCE = readFileSync(join(ROOT, "spec/sage.yaml"), "utf8");

let folder = "";
const at = (path: string): string => join(folder, path);
const read = (path: string): string => readFileSync(at(path), "utf8");
const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...GIT }, stdio: "pipe" });
const commit = (message: string): void => {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
};
const sageGen = (...args: readonly string[]) =>
  spawnSync(process.execPath, [COMMAND, ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, ...GIT } });
function edit(path: string, from: string, to: string): void {
  expect(read(path)).toContain(from);
  writeFileSync(at(path), read(path).replace(from, to));
}

interface File {
  readonly path: string;
  readonly action: string;
  readonly key?: string;
  readonly override?: { readonly patch: readonly unknown[] } & Readonly<Record<"on" | "file", string | undefined>>;
}
const filesOf = (...args: readonly string[]): readonly File[] =>
  (JSON.parse(sageGen(...args, "--json").stdout) as { readonly files: readonly File[] }).files;
const standing = (): Readonly<Record<string, string>> =>
  Object.fromEntries(filesOf("check").flatMap(({ path, action }) => (action === "unchanged" ? [] : [[path, action]])));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sage-gen-day-"));
  git("init", "--quiet", "--initial-branch", "main");
  writeFileSync(at("sage.yaml"), REFERENCE);
  expect(sageGen("build")).toMatchObject({ status: 0 });
  commit("Begin");
  git("switch", "--quiet", "--create", "change");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("`check` tells apart what is stale, missing, orphaned, edited and not ours, and writes nothing", () => {
  expect(standing()).toEqual({});
  edit("sage.yaml", "LOG_LEVEL: info", "LOG_LEVEL: debug");
  edit("out/infra/network.ts", "enableDnsHostnames: true", "enableDnsHostnames: false");
  rmSync(at("out/scripts/migrate.sh"));
  edit("sage.yaml", "path: apps/frontend", "path: apps/site");
  rmSync(at("out/apps/frontend/.dockerignore"));
  writeFileSync(at("out/apps/frontend/notes.md"), "mine\n");
  const before = git("status", "--porcelain");
  expect(standing()).toMatchObject({
    "infra/services/backend.ts": "update",
    "infra/network.ts": "edited",
    "scripts/migrate.sh": "create",
    "apps/frontend/Dockerfile": "delete",
    ".sage/manifest.json": "update",
  });
  const { stdout, status } = sageGen("check");
  expect(status).toBe(1);
  for (const line of [
    /stale +out\/infra\/services\/backend\.ts +.*run `sage-gen build`/,
    /missing +out\/scripts\/migrate\.sh +.*run `sage-gen build`/,
    /orphaned +out\/apps\/frontend\/Dockerfile +.*run `sage-gen build`/,
    /edited +out\/infra\/network\.ts +by hand/,
  ])
    expect(stdout).toMatch(line);
  expect(git("status", "--porcelain")).toBe(before);
  git("checkout", "--quiet", ".");
  git("rm", "--quiet", "--cached", "out/.sage/manifest.json");
  rmSync(at("out/.sage/manifest.json"));
  appendFileSync(at("out/docker-compose.yml"), "# mine\n");
  expect(standing()).toMatchObject({ "docker-compose.yml": "foreign" });
  expect(sageGen("check").stdout).toMatch(/not ours +out\/docker-compose\.yml +sage-gen did not write it/);
});

describe("a hand edit", () => {
  test("of a value that the spec sets is kept by its key", () => {
    edit("out/infra/cache.ts", 'nodeType: "cache.t4g.micro"', 'nodeType: "cache.t4g.small"');
    const refused = sageGen("build");
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain("set `cache.node` in the spec");
    expect(refused.stdout).toContain('+  nodeType: "cache.t4g.small",');
    edit("sage.yaml", "node: cache.t4g.micro", "node: cache.t4g.small");
    expect(sageGen("build")).toMatchObject({ status: 0 });
    expect(read("out/infra/cache.ts")).toContain('nodeType: "cache.t4g.small"');
    expect(standing()).toEqual({});
  });

  test("that no key says is kept by the override that `build` shows, which stands in every comparison after", () => {
    edit("out/docker-compose.yml", "    init: true\n", "    init: true\n    mem_limit: 1g\n");
    edit(
      "out/infra/database.ts",
      "    copyTagsToSnapshot: true,\n",
      "    copyTagsToSnapshot: true,\n    monitoringInterval: 60,\n",
    );
    const edited = git("diff");
    const { stdout, status } = sageGen("build");
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /overrides:\n {2}database:\n {4}on: database\n {4}reason: …\n {4}patch:\n {6}- \{ op: add, path: "\/monitoringInterval", value: 60 \}/,
    );
    expect(git("diff")).toBe(edited);
    const overrides = filesOf("build").flatMap(({ override }) => override ?? []);
    expect(overrides).toHaveLength(2);
    const entries = overrides.map(
      (one, index) => `  kept-${index}: ${JSON.stringify({ ...one, reason: "It was measured." })}\n`,
    );
    appendFileSync(at("sage.yaml"), `\noverrides:\n${entries.join("")}`);
    expect(sageGen("build")).toMatchObject({ status: 0 });
    expect(read("out/docker-compose.yml")).toContain("mem_limit: 1g");
    expect(read("out/infra/database.ts")).toContain("monitoringInterval: 60,");
    expect(standing()).toEqual({});
    commit("Keep what was measured");
    for (const format of ["human", "markdown", "github", "json"]) {
      for (const base of ["main", "HEAD"]) {
        const { stdout: told } = sageGen("diff", "--base", base, "--format", format);
        expect(told.match(/It was measured\./g)?.length, `${format} against ${base}`).toBeGreaterThanOrEqual(2);
      }
    }
    edit("sage.yaml", '"value":60', '"value":30');
    expect(sageGen("build")).toMatchObject({ status: 0 });
    expect(read("out/infra/database.ts")).toContain("monitoringInterval: 30,");
  });
});

test("a spec that nobody built is red, and the comparison is the same before and after", () => {
  edit("sage.yaml", "node: cache.t4g.micro", "node: cache.t4g.small");
  commit("Forget to build");
  const before = sageGen("diff", "--base", "main", "--format", "markdown").stdout;
  expect(before).toContain("`cache.node`");
  expect(sageGen("check", "--format", "github")).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(
      "::error file=out/infra/cache.ts,title=sage-gen check::out/infra/cache.ts is stale",
    ),
  });
  expect(sageGen("build")).toMatchObject({ status: 0 });
  commit("Build");
  expect(sageGen("check")).toMatchObject({ status: 0 });
  expect(sageGen("diff", "--base", "main", "--format", "markdown").stdout).toBe(before);
});

test("a conflict is told as one, and nothing is written until the spec's own is settled", () => {
  edit("sage.yaml", "LOG_LEVEL: info", "LOG_LEVEL: debug");
  expect(sageGen("build")).toMatchObject({ status: 0 });
  commit("Say more");
  git("switch", "--quiet", "main");
  edit("sage.yaml", "LOG_LEVEL: info", "LOG_LEVEL: warn");
  expect(sageGen("build")).toMatchObject({ status: 0 });
  commit("Say less");
  expect(() => git("merge", "--quiet", "change")).toThrow();
  const conflict = sageGen("check");
  expect(conflict.status).toBe(1);
  expect(conflict.stdout).toContain("yaml/syntax");
  git("checkout", "--theirs", "sage.yaml");
  const settled = sageGen("check");
  expect(settled.status).toBe(1);
  expect(settled.stdout).toMatch(/holds the marks of a merge conflict/);
  expect(sageGen("build").status).toBe(1);
  expect(read("out/infra/services/backend.ts")).toContain("<<<<<<<");
  expect(sageGen("build", "--force")).toMatchObject({ status: 0 });
  commit("Merge");
  expect(standing()).toEqual({});
  expect(read("out/infra/services/backend.ts")).toContain('"debug"');
});
