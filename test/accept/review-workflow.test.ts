// spec-review.yml on a real pull request: each script of it run in a real repository, the tool in place by a stand-in of
// npm, and the comments of the pull request by one of gh. What GitHub itself decides (forks, permissions) is read.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { GIT } from "../support/git.ts";
import { type Outcome, play } from "./workflows/stand-in.ts";

const ROOT = join(import.meta.dirname, "../..");
const COMMAND = join(ROOT, "dist/sage-gen.cjs");
const SPEC = `version: 1
project: shop
region: eu-central-1
output: .
database: {}
services:
  api: { port: 3000, expose: public }
delivery:
  github: { repository: octo-org/shop }
  review: { failOn: replace }
environments: { production: { account: "111122223333" } }
`;

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      "check" | "comment",
      { readonly if?: string; readonly permissions: unknown; readonly steps: readonly Step[] }
    >
  >;
}

let home = "";
let folder = "";
let base = "";
const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...GIT }, stdio: "pipe" }).trim();
const build = (): unknown => execFileSync(process.execPath, [COMMAND, "build"], { cwd: folder, stdio: "pipe" });
const commit = (message: string): void => {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
};
const spec = (from: string, to: string): void => {
  const file = join(folder, "sage.yaml");
  expect(readFileSync(file, "utf8")).toContain(from);
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
};
const workflow = (): Workflow =>
  parse(readFileSync(join(folder, ".github/workflows/spec-review.yml"), "utf8")) as Workflow;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sage-gen-review-"));
  folder = join(home, "repository");
  mkdirSync(folder);
  git("init", "--quiet", "--initial-branch", "main");
  writeFileSync(join(folder, "package.json"), '{ "devDependencies": { "sage-gen": "0.1.0" } }\n');
  writeFileSync(join(folder, "sage.yaml"), SPEC);
  build();
  commit("Begin");
  base = git("rev-parse", "HEAD");
  git("switch", "--quiet", "--create", "change");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Puts the tool where `npm ci` would, and says of which commit. */
const NPM = `mkdir -p node_modules/.bin
printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' "${process.execPath}" "${COMMAND}" >node_modules/.bin/sage-gen
chmod +x node_modules/.bin/sage-gen
git rev-parse HEAD >"\${STATE}/tool"`;

/** The comments of a pull request, which begins with a person's and a bot's. */
const GH = `"${process.execPath}" -e '
const fs = require("node:fs");
const file = process.env.STATE + "/comments.json";
const all = JSON.parse(fs.readFileSync(file, "utf8"));
const [, ...args] = process.argv.slice(1);
const after = (name) => args[args.indexOf(name) + 1];
if (!args.includes("--method")) {
  const marker = /startswith\\("(.*)"\\)/.exec(after("--jq"))[1];
  for (const one of all) if (one.type === "Bot" && one.body.startsWith(marker)) console.log(one.id);
} else {
  const body = fs.readFileSync(after("--field").replace(/^body=@/, ""), "utf8");
  if (after("--method") === "POST") all.push({ id: all.length + 1, type: "Bot", body });
  else all.find(({ id }) => args.some((arg) => arg.endsWith("/comments/" + id))).body = body;
  fs.writeFileSync(file, JSON.stringify(all));
}' -- "$@"`;

interface Comment {
  readonly type: string;
  readonly body: string;
}

interface Reviewed {
  /** The first step that failed, if one did. */
  readonly failed: string | undefined;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly comments: readonly Comment[];
  readonly summary: string;
}

/** Both jobs, as a runner goes through them: after a failure only steps that say so. */
function review(): Reviewed {
  const temp = mkdtempSync(join(home, "runner-"));
  const comments = join(home, "comments.json");
  if (!existsSync(comments))
    writeFileSync(
      comments,
      JSON.stringify([
        { id: 1, type: "User", body: "<!-- sage-gen: spec review --> quoted by a person" },
        { id: 2, type: "Bot", body: "Another bot's" },
      ]),
    );
  const value = (text: string): string =>
    text
      .replace("${{ runner.temp }}", temp)
      .replace("${{ github.event.pull_request.base.sha }}", base)
      .replace("${{ github.event.pull_request.number }}", "7")
      .replace("${{ github.repository }}", "octo-org/shop")
      .replace("${{ github.token }}", "of the job");
  const outcomes: Record<string, Outcome> = {};
  let failed: string | undefined;
  let summary = "";
  const { check, comment } = workflow().jobs;
  for (const { name = "", run, env = {}, if: when, "working-directory": place } of [...check.steps, ...comment.steps]) {
    if (
      run === undefined ||
      (failed !== undefined && comment.steps.every((one) => one.name !== name) && when === undefined)
    )
      continue;
    const given = Object.fromEntries(Object.entries(env).map(([key, text]) => [key, value(text)]));
    const outcome = play(
      { place: "", name, script: run, env: {} },
      {
        programs: { npm: NPM, gh: GH },
        env: { ...GIT, ...given, STATE: home },
        folder: place === undefined ? folder : value(place),
        temp,
      },
    );
    outcomes[name] = outcome;
    summary += outcome.summary;
    if (outcome.status !== 0) failed ??= name;
  }
  git("worktree", "prune");
  return { failed, outcomes, comments: JSON.parse(readFileSync(comments, "utf8")) as readonly Comment[], summary };
}

describe("a pull request that changes the spec", () => {
  test("has one comment, from `diff`, which the next push updates in place", () => {
    spec("api: { port: 3000", "api: { port: 3001");
    build();
    commit("Move the port");
    const markdown = execFileSync(process.execPath, [COMMAND, "diff", "--base", base, "--format", "markdown"], {
      cwd: folder,
      encoding: "utf8",
    });
    // The port replaces a target group, which is as bad as the spec's limit.
    const first = review();
    expect(first.failed).toBe("Tell what the change does");
    expect(first.comments).toHaveLength(3);
    expect(first.comments[2]).toMatchObject({ type: "Bot", body: `<!-- sage-gen: spec review -->\n${markdown}` });
    expect(first.summary).toBe(markdown);
    spec("port: 3001", "port: 3000");
    spec("database: {}", "database: { multiAz: true }");
    build();
    commit("Rather have a standby");
    const second = review();
    expect(second.failed).toBeUndefined();
    expect(second.comments).toHaveLength(3);
    expect(second.comments[2]?.body).toContain("`database.multiAz`");
    expect(second.comments[2]?.body).not.toContain("3001");
    expect(second.comments.slice(0, 2)).toEqual(first.comments.slice(0, 2));
  });

  test("is judged by the base's tool, and by its own only where it changes the version", () => {
    spec("port: 3000", "port: 3002");
    commit("Forget to build");
    review();
    expect(readFileSync(join(home, "tool"), "utf8").trim()).toBe(base);
    writeFileSync(join(folder, "package.json"), '{ "devDependencies": { "sage-gen": "0.2.0" } }\n');
    commit("Take another version");
    const { outcomes } = review();
    expect(readFileSync(join(home, "tool"), "utf8").trim()).toBe(git("rev-parse", "HEAD"));
    expect(outcomes["Take the tool of the base branch"]?.stdout).toContain("::notice title=Another sage-gen::");
    git("checkout", "--quiet", base, "--", "package.json");
    const locked =
      '{ "node_modules/sage-gen": { "resolved": "https://registry.npmjs.org/sage-gen/-/sage-gen-0.1.1.tgz" } }\n';
    writeFileSync(join(folder, "package-lock.json"), locked);
    commit("Lock another version");
    review();
    expect(readFileSync(join(home, "tool"), "utf8").trim()).toBe(git("rev-parse", "HEAD"));
  });
});

describe("a pull request is red, and still told about,", () => {
  test("where nobody built", () => {
    spec("database: {}", "database: { multiAz: true }");
    commit("Forget to build");
    const { failed, outcomes, comments } = review();
    expect(failed).toBe("Check the spec and what was generated");
    expect(outcomes[failed ?? ""]?.stdout).toMatch(/::error file=infra\/[^,]+,title=sage-gen check::.* is stale/);
    expect(comments[2]?.body).toContain("`database.multiAz`");
  });

  test("where a generated file was edited by hand", () => {
    const file = join(folder, "infra/network.ts");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n// mine\n`);
    commit("Edit by hand");
    const { failed, outcomes, comments } = review();
    expect(failed).toBe("Check the spec and what was generated");
    expect(outcomes[failed ?? ""]?.stdout).toContain("::error file=infra/network.ts,title=output/hand-edited::");
    expect(comments[2]?.body).toContain("nothing changes in AWS");
  });

  test("where the spec is refused: the comment quotes why, and can't be steered by it", () => {
    spec("port: 3000", 'port: "```3000"');
    commit("Break it");
    const { failed, comments } = review();
    expect(failed).toBe("Check the spec and what was generated");
    expect(comments[2]?.body).toMatch(
      /### ⛔ `sage\.yaml` is refused\n\n(`{4,})text\nerror\[spec\/wrong-type\][^]*\n\1\n$/,
    );
  });

  test("where the base can't be compared with", () => {
    spec("database: {}", "database: { multiAz: true }");
    build();
    commit("Have a standby");
    git("switch", "--quiet", "--orphan", "odd");
    git("checkout", "--quiet", "change", "--", "package.json");
    writeFileSync(join(folder, "sage.yaml"), "version: 1\n");
    commit("Once it was otherwise");
    base = git("rev-parse", "HEAD");
    git("switch", "--quiet", "change");
    const { failed, comments } = review();
    expect(failed).toBe("Tell what the change does");
    expect(comments[2]?.body).toContain("could not be compared: the log of this run says why");
  });
});

test("a fork's pull request runs without a secret and without a right to write", () => {
  const { permissions, jobs } = workflow();
  expect(permissions).toEqual({});
  expect(jobs.check.permissions).toEqual({ contents: "read" });
  expect(JSON.stringify(jobs)).not.toMatch(/secrets\.|id-token/);
  expect(jobs.comment.permissions).toEqual({ "pull-requests": "write" });
  expect(jobs.comment.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  // Who may write runs nothing of the pull request: no checkout, no tool.
  expect(jobs.comment.steps.map(({ uses = "" }) => uses.split("@")[0])).toEqual(["actions/download-artifact", ""]);
  expect(JSON.stringify(jobs.comment.steps)).not.toContain("node_modules");
});

test("a spec of another name is named in each step", () => {
  git("mv", "sage.yaml", "shop.yaml");
  execFileSync(process.execPath, [COMMAND, "build", "--spec", "shop.yaml"], { cwd: folder, stdio: "pipe" });
  commit("Rename the spec");
  const { failed, outcomes, comments } = review();
  expect(outcomes["Check the spec and what was generated"]?.stdout).toContain("up to date");
  expect(failed).toBeUndefined();
  expect(comments[2]?.body).toContain("`shop.yaml` against");
});
