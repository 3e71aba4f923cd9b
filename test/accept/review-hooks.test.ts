// The ways into other people's checks: the hooks under pre-commit itself, which installs them from git, and the action,
// read by GitHub's own parser, its step run as the runner runs it.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { GIT } from "../support/git.ts";
import { install } from "./images/packages.ts";

const ROOT = join(import.meta.dirname, "../..");
const BUILD = join(ROOT, "build/accept/review");
const SPEC =
  "version: 1\nproject: shop\nregion: eu-central-1\noutput: .\nservices:\n  api: { port: 3000, expose: public }\n";

/** Without the tests' own Node.js in front, as a user's shell is. */
const PATH = (process.env["PATH"] ?? "")
  .split(":")
  .filter((place) => !place.includes("node_modules"))
  .join(":");
let home = "";
const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync("git", args, { cwd, encoding: "utf8", env: { ...process.env, ...GIT }, stdio: "pipe" });

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function run(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...env } });
  return { status, output: stdout + stderr };
}

/** A repository of a user, built and committed. */
function project(name: string): { readonly folder: string; readonly spec: (text: string) => void } {
  const folder = join(home, name);
  mkdirSync(folder);
  git(folder, "init", "--quiet", "--initial-branch", "main");
  writeFileSync(join(folder, "sage.yaml"), SPEC);
  execFileSync(process.execPath, [join(ROOT, "dist/sage-gen.cjs"), "build"], { cwd: folder, stdio: "pipe" });
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", "Begin");
  return { folder, spec: (text) => writeFileSync(join(folder, "sage.yaml"), text) };
}

/** This package as a repository, as it stands: what git would hand to somebody who names it. */
function published(): string {
  const folder = join(home, "sage-gen");
  for (const path of git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")) {
    if (path === "" || /^(?:out|test)\//.test(path) || !existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(ROOT, path), join(folder, path));
  }
  git(folder, "init", "--quiet", "--initial-branch", "main");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", "Publish");
  return folder;
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "sage-gen-hooks-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("pre-commit installs both hooks from git, and they hold a commit back", { timeout: 600_000 }, async () => {
  await install({ "pre-commit": "pre-commit" });
  const { folder, spec } = project("hooked");
  const tool = published();
  const hooks = `repos:\n  - repo: file://${tool}\n    rev: ${git(tool, "rev-parse", "HEAD").trim()}\n    hooks: [{ id: sage-gen-validate }, { id: sage-gen-check }]\n`;
  writeFileSync(join(folder, ".pre-commit-config.yaml"), hooks);
  git(folder, "add", "--all");
  // What npm has fetched for this repository, it need not ask for again.
  const npm = { NPM_CONFIG_PREFER_OFFLINE: "true", NPM_CONFIG_AUDIT: "false", NPM_CONFIG_FUND: "false" };
  const env = { PATH, HOME: process.env["HOME"] ?? home, PRE_COMMIT_HOME: join(home, "cache"), ...npm, ...GIT };
  const all = (): Ran => run("pre-commit", ["run", "--all-files", "--color", "never"], folder, env);
  const fresh = all();
  expect(fresh.output).toMatch(/judge the spec\.+Passed\n.*hold the output to the spec\.+Passed\n$/);
  expect(fresh.status).toBe(0);
  spec(SPEC.replace("3000", "3001"));
  const stale = all();
  expect(stale.output).toMatch(/judge the spec\.+Passed[^]*spec\.+Failed[^]*stale +apps\/api\/Dockerfile/);
  expect(stale.status).toBe(1);
  spec(SPEC.replace("expose", "expse"));
  const refused = all();
  expect(refused.output).toMatch(/judge the spec\.+Failed[^]*error\[spec\/unknown-key\]/);
  expect(refused.status).toBe(1);
  console.log("proven: pre-commit installs the hooks from git and runs them: fresh, stale, refused");
});

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly shell: string; readonly run: string; readonly env: Record<string, string> }[];
  };
}

describe("the action", () => {
  const text = readFileSync(join(ROOT, "action.yml"), "utf8");
  const action = parse(text) as Action;

  test("is one to GitHub's own parser, which sees faults that are put in", () => {
    const judge = join(BUILD, "action.mjs");
    mkdirSync(BUILD, { recursive: true });
    buildSync({
      entryPoints: [join(import.meta.dirname, "review/action.mjs")],
      outfile: judge,
      bundle: true,
      format: "esm",
      platform: "node",
      banner: { js: 'import { createRequire as from } from "node:module";\nconst require = from(import.meta.url);' },
      logLevel: "error",
    });
    const texts = {
      "action.yml": text,
      "key.yml": text.replace("using: composite", "using: composite\n  stepz: []"),
      "context.yml": text.replace("github.action_path", "gihub.action_path"),
      "shell.yml": text.replace("      shell: bash\n", ""),
    };
    const files = Object.entries(texts).map(([name, content]) => {
      writeFileSync(join(home, name), content);
      return join(home, name);
    });
    const { output } = run(process.execPath, [judge, ...files], home, { PATH });
    const found = Object.values(JSON.parse(output) as Readonly<Record<string, readonly string[]>>);
    expect(found.map((faults) => faults.length > 0)).toEqual([false, true, true, true]);
  });

  /** The steps as the runner runs those of `shell: bash`: https://docs.github.com/actions/reference/workflow-syntax */
  function runs(folder: string, path: string, inputs: Readonly<Record<string, string>> = {}): Ran {
    let ran: Ran = { status: 0, output: "" };
    for (const step of action.runs.steps) {
      expect(step.shell).toBe("bash");
      const script = join(home, "step.sh");
      writeFileSync(script, step.run);
      const value = (expression: string): string =>
        expression
          .replace("${{ github.action_path }}", path)
          .replaceAll(
            /\$\{\{ inputs\.(\w+) \}\}/g,
            (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? "",
          );
      const env = Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, value(text)]));
      ran = run("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], folder, { PATH, HOME: home, ...env });
      if (ran.status !== 0) break;
    }
    return ran;
  }

  test("passes what is fresh, and annotates what is not", () => {
    const { folder, spec } = project("acted");
    expect(runs(folder, ROOT)).toMatchObject({ status: 0 });
    spec(SPEC.replace("3000", "3001"));
    const stale = runs(folder, ROOT);
    expect(stale.status).toBe(1);
    expect(stale.output).toContain(
      "::error file=apps/api/Dockerfile,title=sage-gen check::apps/api/Dockerfile is stale",
    );
    spec(SPEC.replace("3000", "0"));
    expect(runs(folder, ROOT).output).toMatch(/^::error file=sage\.yaml,line=6,/m);
  });

  test("takes a spec and an output that stand elsewhere, also with blanks in their names", () => {
    const { folder } = project("else where");
    const deep = join(folder, "my spec");
    mkdirSync(deep);
    writeFileSync(join(deep, "a b.yaml"), SPEC);
    expect(runs(folder, ROOT, { spec: "my spec/a b.yaml" })).toMatchObject({ status: 1 });
    execFileSync(
      process.execPath,
      [join(ROOT, "dist/sage-gen.cjs"), "build", "--spec", "my spec/a b.yaml", "--out", "made here"],
      {
        cwd: folder,
        stdio: "pipe",
      },
    );
    expect(runs(folder, ROOT, { spec: "my spec/a b.yaml", out: "made here" })).toMatchObject({ status: 0 });
  });

  test("builds itself where it was checked out without its build", () => {
    const { folder } = project("bare");
    const bare = join(home, "bare action");
    const tools = join(home, "tools");
    for (const place of [bare, tools]) mkdirSync(place, { recursive: true });
    // `npm ci` runs `prepare`, as the test of pre-commit shows; here it is only to be called, and where.
    writeFileSync(
      join(tools, "npm"),
      `#!/bin/sh\nset -e\n[ "$1" = ci ]\necho "built in $PWD"\ncp -R "${ROOT}/dist" "${ROOT}/package.json" .\n`,
      { mode: 0o755 },
    );
    const before = PATH;
    const ran = runsWith(`${tools}:${before}`, folder, bare);
    expect(ran).toMatchObject({ status: 0, output: expect.stringContaining(`built in ${bare}`) });
    expect(runsWith(before, folder, bare)).toMatchObject({
      status: 0,
      output: expect.not.stringContaining("built in"),
    });
  });

  function runsWith(path: string, folder: string, place: string): Ran {
    const [step] = action.runs.steps;
    return run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? "false"], folder, {
      PATH: path,
      HOME: home,
      ACTION: place,
      SPEC: "",
      OUT: "",
    });
  }
});
