// What every generated workflow keeps to: the rules that zizmor's audits are, and that each action is one of the pins.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ACTIONS } from "#schema/pins.ts";
import { compile } from "#src/compile.ts";
import { actionOf, AWKWARD, type Job, jobsOf, read, specs } from "./github/workflow.ts";

const ROOT = join(import.meta.dirname, "../..");
const PINNED = new Map(Object.values(ACTIONS).map(({ uses, version }) => [uses as string, version as string]));
const mayAct = (job: Job): boolean => job.permissions?.["id-token"] === "write";

describe.each(specs)("workflows of %s", (_, text) => {
  const { artifacts, findings } = compile(text, "sage.yaml", ["github"]);
  const workflows = artifacts.map(read);
  const jobs = jobsOf(workflows);
  const steps = jobs.flatMap(([place, job]) => job.steps.map((step) => [place, job, step] as const));

  test("there are some", () => {
    expect(findings.map(({ code }) => code)).toEqual([]);
    expect(workflows.length).toBeGreaterThan(2);
  });

  test("each action is pinned by the commit of the release that stands behind it", () => {
    const lines = workflows.flatMap(({ text }) => text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line)));
    for (const line of lines) {
      const [, uses = "", version] = /uses: (\S+) # (\S+)$/.exec(line) ?? [];
      expect(PINNED.get(uses), line).toBe(version);
    }
    expect(lines.length).toBe(steps.filter(([, , step]) => step.uses).length);
  });

  test("nothing is permitted that a job does not name with its reason", () => {
    for (const { path, permissions, text } of workflows) {
      expect(permissions, path).toEqual({});
      for (const line of text.split("\n").filter((line) => /^ {6}[a-z-]+: (read|write)\b/.test(line)))
        expect(line).toMatch(/ # \S/);
    }
    for (const [place, { permissions = {} }] of jobs) {
      for (const [scope, access] of Object.entries(permissions))
        expect([`contents: read`, `id-token: write`, `pull-requests: write`], place).toContain(`${scope}: ${access}`);
      expect(Object.keys(permissions), place).not.toHaveLength(0);
    }
  });

  test("a job that may write to a pull request runs nothing of it", () => {
    const writers = jobs.filter(([, job]) => job.permissions?.["pull-requests"] === "write");
    expect(writers.length).toBe(1);
    for (const [place, job] of writers) {
      expect(Object.keys(job.permissions ?? {}), place).toEqual(["pull-requests"]);
      expect(job.steps.map(actionOf), place).not.toContain("actions/checkout");
    }
  });

  test("everything has a name and an end, and no trigger runs what a stranger wrote with rights of ours", () => {
    for (const { path, name, on, text } of workflows) {
      expect(name, path).toBeTruthy();
      expect(["pull_request", "push", "workflow_dispatch"], path).toEqual(expect.arrayContaining(Object.keys(on)));
      expect(text).not.toMatch(/continue-on-error/);
    }
    for (const [place, job] of jobs) {
      expect(job.name, place).toBeTruthy();
      expect(job["timeout-minutes"], place).toBeGreaterThan(0);
    }
    for (const [place, , step] of steps) expect(step.name, place).toBeTruthy();
  });

  test("each job takes turns, and what acts in an environment is never broken off", () => {
    const groups = jobs.map(([place, { concurrency }]) => [concurrency?.group, place] as const);
    expect(new Set(groups.map(([group]) => group)).size, JSON.stringify(groups)).toBe(jobs.length);
    for (const [place, job] of jobs) {
      expect(job.concurrency?.["cancel-in-progress"], place).toBe(job.environment === undefined);
    }
  });

  test("a script holds no expression, installs nothing by hand, and says nothing of the spec", () => {
    const runs = new Map(steps.filter(([, , step]) => step.run).map(([place, , step]) => [step.run ?? "", place]));
    for (const [run, place] of runs) {
      expect(run, place).not.toContain("${{");
      expect(run, place).not.toMatch(/npm (install|i) -g|npx (?!--no-install)|pip install|curl|wget|apt-get/);
    }
    const templates = new Set(readdirSync(join(ROOT, "templates/github")));
    expect(runs.size).toBeLessThanOrEqual(templates.size);
  });

  test("no checkout leaves its token behind, and no cache is shared", () => {
    for (const [place, , step] of steps) {
      if (actionOf(step) === "actions/checkout") expect(step.with?.["persist-credentials"], place).toBe(false);
      if (actionOf(step) === "actions/setup-node")
        expect(step.with, place).toMatchObject({ "package-manager-cache": false });
      expect(Object.keys(step.with ?? {}), place).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^cache/)]),
      );
    }
  });

  test("only a job that may ask for a token assumes a role, and what builds code has neither role nor secret", () => {
    for (const [place, job] of jobs) {
      const assumes = job.steps.some((step) => actionOf(step) === "aws-actions/configure-aws-credentials");
      expect(assumes, place).toBe(mayAct(job));
      const builds = job.steps.some((step) => actionOf(step) === "docker/build-push-action");
      if (builds) expect(mayAct(job) || JSON.stringify(job).includes("secrets."), place).toBe(false);
    }
  });

  test("a secret belongs to an environment, but where a line says why not", () => {
    for (const { path, text } of workflows) {
      const ignored = text
        .split("\n")
        .filter((line) => line.includes("secrets.") && line.includes("zizmor: ignore[secrets-outside-env]"));
      const outside = Object.values(parse(text).jobs as Record<string, Job>).filter(
        (job) => job.environment === undefined && JSON.stringify(job).includes("secrets."),
      );
      expect(ignored.length, path).toBe(outside.length);
    }
  });
});

test("without delivery there is no workflow", () => {
  const text = AWKWARD.replace(/^delivery:.*$/m, "").replace(/^environments:[^]*$/m, "");
  const { artifacts } = compile(text, "sage.yaml", ["github"]);
  expect(artifacts).toEqual([]);
});
