// What every generated workflow keeps to: the rules of zizmor's audits, and the names that the infrastructure has.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Artifact } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import { ACTIONS } from "#schema/pins.ts";
import { bare, isMap, isTag, type Value } from "#schema/value.ts";
import { compile } from "#src/compile.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What is awkward in a delivery: a service at the root, names that end like job names, a branch that is a pattern. */
const AWKWARD = `
version: 1
project: edge
region: eu-central-1
database: {}
services:
  api: { path: ., port: 3000, expose: public, architecture: arm64, image: { prisma: true, maxSize: 150MB } }
  build: { framework: custom, architecture: arm64, image: { maxSize: 1GB } }
  deploy-staging: { framework: custom, deploy: false }
  a-b: { path: "services/c++" }
operations: { backup: { bucket: edge-backups }, migration: {} }
delivery: { github: { repository: o/r, branch: "release+1.x" } }
environments:
  build: { account: "111111111111", services: { api: { certificate: "arn:aws:acm:eu-central-1:111111111111:certificate/a" } } }
  staging-b: { account: "222222222222", region: eu-west-1, services: { api: { certificate: "arn:aws:acm:eu-west-1:222222222222:certificate/b" } } }
`;

const specs: readonly (readonly [string, string])[] = [
  ["spec", readFileSync(join(ROOT, "spec/sage.yaml"), "utf8")],
  ["awkward", AWKWARD],
  ...readdirSync(join(ROOT, "test/golden"))
    .map((name): readonly [string, string] => [name, readFileSync(join(ROOT, "test/golden", name, "sage.yaml"), "utf8")])
    .filter(([, text]) => /^delivery:/m.test(text)),
];

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly name?: string;
  readonly needs?: string;
  readonly if?: string;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly name?: string;
  readonly on: Readonly<Record<string, { readonly paths?: readonly string[]; readonly branches?: readonly string[] } | null>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (artifact: Artifact): Workflow => ({ ...(parse(artifact.text) as Workflow), path: artifact.path, text: artifact.text });
const jobsOf = (workflows: readonly Workflow[]): readonly (readonly [string, Job])[] =>
  workflows.flatMap(({ path, jobs }) => Object.entries(jobs).map(([id, job]) => [`${path} ${id}`, job] as const));
const actionOf = (step: Step): string => step.uses?.split("@")[0] ?? "";
const PINNED = new Map(Object.values(ACTIONS).map(({ uses, version }) => [uses as string, version as string]));
const mayAct = (job: Job): boolean => job.permissions?.["id-token"] === "write";

/** The text of a value of the graph, with what only AWS knows as `<key.attribute>`. */
function textOf(given: Value, environment: string): string {
  const value = bare(given);
  if (!isTag(value)) return String(value);
  if (value.$ === "join") return value.parts.map((part) => textOf(part, environment)).join("");
  if (value.$ === "stack") return environment;
  if (value.$ === "ref") return `<${value.to}.${value.attribute}>`;
  return `<${value.$}>`;
}

function property(graph: Graph, key: string, name: string): string {
  const resource = graph.resources.find((candidate) => candidate.key === key);
  return textOf(resource?.properties[name] ?? `<no ${key}>`, graph.environment);
}

function containers(graph: Graph, family: string): readonly string[] {
  const tasks = graph.resources.filter(({ type, key }) => type === "aws:ecs/taskDefinition:TaskDefinition" && property(graph, key, "family") === family);
  return tasks.flatMap(({ properties }) => {
    const definitions = bare(properties["containerDefinitions"] ?? null);
    const list = isTag(definitions) && definitions.$ === "json" ? bare(definitions.value) : null;
    return (list as readonly Value[]).map((item) => {
      const container = bare(item);
      return isMap(container) ? textOf(container["name"] ?? "", graph.environment) : "";
    });
  });
}

describe.each(specs)("workflows of %s", (_, text) => {
  const { artifacts, graphs, findings } = compile(text, "sage.yaml", ["github"]);
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
      for (const line of text.split("\n").filter((line) => /^ {6}[a-z-]+: (read|write)\b/.test(line))) expect(line).toMatch(/ # \S/);
    }
    for (const [place, { permissions = {} }] of jobs) {
      for (const [scope, access] of Object.entries(permissions)) expect([`contents: read`, `id-token: write`], place).toContain(`${scope}: ${access}`);
      expect(Object.keys(permissions), place).not.toHaveLength(0);
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
      if (actionOf(step) === "actions/setup-node") expect(step.with, place).toMatchObject({ "package-manager-cache": false });
      expect(Object.keys(step.with ?? {}), place).not.toEqual(expect.arrayContaining([expect.stringMatching(/^cache/)]));
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
      const ignored = text.split("\n").filter((line) => line.includes("secrets.") && line.includes("zizmor: ignore[secrets-outside-env]"));
      const outside = Object.values(parse(text).jobs as Record<string, Job>).filter((job) => job.environment === undefined && JSON.stringify(job).includes("secrets."));
      expect(ignored.length, path).toBe(outside.length);
    }
  });

  test("environments come in the order of delivery, each after the one before, from one branch", () => {
    const order = graphs.map(({ environment }) => environment);
    for (const { path, jobs } of workflows) {
      const acting = Object.entries(jobs).filter(([, job]) => job.environment !== undefined);
      if (acting.length === 0) continue;
      expect(acting.map(([, job]) => job.environment), path).toEqual(order);
      acting.forEach(([, job], index) => {
        const before = acting[index - 1]?.[0] ?? ("build" in jobs ? "build" : undefined);
        expect(job.needs, path).toBe(before);
      });
      const gate = jobs["build"] ?? acting[0]?.[1];
      expect(gate?.if, path).toMatch(/github\.ref == 'refs\/heads\/[^']+'/);
    }
  });

  test("roles, families, containers, services and registries are those of the infrastructure", () => {
    for (const [place, job, step] of steps.filter(([, job]) => job.environment !== undefined)) {
      const graph = graphs.find(({ environment }) => environment === job.environment);
      if (!graph) throw new Error(`${place}: no graph`);
      const { with: inputs = {}, env = {} } = step;
      const role = String(inputs["role-to-assume"] ?? "").split(":role/")[1];
      const roles = ["deploy-role", "infrastructure-role"].map((key) => property(graph, key, "name"));
      if (role !== undefined) expect(roles, place).toContain(role);
      const family = inputs["task-definition-family"] ?? env["FAMILY"];
      if (family !== undefined) expect(containers(graph, String(family)), place).toContain(inputs["container-name"] ?? env["CONTAINER"]);
      const cluster = inputs["cluster"] ?? env["CLUSTER"];
      if (cluster !== undefined) expect(cluster, place).toBe(property(graph, "cluster", "name"));
      const service = inputs["service"] ?? env["SERVICE"];
      if (service !== undefined) expect(property(graph, `${String(service)}-service`, "name"), place).toBe(service);
      const names = graph.resources.filter(({ type }) => type === "aws:ecr/repository:Repository").map(({ key }) => property(graph, key, "name"));
      if (env["REPOSITORY"] !== undefined) expect(names, place).toContain(env["REPOSITORY"]);
      if (env["LOG_GROUP"] !== undefined) {
        const groups = graph.resources.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup").map(({ key }) => property(graph, key, "name"));
        expect(groups, place).toContain(env["LOG_GROUP"]);
      }
    }
  });

  test("what runs is an image by the digest that a step of the same job gave", () => {
    for (const [place, job, step] of steps.filter(([, , step]) => step.with?.["image"] !== undefined)) {
      const [, id] = /^\$\{\{ steps\.([a-z0-9-]+)\.outputs\.image \}\}$/.exec(String(step.with?.["image"])) ?? [];
      expect(job.steps.map((other) => other.id), place).toContain(id);
    }
    for (const [place, job] of jobs) {
      const ids = job.steps.flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect(new Set(ids).size, place).toBe(ids.length);
    }
  });
});

test("without delivery there is no workflow", () => {
  const text = AWKWARD.replace(/^delivery:.*$/m, "").replace(/^environments:[^]*$/m, "");
  const { artifacts } = compile(text, "sage.yaml", ["github"]);
  expect(artifacts).toEqual([]);
});

test("a service at the root leaves out what other workflows deliver, and a pattern in a name is taken as text", () => {
  const { artifacts } = compile(AWKWARD, "sage.yaml", ["github"]);
  const api = artifacts.find(({ path }) => path.endsWith("deploy-api.yml"));
  const other = artifacts.find(({ path }) => path.endsWith("deploy-a-b.yml"));
  if (!api || !other) throw new Error("no workflow");
  expect(read(api).on["push"]).toEqual({
    branches: ["release\\+1.x"],
    paths: ["**", "!.github/**", "!docs/**", "!infra/**", ".github/workflows/deploy-api.yml"],
  });
  expect(read(other).on["push"]?.paths?.[0]).toBe("services/c\\+\\+/**");
});
