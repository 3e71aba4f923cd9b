// What workflows say of the infrastructure is what the infrastructure says of itself: names, roles, rights and order.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Graph } from "#schema/graph.ts";
import { bare, isMap, isTag, type Value } from "#schema/value.ts";
import { compile } from "#src/compile.ts";
import { actionOf, AWKWARD, type Job, jobsOf, read, specs } from "./github/workflow.ts";

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
  const tasks = graph.resources.filter(
    ({ type, key }) => type === "aws:ecs/taskDefinition:TaskDefinition" && property(graph, key, "family") === family,
  );
  return tasks.flatMap(({ properties }) => {
    const definitions = bare(properties["containerDefinitions"] ?? null);
    const list = isTag(definitions) && definitions.$ === "json" ? bare(definitions.value) : null;
    return (list as readonly Value[]).map((item) => {
      const container = bare(item);
      return isMap(container) ? textOf(container["name"] ?? "", graph.environment) : "";
    });
  });
}

/** What the scripts of a job ask of AWS once it has a role, as IAM's actions. */
function asked(job: Job, role: string): readonly string[] {
  const from = job.steps.findIndex(({ with: inputs }) => String(inputs?.["role-to-assume"] ?? "").endsWith(`/${role}`));
  if (from === -1) return [];
  const scripts = job.steps.slice(from).flatMap(({ run }) => (run === undefined ? [] : [run]));
  return scripts
    .flatMap((run) => [...run.matchAll(/\baws (\w+) ([a-z-]+)/g)])
    .map(([, service, command = ""]) => {
      if (command === "wait") return "ecs:DescribeServices";
      return `${service}:${command.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
    });
}

describe.each(specs)("workflows of %s", (_, text) => {
  const { artifacts, graphs } = compile(text, "sage.yaml", ["github"]);
  const workflows = artifacts.map(read);
  const jobs = jobsOf(workflows);
  const steps = jobs.flatMap(([place, job]) => job.steps.map((step) => [place, job, step] as const));
  const accounts = (parse(text) as { readonly environments: Readonly<Record<string, { readonly account: string }>> })
    .environments;

  test("environments come in the order of delivery, each after the one before, from one branch", () => {
    const order = graphs.map(({ environment }) => environment);
    for (const { path, jobs } of workflows) {
      const acting = Object.entries(jobs).filter(([, job]) => job.environment !== undefined);
      if (acting.length === 0) continue;
      expect(
        acting.map(([, job]) => job.environment),
        path,
      ).toEqual(order);
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
      if (family !== undefined)
        expect(containers(graph, String(family)), place).toContain(inputs["container-name"] ?? env["CONTAINER"]);
      const cluster = inputs["cluster"] ?? env["CLUSTER"];
      if (cluster !== undefined) expect(cluster, place).toBe(property(graph, "cluster", "name"));
      const service = inputs["service"] ?? env["SERVICE"];
      if (service !== undefined) expect(property(graph, `${String(service)}-service`, "name"), place).toBe(service);
      const names = graph.resources
        .filter(({ type }) => type === "aws:ecr/repository:Repository")
        .map(({ key }) => property(graph, key, "name"));
      if (env["REPOSITORY"] !== undefined) expect(names, place).toContain(env["REPOSITORY"]);
      if (env["LOG_GROUP"] !== undefined) {
        const groups = graph.resources
          .filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup")
          .map(({ key }) => property(graph, key, "name"));
        expect(groups, place).toContain(env["LOG_GROUP"]);
      }
    }
  });

  test("each role is of the environment's own account, and the deploy role may do all that is asked with it", () => {
    for (const graph of graphs) {
      const policy = JSON.stringify(graph.resources.find(({ key }) => key === "deploy-policy")?.properties["policy"]);
      const account = accounts[graph.environment]?.account ?? "";
      for (const [place, job] of jobs.filter(([, job]) => job.environment === graph.environment)) {
        for (const step of job.steps.filter((step) => actionOf(step) === "aws-actions/configure-aws-credentials")) {
          expect(step.with?.["role-to-assume"], place).toContain(`arn:aws:iam::${account}:role/`);
        }
        for (const action of asked(job, property(graph, "deploy-role", "name")))
          expect(policy, place).toContain(`"${action}"`);
      }
    }
  });

  test("what runs is an image by the digest that a step of the same job gave", () => {
    for (const [place, job, step] of steps.filter(([, , step]) => step.with?.["image"] !== undefined)) {
      const [, id] = /^\$\{\{ steps\.([a-z0-9-]+)\.outputs\.image \}\}$/.exec(String(step.with?.["image"])) ?? [];
      expect(
        job.steps.map((other) => other.id),
        place,
      ).toContain(id);
    }
    for (const [place, job] of jobs) {
      const ids = job.steps.flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect(new Set(ids).size, place).toBe(ids.length);
    }
  });
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
