// operations.yml: the image that backs up and restores, built from scripts/, for the schedule of each environment.
import type { Draft } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import type { Delivery, Model } from "#schema/model.ts";
import { from, join, type Value } from "#schema/value.ts";
import { type Build, buildJob, fetchSteps, push } from "./images.ts";
import { registerSteps } from "./releases.ts";
import { actingIn, architectureOf, assume, hasTask, nameOf, type Stage, stagesOf } from "./stage.ts";
import { assumeRole, concurrency, literal, opening } from "./steps.ts";

const FILE = ".github/workflows/operations.yml";
const BACKUP = ["operations", "backup"];

/** The workflow of the operations image; nothing where no environment has a backup. */
export function operations(model: Model, graphs: readonly Graph[], delivery: Delivery): readonly Draft[] {
  const stages = stagesOf(model, graphs).filter((stage) => hasTask(stage, "backup-task"));
  const [first] = stages;
  if (!first) return [];
  const build: Build = {
    archive: "operations",
    title: "Build the image",
    prefix: "",
    architecture: architectureOf(first, "backup-task") === "ARM64" ? "arm64" : "x86_64",
    inputs: { context: "scripts" },
  };
  return [
    {
      kind: "yaml",
      dialect: "workflow",
      path: FILE,
      target: "github",
      because: BACKUP,
      intro:
        "The image with the scripts for backup and restore. The schedule of each environment starts the newest revision.",
      value: {
        ...opening("Operations image", {
          push: {
            branches: [from(["delivery", "github", "branch"], literal(delivery.branch))],
            paths: [from(BACKUP, "scripts/**"), FILE],
          },
          workflow_dispatch: null,
        }),
        jobs: {
          build: buildJob(delivery, "build/operations", [build]),
          ...Object.fromEntries(
            stages.map((stage, index) => [jobOf(stage), stageJob(build, stage, stages[index - 1])]),
          ),
        },
      },
    },
  ];
}

const jobOf = ({ environment }: Stage): string => `register-${environment.name}`;

function stageJob(build: Build, stage: Stage, previous: Stage | undefined): Value {
  const repository = from(BACKUP, stage.names.operationsRepository);
  const release = { id: "backup", task: "backup-task", family: stage.names.backupFamily, image: build.archive };
  return {
    ...actingIn(stage, { name: join("Register in ", nameOf(stage)), needs: previous ? jobOf(previous) : "build" }, 15),
    concurrency: concurrency(
      join("operations/", nameOf(stage)),
      false,
      "One at a time, and none is broken off midway.",
    ),
    permissions: assumeRole,
    steps: [
      ...fetchSteps(assume(stage, stage.names.deployRole)),
      push(build, "Push the image", repository),
      ...registerSteps(stage, release, ""),
    ],
  };
}
