// spec-review.yml: a pull request whose generated files and spec do not agree is told so.
import type { Draft } from "#schema/draft.ts";
import type { Delivery, Model } from "#schema/model.ts";
import { ACTIONS } from "#schema/pins.ts";
import { expression, from, join, type Value } from "#schema/value.ts";
import { checkOut, concurrency, literal, opening, readContents, runner, runs, setUpNode, uses } from "./steps.ts";

/** The workflow that reviews the spec. */
export function review(model: Model, delivery: Delivery): readonly Draft[] {
  const pnpm = model.services.find(({ framework, image }) => framework !== "custom" && image.packageManager === "pnpm");
  return [
    {
      kind: "yaml",
      dialect: "workflow",
      path: ".github/workflows/spec-review.yml",
      target: "github",
      because: ["delivery"],
      intro:
        "Holds the spec and what was generated from it together. No paths: a check that is required must always run.",
      value: {
        ...opening("Spec review", {
          pull_request: { branches: [from(["delivery", "github", "branch"], literal(delivery.branch))] },
        }),
        jobs: { check: checkJob(pnpm === undefined ? undefined : ["services", pnpm.name, "image", "packageManager"]) },
      },
    },
  ];
}

/** The job; `pnpm` is where the spec says that the repository uses it. */
function checkJob(pnpm: readonly string[] | undefined): Value {
  return {
    name: "Check",
    "runs-on": runner,
    "timeout-minutes": 10,
    concurrency: concurrency(
      join("spec-review/", expression("github.event.pull_request.number")),
      true,
      "Only the newest commit of a pull request is of interest.",
    ),
    permissions: readContents,
    steps: [
      checkOut,
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
      runs("Install the packages", pnpm ? "install-pnpm" : "install-npm", {}),
      runs(
        "Check the spec and what was generated",
        "check-spec",
        {},
        {},
        {
          why: "The tool is a development dependency of the repository, at the version that generated this.",
        },
      ),
    ],
  };
}
