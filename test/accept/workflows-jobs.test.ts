// Every job of every workflow, run step by step where the clouds are stand-ins: what it does to them and in which order,
// and that whatever fails is the last thing that happens.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "#schema/names.ts";
import { compile } from "#src/compile.ts";
import { type Job, read, specs, type Workflow } from "../laws/github/workflow.ts";
import { modelOf } from "../laws/lowered.ts";
import { install } from "./images/packages.ts";
import { type Execute, type Ran, runJob } from "./workflows/job.ts";
import { type Event, runnerFor, type World, worldOf } from "./workflows/runner.ts";
import { githubOf, jobsThatRun, type Trigger, triggersOf } from "./workflows/triggers.ts";

// What the scripts call, as GitHub's runners have it.
beforeAll(() => install({ jq: "jq" }));

let steps = 0;
let failures = 0;
afterAll(() => console.log(`${steps} steps run in order, and ${failures} of them made to fail`));

/** Whether a job can change anything in AWS, or in the repository. */
const mayAct = ({ environment, permissions = {} }: Job): boolean =>
  environment !== undefined || permissions["id-token"] === "write" || permissions["contents"] === "write";

type Matrix = Readonly<Record<string, string>>;
const matrixOf = (job: Job): readonly Matrix[] =>
  (job as { readonly strategy?: { readonly matrix?: { readonly include: readonly Matrix[] } } }).strategy?.matrix
    ?.include ?? [{}];

/** Runs every job that a trigger starts, in its order. */
function runAll(
  workflow: Workflow,
  trigger: Trigger,
  world: World,
  home: Parameters<typeof githubOf>[1],
): readonly (readonly [string, Job, readonly Ran[]])[] {
  return jobsThatRun(workflow, trigger, home).flatMap(([name, job]) =>
    matrixOf(job).map((matrix) => {
      const rights = { token: job.permissions?.["id-token"] === "write", secrets: true };
      const { temp, execute } = runnerFor(world, rights);
      const ran = runJob(job, contexts(trigger, temp, matrix, home), execute);
      steps += ran.filter(({ outcome }) => outcome !== "skipped").length;
      return [name, job, ran] as const;
    }),
  );
}

const contexts = (trigger: Trigger, temp: string, matrix: Matrix, home: Parameters<typeof githubOf>[1]) => ({
  github: githubOf(trigger, home),
  runner: { temp },
  matrix,
  secrets: { PULUMI_ACCESS_TOKEN: "token" },
});

describe.each(specs)("the workflows of %s", (_, text) => {
  const model = modelOf(text);
  const home = model.delivery;
  if (!home) throw new Error("no delivery");
  const { artifacts } = compile(text, "sage.yaml");
  const workflows = artifacts.filter(({ path }) => path.startsWith(".github/workflows/")).map(read);
  const files = new Map(artifacts.map(({ path, text }) => [path, text]));
  for (const { path, framework } of model.services)
    if (framework === "custom") files.set(`${path}/Dockerfile`, "FROM scratch\n");
  const triggers = triggersOf(home);
  const named = (name: string): Trigger => triggers.find((one) => one.name === name) as Trigger;
  const push = named("a push to the delivered branch");
  const request = named("a pull request");

  describe.each(workflows.map((workflow) => [workflow.name ?? workflow.path, workflow] as const))(
    "%s",
    (_, workflow) => {
      const world = worldOf(files);
      const trigger = jobsThatRun(workflow, push, home).length > 0 ? push : request;
      const jobs = runAll(workflow, trigger, world, home);

      test("every step that should run does, and well", () => {
        expect(jobs.length).toBeGreaterThan(0);
        for (const [name, , ran] of jobs) {
          const bad = ran.filter(({ outcome }) => outcome === "failure").map((one) => `${one.name}: ${one.said}`);
          expect(bad, name).toEqual([]);
        }
        // What is left out is what only a failure wants.
        const skipped = jobs.flatMap(([, job, ran]) =>
          ran.flatMap(({ outcome }, at) => (outcome === "skipped" ? [job.steps[at]?.if] : [])),
        );
        for (const condition of skipped) expect(condition).toMatch(/failure\(\)/);
      });

      test("a step that fails is the last one, but for what tells why", () => {
        for (const [name, job, ran] of jobs) {
          job.steps.forEach((_, at) => {
            if (ran[at]?.outcome === "skipped") return;
            const executed: number[] = [];
            const replay: Execute = ({ index }) => {
              executed.push(index);
              const before = ran[index];
              return { isGood: index !== at, outputs: index === at ? {} : (before?.outputs ?? {}), said: "" };
            };
            const again = runJob(job, contexts(trigger, "/tmp", matrixOf(job)[0] ?? {}, home), replay);
            const later = executed.filter((index) => index > at);
            for (const index of later)
              expect(job.steps[index]?.if, `${name}: ${job.steps[at]?.name}`).toMatch(/failure\(\)|!cancelled\(\)/);
            expect(again.some(({ outcome }) => outcome === "failure")).toBe(true);
            const tells = job.steps.findIndex((step) =>
              step.if?.includes(`steps.${job.steps[at]?.id}.outcome == 'failure'`),
            );
            if (tells !== -1) expect(later, `${name}: ${job.steps[tells]?.name}`).toContain(tells);
            failures += 1;
          });
        }
      });

      test("a job that fails is the last one too", () => {
        for (const [name] of jobs) {
          const waiting = Object.entries(workflow.jobs).filter(([, job]) => [job.needs ?? []].flat().includes(name));
          // Without a function of the status in it, a condition wants every job before to be well.
          for (const [, job] of waiting.filter(([, job]) => mayAct(job)))
            expect(job.if ?? "").not.toMatch(/\b(?:always|failure|cancelled)\(/);
        }
      });
    },
  );

  test("nothing runs where nothing should: not on other branches, nor with rights for a fork", () => {
    for (const workflow of workflows) {
      for (const name of [
        "a push to another branch",
        "a pushed tag of the branch's name",
        "a start by hand on another branch",
      ])
        expect(
          jobsThatRun(workflow, named(name), home).map(([job]) => job),
          `${workflow.path}, ${name}`,
        ).toEqual([]);
      for (const [job, { permissions }] of jobsThatRun(workflow, named("a pull request of a fork"), home))
        expect(permissions, `${workflow.path} ${job}`).toEqual({ contents: "read" });
    }
  });

  test.each(model.services.filter(({ deploy }) => deploy).map(({ name }) => name))(
    "a release of %s: one image, environment by environment",
    (service) => {
      const world = worldOf(files);
      const workflow = workflows.find(({ path }) => path.endsWith(`/deploy-${service}.yml`));
      if (!workflow) throw new Error("no workflow");
      runAll(workflow, push, world, home);
      const migrates = model.migration?.service === service;
      const expected = model.environments.flatMap(({ name, account }): readonly Pick<Event, "what" | "detail">[] => {
        const names = namesOf(model.project, name);
        const { family, repository, migrationFamily } = names.service(service);
        const registry = `${account}.dkr.ecr.test/${repository}`;
        const sha = "c0ffee0000000000000000000000000000000000";
        const image = (archive: string): string => `${registry}@${world.digests.get(archive)}`;
        return [
          { what: "role", detail: `arn:aws:iam::${account}:role/${names.deployRole}` },
          { what: "push", detail: `docker://${registry}:${sha}` },
          ...(migrates
            ? ([
                { what: "push", detail: `docker://${registry}:migrate-${sha}` },
                { what: "register", detail: `${migrationFamily} migrate ${image("migrate.tar")}` },
                { what: "run", detail: `${names.cluster} ${migrationFamily}` },
              ] as const)
            : []),
          { what: "register", detail: `${family} ${service} ${image("service.tar")}` },
          { what: "roll", detail: `${names.cluster} ${service}` },
        ];
      });
      const kinds = ["role", "push", "register", "run", "roll"];
      const happened = world.events
        .filter(({ what }) => kinds.includes(what))
        .map(({ what, detail }) => ({ what, detail }));
      expect(happened).toEqual(expected);
      // Until an environment's role is assumed, nothing is asked of AWS; and what is built, is built without one.
      expect(world.events.filter(({ what, role }) => what === "archive" && role !== "")).toEqual([]);
      expect(world.events.filter(({ what }) => what === "archive")).toHaveLength(migrates ? 2 : 1);
    },
  );

  test("infrastructure: a preview by the weak role, then each environment by its own, releases with theirs", () => {
    const workflow = workflows.find(({ path }) => path.endsWith("/infrastructure.yml"));
    if (!workflow) throw new Error("no workflow");
    const previewed = worldOf(files);
    runAll(workflow, request, previewed, home);
    expect(
      previewed.events
        .filter(({ what }) => what !== "call" && what !== "role")
        .map(({ what, detail, role }) => [what, detail, role.replace(/^.*\//, "")]),
    ).toEqual(model.environments.map(({ name }) => ["preview", name, namesOf(model.project, name).previewRole]));
    const changed = worldOf(files);
    runAll(workflow, push, changed, home);
    const ups = changed.events.filter(({ what }) => what === "up");
    expect(ups.map(({ detail, role }) => [detail, role.replace(/^.*\//, "")])).toEqual(
      model.environments.map(({ name }) => [name, namesOf(model.project, name).infrastructureRole]),
    );
    for (const { role } of changed.events.filter(({ what }) => what === "register" || what === "roll"))
      expect(role).toMatch(/-deploy$/);
    // The revision that Pulumi made gets the image that runs.
    for (const { detail } of changed.events.filter(({ what }) => what === "register"))
      expect(detail).toMatch(/ registry\.test\/image@sha256:running$/);
  });
});
