// infrastructure.yml: what a pull request would change in AWS, and the change itself once it is merged.
import type { Draft } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import type { Delivery, Model } from "#schema/model.ts";
import { ACTIONS, PACKAGES } from "#schema/pins.ts";
import { above, behind, expression, from, join, type Value, type ValueMap } from "#schema/value.ts";
import { backupRevision, rollout } from "./rollouts.ts";
import { actingIn, assume, hasTask, nameOf, regionOf, roleArn, type Stage, stagesOf } from "./stage.ts";
import {
  assumeRole,
  checkOut,
  concurrency,
  literal,
  opening,
  quoted,
  readContents,
  runner,
  runs,
  setUpNode,
  uses,
} from "./steps.ts";

const FILE = ".github/workflows/infrastructure.yml";
const FOLDER = "infra";

/** The workflow of the Pulumi program. */
export function infrastructure(model: Model, graphs: readonly Graph[], delivery: Delivery): readonly Draft[] {
  const stages = stagesOf(model, graphs);
  const branch = from(["delivery", "github", "branch"], literal(delivery.branch));
  const changes: ValueMap = { branches: [branch], paths: [`${FOLDER}/**`, FILE] };
  return [
    {
      kind: "yaml",
      dialect: "workflow",
      path: FILE,
      target: "github",
      because: ["delivery"],
      intro:
        "A pull request shows what it would change in AWS; once it is merged, the environments are changed one after the" +
        " other. Who may approve, and when, is set on the environment in GitHub.",
      value: {
        ...opening("Infrastructure", { pull_request: changes, push: changes, workflow_dispatch: null }),
        jobs: {
          preview: previewJob(stages),
          ...Object.fromEntries(
            stages.map((stage, index) => [jobOf(stage), upJob(stage, stages[index - 1], delivery)]),
          ),
        },
      },
    },
  ];
}

const jobOf = ({ environment }: Stage): string => `up-${environment.name}`;

function previewJob(stages: readonly Stage[]): Value {
  const include = stages.map((stage): ValueMap => ({
    environment: nameOf(stage),
    region: regionOf(stage),
    role: roleArn(stage, stage.names.previewRole),
  }));
  const inputs = { "role-to-assume": expression("matrix.role"), "aws-region": expression("matrix.region") };
  return {
    name: join("Preview ", expression("matrix.environment")),
    if: above(
      "A fork's pull request has neither the secret nor the token for AWS.",
      expression(
        "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository",
      ),
    ),
    "runs-on": runner,
    "timeout-minutes": 15,
    strategy: { "fail-fast": false, matrix: { include } },
    concurrency: concurrency(
      join("preview/", expression("matrix.environment"), "/", expression("github.event.pull_request.number")),
      true,
      "A preview changes nothing, so that a newer commit may break it off.",
    ),
    permissions: { ...readContents, ...assumeRole },
    steps: [
      checkOut,
      ...programSteps,
      uses("Assume the role in AWS", ACTIONS.configureAwsCredentials, inputs, {
        why: "It may read next to nothing: what a pull request runs has been approved by nobody yet.",
      }),
      pulumi(
        "Preview",
        { command: "preview", "stack-name": expression("matrix.environment"), diff: true },
        previewToken,
      ),
    ],
  };
}

/** Node.js, and the program's packages as its lock file has them. */
const programSteps: readonly Value[] = [
  setUpNode,
  runs("Install the program's packages", "install-program", {}, {}, { folder: FOLDER }),
];

function pulumi(name: string, inputs: ValueMap, token: Value): Value {
  const version = behind("of the program's own package", PACKAGES["@pulumi/pulumi"]);
  return uses(
    name,
    ACTIONS.pulumi,
    { ...inputs, "work-dir": FOLDER, "comment-on-summary": true, "pulumi-version": version },
    { env: { PULUMI_ACCESS_TOKEN: token } },
  );
}

const TOKEN = expression("secrets.PULUMI_ACCESS_TOKEN");

/** A pull request belongs to no environment yet, so that its token is a secret of the repository. */
const previewToken = above(
  "The repository's own secret, because a pull request has no environment: a token that may read the stacks, and no more.",
  behind("zizmor: ignore[secrets-outside-env]", TOKEN),
);

function upJob(stage: Stage, previous: Stage | undefined, delivery: Delivery): Value {
  const ref = quoted(`refs/heads/${delivery.branch}`);
  const merged = from(
    ["delivery", "github", "branch"],
    expression(`github.event_name != 'pull_request' && github.ref == ${ref}`),
  );
  const { services } = stage.environment;
  const backup = hasTask(stage, "backup-task");
  return {
    ...actingIn(
      stage,
      { name: join("Change ", nameOf(stage)), ...(previous ? { needs: jobOf(previous) } : {}), if: merged },
      120,
    ),
    concurrency: concurrency(
      join("infrastructure/", nameOf(stage)),
      false,
      "One change at a time, and none is broken off midway.",
    ),
    permissions: { ...readContents, ...assumeRole },
    steps: [
      checkOut,
      ...programSteps,
      assume(stage, stage.names.infrastructureRole),
      pulumi(
        "Change the stack",
        { command: "up", "stack-name": nameOf(stage) },
        above("The environment's own secret.", TOKEN),
      ),
      ...(services.length > 0 || backup
        ? [assume(stage, stage.names.deployRole, "From here on, no more than what a release may do.")]
        : []),
      ...services.flatMap((service) => rollout(stage, service)),
      ...(backup ? backupRevision(stage) : []),
    ],
  };
}
