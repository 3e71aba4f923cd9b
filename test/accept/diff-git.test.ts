// A pull request as it happens: a real repository, a branch, an edit, a build, a commit, and what `diff` and `check` say.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GIT } from "../support/git.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");
const REFERENCE = readFileSync(join(ROOT, "spec", "sage.yaml"), "utf8");

let repository = "";
const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: repository, encoding: "utf8", env: { ...process.env, ...GIT }, stdio: "pipe" });
const spec = (text: string): void => writeFileSync(join(repository, "product", "sage.yaml"), text);
const commit = (message: string): void => {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
};

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in the spec's folder, without anything of AWS or of the network to lean on. */
function sageGen(...args: readonly string[]): Ran {
  const env = { PATH: process.env["PATH"] ?? "", HOME: repository, NO_COLOR: "1", ...GIT };
  return spawnSync(process.execPath, [COMMAND, ...args], { cwd: join(repository, "product"), encoding: "utf8", env });
}

interface Answer {
  readonly ok: boolean;
  readonly worst: string;
  readonly spec: readonly unknown[];
  readonly files: readonly { readonly path: string; readonly target: string; readonly action: string }[];
  readonly generator: readonly unknown[];
  readonly resources: readonly {
    readonly environment: string;
    readonly type: string;
    readonly name: string;
    readonly action: string;
    readonly effects: readonly string[];
    readonly because: readonly { readonly property: string; readonly path: string; readonly line: number }[];
  }[];
}
const answer = (ran: Ran): Answer => JSON.parse(ran.stdout) as Answer;
const lineOf = (text: string, part: string): number => text.split("\n").findIndex((line) => line.includes(part)) + 1;

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), "sage-gen-diff-"));
  mkdirSync(join(repository, "product"));
  git("init", "--quiet", "--initial-branch", "main");
  writeFileSync(join(repository, "README.md"), "A product.\n");
  commit("Begin");
  git("tag", "begin");
  spec(REFERENCE);
  expect(sageGen("build")).toMatchObject({ status: 0 });
  commit("Describe the product");
  git("switch", "--quiet", "--create", "bigger");
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

describe("a pull request", () => {
  const changed = REFERENCE.replace("db.t4g.small", "db.t4g.medium").replace("LOG_LEVEL: info", "LOG_LEVEL: debug");

  test("of nothing changes nothing", () => {
    const ran = sageGen("diff", "--base", "main", "--json");
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(answer(ran)).toMatchObject({ ok: true, worst: "none", spec: [], files: [], resources: [], generator: [] });
    expect(sageGen("diff", "--base", "main").stdout).toContain("nothing changes");
  });

  test("is told from the spec alone, before anything is built", () => {
    spec(changed);
    const ran = sageGen("diff", "--base", "main", "--json");
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    const { spec: edits, resources, worst, files } = answer(ran);
    expect(worst).toBe("downtime");
    const instance = lineOf(changed, "db.t4g.medium");
    expect(edits).toEqual([
      {
        path: "environments.production.database.instance",
        from: "db.t4g.small",
        to: "db.t4g.medium",
        line: instance,
      },
      { path: "services.backend.env.LOG_LEVEL", from: "info", to: "debug", line: lineOf(changed, "LOG_LEVEL") },
    ]);
    expect(resources[0]).toMatchObject({
      environment: "production",
      type: "aws:rds/instance:Instance",
      name: "database",
      action: "update",
      effects: ["downtime"],
      because: [{ property: "instanceClass", path: "environments.production.database.instance", line: instance }],
    });
    expect(files).toContainEqual({ path: "infra/Pulumi.production.yaml", target: "pulumi", action: "update" });
    expect(sageGen("check").status).toBe(1);
  });

  test("is fresh once it is built and committed, and says the same", () => {
    const before = sageGen("diff", "--base", "main", "--json").stdout;
    expect(sageGen("build")).toMatchObject({ status: 0 });
    commit("Give the database more memory");
    expect(sageGen("check")).toMatchObject({ status: 0 });
    expect(sageGen("diff", "--base", "main", "--json").stdout).toBe(before);
    const base = git("show", "main:product/sage.yaml");
    writeFileSync(join(repository, "before.yaml"), base);
    expect(answer(sageGen("diff", "--base", "../before.yaml", "--json")).resources).toEqual(
      JSON.parse(before).resources,
    );
    rmSync(join(repository, "before.yaml"));
    expect(git("status", "--porcelain")).toBe("");
  });

  test.each([
    ["update", 1],
    ["downtime", 1],
    ["replace", 0],
    ["data-loss", 0],
  ])("fails on %s: exit %i", (limit, status) => {
    expect(sageGen("diff", "--base", "main", "--fail-on", limit).status).toBe(status);
    expect(answer(sageGen("diff", "--base", "main", "--fail-on", limit, "--json")).ok).toBe(status === 0);
  });

  test("has one comment, which can be found again", () => {
    const { stdout, status } = sageGen("diff", "--base", "main", "--format", "markdown");
    expect(status).toBe(0);
    const [mark, title] = stdout.split("\n");
    expect(mark).toBe("<!-- sage-gen diff sage.yaml -->");
    expect(title).toContain("downtime");
    expect(stdout).toContain("| `environments.production.database.instance` | `db.t4g.small` | `db.t4g.medium` |");
    expect(stdout).toMatch(/\[↗\]\(https:\/\/docs\.aws\.amazon\.com\/AmazonRDS/);
    expect(stdout.match(/<details>/g)?.length).toBe(stdout.match(/<\/details>/g)?.length);
  });

  test("has an annotation at each line that changes something", () => {
    const { stdout } = sageGen("diff", "--base", "main", "--format", "github");
    const at = lineOf(changed, "db.t4g.medium");
    expect(stdout).toContain(`::warning file=sage.yaml,line=${at},title=sage-gen diff%3A downtime::`);
    expect(stdout).toContain(`::notice file=sage.yaml,line=${lineOf(changed, "LOG_LEVEL")},`);
  });

  test("compares with what is older than the spec: everything is made", () => {
    const { resources, worst } = answer(sageGen("diff", "--base", "begin", "--json"));
    expect(worst).toBe("create");
    expect(new Set(resources.map(({ action }) => action))).toEqual(new Set(["create"]));
    expect(sageGen("diff", "--base", "begin").stdout).toContain("begin has no spec yet");
  });

  test("tells what another version of the tool made", () => {
    git("switch", "--quiet", "--create", "older", "main");
    const manifest = join(repository, "product", "out", ".sage", "manifest.json");
    const file = "docker-compose.yml";
    writeFileSync(
      manifest,
      readFileSync(manifest, "utf8").replace(
        /("docker-compose.yml": {"sha256":\s?)"[0-9a-f]{64}"/,
        `$1"${"0".repeat(64)}"`,
      ),
    );
    commit("Pretend to be built by another version");
    expect(answer(sageGen("diff", "--base", "older", "--json"))).toMatchObject({
      spec: [],
      resources: [],
      generator: [{ path: file, target: "compose", action: "update" }],
    });
    git("switch", "--quiet", "bigger");
  });
});

describe("what can't be told", () => {
  test.each([
    [["--base", "nowhere"], /git knows no such commit, and there is no such file/],
    [["--base", "--help-me"], /.*/],
    [["--base", "main", "--spec", "none.yaml"], /there is no such file/],
    [[], /base/],
  ])("%j: exit 2", (args, words) => {
    const ran = sageGen("diff", ...args);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toMatch(words);
  });

  test("outside of a repository only files can be compared with", () => {
    const folder = mkdtempSync(join(tmpdir(), "sage-gen-no-git-"));
    writeFileSync(join(folder, "sage.yaml"), REFERENCE);
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() };
    const ran = spawnSync(process.execPath, [COMMAND, "diff", "--base", "main"], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining("lies in no git repository") });
    rmSync(folder, { recursive: true });
  });

  test("a base that is refused is no base", () => {
    const bad = join(repository, "bad.yaml");
    writeFileSync(bad, "version: 1\n");
    const ran = sageGen("diff", "--base", "../bad.yaml");
    rmSync(bad);
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringMatching(/the spec at \.\.\/bad\.yaml is refused/) });
  });

  test("a spec that is refused is a finding", () => {
    const now = readFileSync(join(repository, "product", "sage.yaml"), "utf8");
    spec(`${now}\nnope: 1\n`);
    const ran = sageGen("diff", "--base", "main", "--json");
    spec(now);
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, diagnostics: [{ code: "spec/unknown-key" }] });
  });
});
