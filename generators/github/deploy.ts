// deploy-<service>.yml: a commit becomes an image once, and that image goes through the environments in their order.
import type { Draft } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import type { Delivery, Model, Service } from "#schema/model.ts";
import { from, join, type Value, type ValueMap } from "#schema/value.ts";
import { type Build, buildJob, fetchSteps, push } from "./images.ts";
import { deploySteps, MIGRATION_MINUTES, ROLLOUT_MINUTES, runSteps } from "./releases.ts";
import { actingIn, assume, nameOf, type Stage, stagesOf } from "./stage.ts";
import { assumeRole, concurrency, literal, opening, runs, temporary } from "./steps.ts";

/** A service on its way, and whether it carries the migrations. */
interface Way {
  readonly service: Service;
  readonly migrates: boolean;
  readonly delivery: Delivery;
  readonly file: string;
}

/** A workflow for each deployed service. */
export function deployments(model: Model, graphs: readonly Graph[], delivery: Delivery): readonly Draft[] {
  const stages = stagesOf(model, graphs);
  return model.services
    .filter(({ deploy }) => deploy)
    .map((service) => {
      const migrates = model.migration?.service === service.name;
      const file = `.github/workflows/deploy-${service.name}.yml`;
      return workflow({ service, migrates, delivery, file }, stages);
    });
}

function workflow(way: Way, stages: readonly Stage[]): Draft {
  const { service, file } = way;
  const builds = buildsOf(way);
  const title = join("Deploy ", named(service));
  return {
    kind: "yaml",
    dialect: "workflow",
    path: file,
    target: "github",
    because: ["services", service.name],
    intro:
      "The image is built once, without any access to AWS. Each environment takes it by its digest, after the one before" +
      " it; who may approve, and when, is set on the environment in GitHub.",
    value: {
      ...opening(title, triggers(way)),
      jobs: {
        build: buildJob(way.delivery, join("build/", named(service)), builds, budget(service)),
        ...Object.fromEntries(
          stages.map((stage, index) => [jobOf(stage), stageJob(way, builds, stage, stages[index - 1])]),
        ),
      },
    },
  };
}

const named = ({ name }: Service): Value => from(["services", name], name);
const jobOf = ({ environment }: Stage): string => `deploy-${environment.name}`;

function triggers({ service, migrates, delivery, file }: Way): ValueMap {
  const path = (pattern: string): Value => from(["services", service.name, "path"], pattern);
  // At the root, everything is the service's but what other workflows deliver; the last pattern that fits decides.
  const atRoot = service.path === ".";
  const own = atRoot ? [path("**"), "!.github/**", "!docs/**", "!infra/**"] : [path(`${literal(service.path)}/**`)];
  return {
    push: {
      branches: [from(["delivery", "github", "branch"], literal(delivery.branch))],
      paths: [...own, ...(migrates && !atRoot ? [from(["operations", "migration"], "scripts/migrate.sh")] : []), file],
    },
    workflow_dispatch: null,
  };
}

function buildsOf({ service, migrates }: Way): readonly [Build, ...Build[]] {
  const { name, path, framework, architecture } = service;
  const context = from(["services", name, "path"], path);
  const set = ["services", name, "architecture"];
  const builtHere = framework !== "custom";
  const image: Build = {
    archive: "service",
    title: "Build the image",
    prefix: "",
    architecture,
    set,
    inputs: { context, ...(builtHere ? { target: "runtime" } : {}) },
  };
  const migration: Build = {
    archive: "migrate",
    title: "Build the image of the migrations",
    prefix: "migrate-",
    architecture,
    set,
    inputs: { context, target: "migrate", "build-contexts": "scripts=./scripts" },
    why: "Its own image, with the tools that the service itself must not carry.",
  };
  return migrates ? [image, migration] : [image];
}

function budget({ name, image }: Service): readonly Value[] {
  if (image.maxSizeBytes === undefined || image.maxSize === undefined) return [];
  const path = ["services", name, "image", "maxSize"];
  const environment: ValueMap = {
    ARCHIVE: temporary("service.tar"),
    BUDGET: from(path, image.maxSize),
    BUDGET_BYTES: from(path, image.maxSizeBytes),
  };
  return [runs("Hold the image to its budget", "check-size", environment)];
}

function stageJob(way: Way, builds: readonly Build[], stage: Stage, previous: Stage | undefined): Value {
  const { service, migrates } = way;
  const ours = stage.names.service(service.name);
  const minutes = 10 + ROLLOUT_MINUTES + (migrates ? MIGRATION_MINUTES : 0);
  const repository = from(["services", service.name], ours.repository);
  const name = from(["services", service.name], ours.service);
  const pushes = builds.map((build) =>
    push(build, build.archive === "service" ? "Push the image" : "Push the image of the migrations", repository),
  );
  const migration = {
    id: "migration",
    task: `${service.name}-migrate-task`,
    family: ours.migrationFamily,
    logGroup: ours.migrationLogGroup,
    image: "migrate",
  };
  const release = { id: "service", task: `${service.name}-task`, family: ours.family, image: "service" };
  return {
    ...actingIn(
      stage,
      { name: join("Deploy to ", nameOf(stage)), needs: previous ? jobOf(previous) : "build" },
      minutes,
    ),
    concurrency: concurrency(
      join("deploy/", named(service), "/", nameOf(stage)),
      false,
      "One release at a time, and none is broken off midway; of those that wait, the newest goes on.",
    ),
    permissions: assumeRole,
    steps: [
      ...fetchSteps(assume(stage, stage.names.deployRole)),
      ...pushes,
      ...(migrates ? runSteps(stage, name, migration) : []),
      ...deploySteps(stage, name, release, ""),
    ],
  };
}
