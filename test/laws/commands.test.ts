// The command as its user meets it: the built file, run as a process, in a folder of its own.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { treeIn } from "../cases.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");
const MINIMAL = join(ROOT, "test", "golden", "minimal", "sage.yaml");

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "sage-gen-command-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function sageGen(...args: string[]): Ran {
  const { NO_COLOR: _, FORCE_COLOR: __, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd,
    encoding: "utf8",
    env: environment,
  });
  return { status, stdout, stderr };
}

interface Answer {
  readonly ok: boolean;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }[];
  readonly files?: readonly { readonly path: string; readonly target: string; readonly action: string }[];
  readonly error?: { readonly message: string };
}
const answer = (ran: Ran): Answer => JSON.parse(ran.stdout) as Answer;
const actions = (ran: Ran): Set<string> => new Set((answer(ran).files ?? []).map(({ action }) => action));
const spec = (text: string): void => writeFileSync(join(cwd, "sage.yaml"), text);
const minimal = (more = ""): void => spec(readFileSync(MINIMAL, "utf8") + more);

describe("the command line", () => {
  test("shows version and help", () => {
    expect(sageGen("--version")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^sage-gen\/\d+\.\d+\.\d+ /),
    });
    expect(sageGen("--help").stdout).toContain("COMMANDS");
    expect(sageGen("help", "build").stdout).toBe(sageGen("build", "--help").stdout);
    for (const command of ["build", "check", "diagnose", "diff", "explain", "init", "mcp", "schema", "validate"]) {
      expect(sageGen(command, "--help")).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("EXAMPLES"),
        stderr: "",
      });
    }
  });

  test.each([
    [["buidl"], /did you mean `sage-gen build`/],
    [["build", "--nope"], /nonexistent flag: --nope/],
    [["build", "--only", "nope"], /--only=nope/],
    [["validate", "--format", "xml"], /--format=xml/],
    [["validate"], /no spec here.*\n.*sage-gen init/],
    [["validate", "--spec", "none.yaml"], /none\.yaml: there is no such file/],
    [["validate", "--spec", "."], /it is a folder/],
    [["explain", "spec/unit-"], /did you mean `spec\/unit`/],
    [["build", "--out", "o", "--spec", "a.yaml", "b.yaml"], /no such file/],
  ])("%j can't be told: exit 2, words on standard error, one document with --json", (args, words) => {
    expect(sageGen(...args)).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(words) });
    const ran = sageGen(...args, "--json");
    if (args.includes("--format")) return;
    expect(ran.status).toBe(2);
    expect(answer(ran)).toMatchObject({ ok: false, diagnostics: [], error: { message: expect.any(String) } });
  });

  test("never shows a stack, unless asked", () => {
    minimal();
    // A folder that the package needs is missing: as broken as an installation can be.
    cpSync(join(ROOT, "dist"), join(cwd, "broken", "dist"), { recursive: true });
    const broken = join(cwd, "broken", "dist", "sage-gen.cjs");
    const run = (env: NodeJS.ProcessEnv) =>
      spawnSync(process.execPath, [broken, "schema"], { cwd, encoding: "utf8", env: { ...process.env, ...env } });
    expect(run({})).toMatchObject({ status: 2, stderr: expect.not.stringMatching(/^\s+at /m) });
  });

  test("outlives a reader that stops reading", () => {
    const { status, stderr } = spawnSync(
      "bash",
      ["-c", `set -o pipefail; "$0" "$1" schema | head -c 1 >/dev/null`, process.execPath, COMMAND],
      { cwd, encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("waits for a reader that is slow, where the pipe itself does not", () => {
    // Node.js lets its own pipes not block, and a program that takes its place inherits them so.
    const unblocked = "process.stdout; process.execve(process.execPath, process.argv)";
    const { status, stdout } = spawnSync(
      "bash",
      ["-c", `set -o pipefail; "$0" -e "$1" "$2" schema | (sleep 1; cat)`, process.execPath, unblocked, COMMAND],
      { encoding: "utf8" },
    );
    expect(status).toBe(0);
    expect(stdout).toBe(readFileSync(join(ROOT, "schema", "sage.schema.json"), "utf8"));
  });
});

describe("validate", () => {
  test("finds sage.yaml, then spec/sage.yaml", () => {
    cpSync(MINIMAL, join(cwd, "spec", "sage.yaml"));
    expect(sageGen("validate")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("spec/sage.yaml is right"),
    });
    minimal();
    expect(sageGen("validate")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^sage\.yaml is right/) });
  });

  test("reports every fault at its place in three formats, and exits with 1", () => {
    minimal("netwrk: 1\nregoin: x\n");
    const human = sageGen("validate");
    expect(human.status).toBe(1);
    expect(human.stdout.match(/^error\[spec\/unknown-key\]/gm)).toHaveLength(2);
    const json = sageGen("validate", "--json");
    expect(json).toMatchObject({ status: 1, stderr: "" });
    expect(answer(json).diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ["spec/unknown-key", "sage.yaml"],
      ["spec/unknown-key", "sage.yaml"],
    ]);
    const github = sageGen("validate", "--format", "github");
    expect(github.stdout.match(/^::error file=sage\.yaml,line=\d+,col=1,/gm)).toHaveLength(2);
  });

  test("refuses bytes that are no text", () => {
    writeFileSync(join(cwd, "sage.yaml"), Buffer.from([0x76, 0xff, 0xfe, 0x00]));
    expect(answer(sageGen("validate", "--json")).diagnostics).toMatchObject([
      { code: "yaml/syntax", line: 1, column: 1 },
    ]);
  });

  test("colours only for who wants it", () => {
    minimal("nope: 1\n");
    expect(sageGen("validate").stdout).not.toContain("\u001b[");
    const env = (more: NodeJS.ProcessEnv) =>
      spawnSync(process.execPath, [COMMAND, "validate"], { cwd, encoding: "utf8", env: { ...process.env, ...more } })
        .stdout;
    expect(env({ FORCE_COLOR: "1", NO_COLOR: "" })).toContain("\u001b[");
    expect(env({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain("\u001b[");
  });
});

describe("build and check", () => {
  test("write the tree, then touch nothing", () => {
    minimal();
    expect(sageGen("check", "--json")).toMatchObject({ status: 1 });
    expect(existsSync(join(cwd, "out"))).toBe(false);
    const first = sageGen("build", "--json");
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(actions(first)).toEqual(new Set(["create"]));
    const files = [...treeIn(join(cwd, "out")).keys()].sort();
    expect(
      answer(first)
        .files?.map(({ path }) => path)
        .sort(),
    ).toEqual(files);
    const times = files.map((path) => statSync(join(cwd, "out", path)).mtimeMs);
    expect(actions(sageGen("build", "--json"))).toEqual(new Set(["unchanged"]));
    expect(files.map((path) => statSync(join(cwd, "out", path)).mtimeMs)).toEqual(times);
    expect(sageGen("check")).toMatchObject({ status: 0, stdout: expect.stringContaining("out is up to date") });
  });

  test("give the same bytes in any folder, from any folder, for a spec in any order", () => {
    const shuffled = (text: string): string =>
      text
        .split(/^(?=[a-z])/m)
        .reverse()
        .join("");
    minimal();
    sageGen("build");
    sageGen("build", "--out", "deep/er");
    writeFileSync(join(cwd, "other.yaml"), "");
    rmSync(join(cwd, "other.yaml"));
    const text = readFileSync(MINIMAL, "utf8").replace(/^#.*\n/gm, "");
    cpSync(MINIMAL, join(cwd, "shuffled", "sage.yaml"));
    writeFileSync(join(cwd, "shuffled", "sage.yaml"), shuffled(text));
    sageGen("build", "--spec", "shuffled/sage.yaml");
    const one = treeIn(join(cwd, "out"));
    expect(treeIn(join(cwd, "deep", "er"))).toEqual(one);
    expect(treeIn(join(cwd, "shuffled", "out"))).toEqual(one);
  });

  test("a dry run says what it would do and writes nothing", () => {
    minimal();
    expect(sageGen("build", "--dry-run")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("nothing was written"),
    });
    expect(readdirSync(cwd)).toEqual(["sage.yaml"]);
  });

  test("a refused spec writes nothing, and does not hold its neighbours up", () => {
    minimal();
    cpSync(MINIMAL, join(cwd, "bad", "sage.yaml"));
    writeFileSync(join(cwd, "bad", "sage.yaml"), "version: 1\n");
    const ran = sageGen("build", "--spec", "sage.yaml", "bad/sage.yaml", "--json");
    expect(ran.status).toBe(1);
    expect(existsSync(join(cwd, "bad", "out"))).toBe(false);
    expect(existsSync(join(cwd, "out"))).toBe(true);
  });

  test("a pattern names many specs, and shards are parts of them that share none", () => {
    for (const name of ["a", "b", "c"]) cpSync(MINIMAL, join(cwd, "fleet", name, "sage.yaml"));
    const built = (...more: string[]): readonly string[] => {
      for (const name of ["a", "b", "c"]) rmSync(join(cwd, "fleet", name, "out"), { recursive: true, force: true });
      expect(sageGen("build", "--spec", "fleet/*/sage.yaml", ...more).status).toBe(0);
      return ["a", "b", "c"].filter((name) => existsSync(join(cwd, "fleet", name, "out")));
    };
    expect(built()).toEqual(["a", "b", "c"]);
    expect(built("--shard", "1/2")).toEqual(["a", "c"]);
    expect(built("--shard", "2/2")).toEqual(["b"]);
    expect(sageGen("validate", "--spec", "{fleet,other}/**/sage.yaml", "--json").status).toBe(0);
    expect(sageGen("validate", "--spec", "none/*.yaml").status).toBe(2);
    expect(sageGen("validate", "--shard", "3/2").status).toBe(2);
  });

  test("what was edited by hand refuses the build, is told by check, and yields to --force", () => {
    minimal();
    sageGen("build");
    const compose = join(cwd, "out", "docker-compose.yml");
    const before = treeIn(join(cwd, "out"));
    writeFileSync(compose, "mine\n");
    spec(readFileSync(MINIMAL, "utf8").replace(/^project: .*$/m, "project: other"));
    const ran = sageGen("build", "--json");
    expect(ran.status).toBe(1);
    expect(answer(ran).diagnostics).toMatchObject([{ code: "output/hand-edited", file: "out/docker-compose.yml" }]);
    expect(readFileSync(compose, "utf8")).toBe("mine\n");
    expect(treeIn(join(cwd, "out")).get(".sage/manifest.json")).toEqual(before.get(".sage/manifest.json"));
    expect(sageGen("check", "--json").status).toBe(1);
    expect(sageGen("build", "--force").status).toBe(0);
    expect(readFileSync(compose, "utf8")).toContain("Code generated by sage-gen");
  });

  test("a target that is left out takes its files along, and nobody else's", () => {
    minimal("targets: [compose, docker]\n");
    sageGen("build");
    writeFileSync(join(cwd, "out", "mine.txt"), "mine");
    minimal("targets: [docker]\n");
    expect(sageGen("build")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^ {2}- .*docker-compose\.yml$/m),
    });
    expect([...treeIn(join(cwd, "out")).keys()].some((path) => path.includes("compose"))).toBe(false);
    expect(readFileSync(join(cwd, "out", "mine.txt"), "utf8")).toBe("mine");
  });

  test("--only leaves the files of other targets alone, and knows which there are", () => {
    minimal();
    sageGen("build");
    const built = treeIn(join(cwd, "out"));
    rmSync(join(cwd, "out"), { recursive: true });
    sageGen("build", "--only", "docker", "compose");
    expect([...treeIn(join(cwd, "out")).keys()].filter((path) => path.startsWith("infra/"))).toEqual([]);
    sageGen("build", "--only", "pulumi");
    sageGen("build", "--only", "docs", "git", "scripts", "github");
    expect(treeIn(join(cwd, "out"))).toEqual(built);
    expect(sageGen("build", "--only", "terraform")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("does not make it"),
    });
  });

  test("no link leads a build out of its folder", () => {
    minimal("output: .\n");
    const victim = mkdtempSync(join(tmpdir(), "sage-gen-victim-"));
    symlinkSync(victim, join(cwd, "infra"));
    const ran = sageGen("build", "--json", "--force");
    expect(ran.status).toBe(1);
    expect(new Set(answer(ran).diagnostics.map(({ code }) => code))).toEqual(new Set(["output/outside"]));
    expect(readdirSync(victim)).toEqual([]);
    rmSync(victim, { recursive: true });
  });

  test("a hostile manifest removes nothing", () => {
    minimal();
    sageGen("build");
    writeFileSync(join(cwd, "mine"), "mine");
    const manifest = join(cwd, "out", ".sage", "manifest.json");
    writeFileSync(
      manifest,
      readFileSync(manifest, "utf8").replace(
        '"files": {',
        '"files": {"../mine":{"sha256":"' + "0".repeat(64) + '","target":"docs"},',
      ),
    );
    expect(sageGen("build")).toMatchObject({ status: 1, stdout: expect.stringContaining("output/not-ours") });
    expect(sageGen("build", "--force").status).toBe(0);
    expect(readFileSync(join(cwd, "mine"), "utf8")).toBe("mine");
  });

  test("two specs do not share a folder", () => {
    minimal("output: .\n");
    cpSync(join(cwd, "sage.yaml"), join(cwd, "twin.yaml"));
    expect(sageGen("build", "--spec", "sage.yaml", "twin.yaml")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("two specs"),
    });
  });

  test("what the system refuses is said in words, and the next build repairs it", () => {
    minimal();
    writeFileSync(join(cwd, "out"), "a file");
    expect(sageGen("build")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("the output folder is a file"),
    });
    rmSync(join(cwd, "out"));
    sageGen("build");
    chmodSync(join(cwd, "out", "docker-compose.yml"), 0o644);
    expect(sageGen("check").status).toBe(0);
  });
});

describe("init", () => {
  test("writes a spec that builds without a warning", () => {
    const ran = sageGen(
      "init",
      "shop",
      "--service",
      "api:3000",
      "--service",
      "no",
      "--database",
      "--cache",
      "--repository",
      "octo-org/shop",
      "--account",
      "111122223333",
      "--yes",
    );
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(answer(sageGen("build", "--spec", "shop/sage.yaml", "--json"))).toMatchObject({ ok: true, diagnostics: [] });
    expect(sageGen("init", "--project", "plain")).toMatchObject({ status: 0 });
    expect(answer(sageGen("validate", "--json"))).toMatchObject({ ok: true, diagnostics: [] });
  });

  test("overwrites nothing, and refuses what makes no spec", () => {
    minimal();
    expect(sageGen("init")).toMatchObject({ status: 2, stderr: expect.stringContaining("is there already") });
    expect(readFileSync(join(cwd, "sage.yaml"), "utf8")).toBe(readFileSync(MINIMAL, "utf8"));
    expect(sageGen("init", "new", "--project", "No: {").status).toBe(1);
    expect(sageGen("init", "new", "--service", "a:b:c").status).toBe(2);
    expect(existsSync(join(cwd, "new"))).toBe(false);
  });
});

describe("explain and schema", () => {
  test("explain knows every code that it lists", () => {
    const codes = sageGen("explain")
      .stdout.split("\n")
      .flatMap((line) => /^([a-z-]+\/[a-z-]+) /.exec(line)?.[1] ?? []);
    expect(codes.length).toBeGreaterThan(30);
    expect(sageGen("explain", codes[0] ?? "")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(codes[0] ?? ""),
    });
  });

  test("explain lists the defaults in force", () => {
    minimal();
    const ran = sageGen("explain", "--defaults", "--json");
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: true,
      defaults: expect.arrayContaining([
        { path: "logs.retention", value: "30d", unit: "ms, s, m, h, d", why: expect.stringContaining("CloudWatch") },
      ]),
    });
    expect(sageGen("explain", "--defaults").stdout).toMatch(/^network\.nat +single +How private subnets/m);
  });

  test("schema is one JSON document", () => {
    expect(JSON.parse(sageGen("schema").stdout)).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      type: "object",
    });
  });
});
