// The scripts inside of workflows: shellcheck and shfmt on each, and each one run where its programs answer as AWS does.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { install } from "./images/packages.ts";
import { writeArchive } from "./workflows/archive.ts";
import { everyRun, step } from "./workflows/output.ts";
import { play, room } from "./workflows/stand-in.ts";

// `jq` is what the scripts call, as GitHub's runners have it.
beforeAll(() => install({ jq: "jq", shellcheck: "shellcheck", shfmt: "shfmt" }));

describe("static judges", () => {
  const scripts = new Map(everyRun().map((one) => [one.script, one]));

  test("shellcheck finds nothing, with every check on", () => {
    for (const { script, place, name, env } of scripts.values()) {
      // What the runner does before it, so that shellcheck knows.
      const given = [...Object.keys(env), "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "RUNNER_TEMP"].map(
        (key) => `export ${key}=given`,
      );
      const input = ["#!/bin/bash", "set -eo pipefail", ...given, script].join("\n");
      const { status, stdout } = spawnSync("shellcheck", ["-s", "bash", "-S", "style", "-o", "all", "-"], {
        input,
        encoding: "utf8",
      });
      expect({ status, stdout }, `${place}: ${name}`).toEqual({ status: 0, stdout: "" });
    }
    console.log(`shellcheck judged ${scripts.size} scripts of ${everyRun().length} steps`);
  });

  test("shfmt leaves each as it is", () => {
    for (const { script, place, name } of scripts.values()) {
      const { status, stdout, stderr } = spawnSync("shfmt", ["-ln", "bash", "-i", "2", "-ci", "-d"], {
        input: script,
        encoding: "utf8",
      });
      expect({ status, said: stdout + stderr }, `${place}: ${name}`).toEqual({ status: 0, said: "" });
    }
  });
});

describe("the budget of an image", () => {
  const check = step("Hold the image to its budget");
  const { file: ARCHIVE, size } = writeArchive(room(), randomBytes(1_300_000));
  const budget = (bytes: number): Readonly<Record<string, string>> => ({
    ARCHIVE,
    BUDGET: "1300KB",
    BUDGET_BYTES: String(bytes),
  });

  test("holds at its last byte", () => {
    const outcome = play(check, { env: budget(size) });
    expect(outcome).toMatchObject({
      status: 0,
      stdout: "The image weighs 1.3 MB compressed, of a budget of 1300KB.\n",
    });
  });

  test("is over at one byte more, and says both", () => {
    const outcome = play(check, { env: budget(size - 1) });
    expect(outcome.status).toBe(1);
    expect(outcome.stdout).toBe(
      "::error title=The image is too large::It weighs 1.3 MB compressed, and its budget in the spec is 1300KB.\n",
    );
  });

  test("is not passed by an archive that cannot be read", () => {
    expect(play(check, { env: { ...budget(size), ARCHIVE: "/dev/null" } }).status).not.toBe(0);
  });
});

/** The registry's answers by what it is asked for. */
const registry = (byDigest: string, byTag: string): string =>
  `case "$*" in *imageDigest=*) echo '${byDigest}' ;; *) echo '${byTag}' ;; esac`;

describe("an image on its way to the registry", () => {
  const push = step("Push the image");
  const folder = room();
  const { file: ARCHIVE, digest } = writeArchive(folder, randomBytes(1000));
  const env = { ARCHIVE, REGISTRY: "registry.test", REPOSITORY: "shop-staging/api", TAG: "c0ffee" };
  const image = `registry.test/shop-staging/api@${digest}`;

  test("is pushed under its commit, by the digest of what was built", () => {
    // The real skopeo, with a folder in place of the registry.
    const copied = join(folder, "copied");
    const skopeo = `source=("\${@:1:$#-1}")\nPATH="\${PATH#*:}" skopeo --insecure-policy "\${source[@]}" "dir:${copied}"`;
    const outcome = play(push, { env, programs: { aws: registry("None", "None"), skopeo } });
    expect(outcome.stderr).toBe("");
    expect(outcome).toMatchObject({ status: 0, outputs: { image } });
    expect(outcome.calls.at(-1)).toBe(
      `skopeo copy --preserve-digests --retry-times 3 oci-archive:${ARCHIVE} docker://registry.test/shop-staging/api:c0ffee`,
    );
    const manifest = spawnSync("sha256sum", [join(copied, "manifest.json")], { encoding: "utf8" }).stdout.split(" ")[0];
    expect(`sha256:${manifest}`).toBe(digest);
  });

  test("is left alone where it is there already", () => {
    const outcome = play(push, { env, programs: { aws: registry(digest, digest), skopeo: "exit 1" } });
    expect(outcome).toMatchObject({ status: 0, outputs: { image } });
    expect(outcome.calls).toHaveLength(1);
  });

  test("gets a tag of its own where the commit was built before", () => {
    const outcome = play(push, { env, programs: { aws: registry("None", "sha256:other"), skopeo: "" } });
    expect(outcome).toMatchObject({ status: 0, outputs: { image } });
    expect(outcome.calls.at(-1)).toMatch(new RegExp(`:c0ffee-${digest.slice(7, 19)}$`));
  });

  test("is not said to be there where the registry or the push fails", () => {
    for (const programs of [
      { aws: "exit 254", skopeo: "" },
      { aws: registry("None", "None"), skopeo: "exit 1" },
    ]) {
      const outcome = play(push, { env, programs });
      expect(outcome.status).not.toBe(0);
      expect(outcome.outputs).toEqual({});
    }
  });
});

const installs = (spec: string): readonly string[] =>
  play(step("Install the packages", spec), { programs: { pnpm: "", npm: "" } }).calls;

describe("packages", () => {
  const install = step("Install the program's packages");

  test("of the program come from its lock file alone", () => {
    const folder = room();
    mkdirSync(join(folder, "infra"));
    const without = play(install, { folder, programs: { npm: "" } });
    expect(without).toMatchObject({
      status: 1,
      calls: [],
      stdout: expect.stringContaining("commit package-lock.json"),
    });
    writeFileSync(join(folder, "package-lock.json"), "{}");
    const outcome = play(install, { folder, programs: { npm: "" } });
    expect(outcome).toMatchObject({ status: 0, calls: ["npm ci --ignore-scripts --no-audit --no-fund"] });
  });

  test("of the repository come from the package manager that the spec names", () => {
    expect(installs("spec/")).toEqual(["pnpm install --frozen-lockfile --ignore-scripts"]);
    expect(installs("test/golden/no-cache/")).toEqual(["npm ci --ignore-scripts --no-audit --no-fund"]);
  });

  test("are not fetched to check the spec, and the verdict is the job's", () => {
    const tool = toolOf("exit 1");
    const outcome = play(step("Check the spec and what was generated"), { env: { TOOL: tool } });
    expect(outcome).toMatchObject({ status: 1, stdout: "check --format github\n" });
  });
});

/** A folder that holds a sage-gen which says what it is asked. */
function toolOf(body: string): string {
  const folder = room();
  const bin = join(folder, "node_modules/.bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "sage-gen"), `#!/usr/bin/env bash\necho "$*"\n${body}\n`, { mode: 0o755 });
  return folder;
}

describe("the review of a spec", () => {
  test("keeps its report and its summary where it fails", () => {
    const REPORT = join(room(), "report.md");
    const env = { TOOL: toolOf("exit 1"), BASE: "abc", REPORT };
    const outcome = play(step("Tell what the change does"), { env });
    expect(outcome.status).toBe(1);
    expect(readFileSync(REPORT, "utf8")).toBe("diff --base abc --format markdown\n");
  });

  test.each([
    ["is written once", "", "--method POST repos/o/r/issues/7/comments"],
    ["is updated in place", "echo 41\necho 42", "--method PATCH repos/o/r/issues/comments/41"],
  ])("%s", (_, found, call) => {
    const REPORT = join(room(), "report.md");
    writeFileSync(REPORT, "all is well\n");
    const gh = `if [[ $2 == --paginate ]]; then\n:\n${found}\nfi`;
    const env = { REPORT, REPOSITORY: "o/r", NUMBER: "7", GH_TOKEN: "t" };
    const temp = room();
    const outcome = play(step("Write the comment"), { env, programs: { gh }, temp });
    expect(outcome.status).toBe(0);
    expect(outcome.calls.at(-1)).toBe(`gh api ${call} --field body=@${temp}/comment.md --silent`);
    expect(readFileSync(join(temp, "comment.md"), "utf8")).toBe("<!-- sage-gen: spec review -->\nall is well\n");
  });

  test("is by the tool of the base branch, but where the change is one of the tool", () => {
    const folder = room();
    const git = (...args: readonly string[]): string => {
      const who = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
      return spawnSync("git", ["-C", folder, ...who, ...args], { encoding: "utf8" }).stdout.trim();
    };
    const commit = (version: string, other: string): string => {
      writeFileSync(join(folder, "package.json"), `{\n  "other": "${other}",\n  "sage-gen": "${version}"\n}\n`);
      git("add", "-A");
      git("commit", "-qm", "x");
      return git("rev-parse", "HEAD");
    };
    git("init", "-q");
    const BASE = commit("1.0.0", "1");
    const judgeOf = (): string => {
      const TOOL = join(room(), "base");
      expect(play(step("Take the tool of the base branch"), { env: { BASE, TOOL }, folder }).status).toBe(0);
      return spawnSync("git", ["-C", TOOL, "rev-parse", "HEAD"], { encoding: "utf8" }).stdout.trim();
    };
    commit("1.0.0", "2");
    expect(judgeOf()).toBe(BASE);
    const newer = commit("2.0.0", "2");
    expect(judgeOf()).toBe(newer);
  });
});
