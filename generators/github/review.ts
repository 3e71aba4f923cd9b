// spec-review.yml: what a pull request does to the spec and to AWS, told on the pull request itself.
import type { Draft } from "#schema/draft.ts";
import type { Delivery, Model } from "#schema/model.ts";
import { ACTIONS } from "#schema/pins.ts";
import { above, behind, expression, from, join, type Value } from "#schema/value.ts";
import {
  checkOutAll,
  concurrency,
  literal,
  opening,
  readContents,
  runner,
  runs,
  setUpNode,
  temporary,
  uses,
} from "./steps.ts";

/** The file that carries the report from the job that runs the change to the one that may write. */
const REPORT = "spec-review.md";
const ARTIFACT = "spec-review";
/** Also where a step before it failed; not where the run was called off. */
const ALWAYS = expression("!cancelled()");

/** The workflow that reviews the spec. */
export function review(model: Model, delivery: Delivery): readonly Draft[] {
  const pnpm = model.services.find(({ framework, image }) => framework !== "custom" && image.packageManager === "pnpm");
  const manager = pnpm === undefined ? undefined : ["services", pnpm.name, "image", "packageManager"];
  return [
    {
      kind: "yaml",
      dialect: "workflow",
      path: ".github/workflows/spec-review.yml",
      target: "github",
      because: ["delivery"],
      intro:
        "Holds the spec and what was generated from it together, and tells what a change does in AWS. It needs no secret," +
        " and so works for forks too. No paths: a check that is required must always run.",
      value: {
        ...opening("Spec review", {
          pull_request: { branches: [from(["delivery", "github", "branch"], literal(delivery.branch))] },
        }),
        jobs: { check: checkJob(manager, delivery, model.source), comment: commentJob },
      },
    },
  ];
}

const number = expression("github.event.pull_request.number");
const BASE = { BASE: expression("github.event.pull_request.base.sha") };

/** The name under which the command finds a spec by itself. */
const USUAL = "sage.yaml";

/** The job that judges; `pnpm` is where the spec says that the repository uses it. */
function checkJob(pnpm: readonly string[] | undefined, { failOn }: Delivery, source: string): Value {
  const spec = { elsewhere: source !== USUAL, spec: source };
  const tool = { TOOL: temporary("base") };
  const report = { REPORT: temporary(REPORT) };
  const limit = failOn === undefined ? {} : { FAIL_ON: from(["delivery", "review", "failOn"], failOn) };
  return {
    name: "Check",
    "runs-on": runner,
    "timeout-minutes": 10,
    concurrency: concurrency(
      join("spec-review/", number),
      true,
      "Only the newest commit of a pull request is of interest.",
    ),
    permissions: readContents,
    steps: [
      checkOutAll,
      ...(pnpm
        ? [
            uses(
              from(pnpm, "Set up pnpm"),
              ACTIONS.pnpmSetup,
              {},
              { why: "Of the version that `packageManager` in package.json names." },
            ),
          ]
        : []),
      setUpNode,
      runs(
        "Take the tool of the base branch",
        "base-tool",
        { ...BASE, ...tool },
        {},
        {
          why: "At the version that is locked there: a pull request does not choose its own judge, but where it changes the version.",
        },
      ),
      runs("Install the packages", pnpm ? "install-pnpm" : "install-npm", {}, {}, { folder: temporary("base") }),
      runs("Check the spec and what was generated", "check-spec", tool, spec),
      runs(
        "Tell what the change does",
        "compare-spec",
        { ...BASE, ...tool, ...report, ...limit },
        { ...spec, limited: failOn !== undefined },
        {
          when: ALWAYS,
          why: "Also where the check failed: a stale output is no reason to hide what the spec says.",
        },
      ),
      uses(
        "Keep the report",
        ACTIONS.uploadArtifact,
        { name: ARTIFACT, path: temporary(REPORT), "retention-days": 1, "if-no-files-found": "ignore" },
        { when: ALWAYS },
      ),
    ],
  };
}

/** The job that may write to the pull request: it runs nothing of it, and takes the report as text. */
const commentJob: Value = {
  name: "Comment",
  needs: "check",
  if: above(
    "A fork's pull request may not write: its report stands in the summary of the run.",
    expression("!cancelled() && github.event.pull_request.head.repo.full_name == github.repository"),
  ),
  "runs-on": runner,
  "timeout-minutes": 5,
  concurrency: concurrency(join("spec-review-comment/", number), true, "The newest report is the one that counts."),
  permissions: { "pull-requests": behind("to write the comment", "write") },
  steps: [
    uses("Take the report", ACTIONS.downloadArtifact, { name: ARTIFACT, path: expression("runner.temp") }),
    runs("Write the comment", "comment-spec", {
      GH_TOKEN: expression("github.token"),
      REPOSITORY: expression("github.repository"),
      NUMBER: number,
      REPORT: temporary(REPORT),
    }),
  ],
};
