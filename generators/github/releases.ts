// Releases: a revision of a task definition with an image by its digest, and a service that takes it.
import { ACTIONS } from "#schema/pins.ts";
import { expression, join, type Value, type ValueMap } from "#schema/value.ts";
import { imageOf } from "./images.ts";
import { containerOf, logStreamOf, physical, type Stage } from "./stage.ts";
import { runs, uses } from "./steps.ts";

/** How long a rollout may take, minutes: new tasks start, the load balancer drains the old ones. */
export const ROLLOUT_MINUTES = 20;

/** How long migrations may take, minutes: the backup before them is a part of it. */
export const MIGRATION_MINUTES = 20;

/** What a release is made of. */
interface Release {
  /** Begins the identifiers of its steps. */
  readonly id: string;
  /** The task definition's key in the graph. */
  readonly task: string;
  readonly family: string;
  /** The step whose output `image` is the image. */
  readonly image: string;
  readonly when?: Value;
}

/** A step that puts an image into the newest revision of a family; its output is the file of that revision. */
function render(stage: Stage, title: Value, release: Release): Value {
  const inputs: ValueMap = {
    "task-definition-family": physical(release.family),
    "container-name": containerOf(stage, release.task),
    image: imageOf(release.image),
  };
  return uses(title, ACTIONS.ecsRender, inputs, { id: `${release.id}-revision`, ...conditional(release) });
}

const revision = ({ id }: Release): ValueMap => ({
  "task-definition": expression(`steps.${id}-revision.outputs.task-definition`),
});

const conditional = ({ when }: Release): { readonly when?: Value } => (when === undefined ? {} : { when });

/** Steps that roll a service over to a new revision; they fail where ECS goes back to the old one. `of` ends their titles. */
export function deploySteps(stage: Stage, service: Value, release: Release, of: Value): readonly Value[] {
  const inputs: ValueMap = {
    ...revision(release),
    cluster: physical(stage.names.cluster),
    service,
    "wait-for-service-stability": true,
    "wait-for-minutes": ROLLOUT_MINUTES,
  };
  return [
    render(stage, join("Put the image into the task definition", of), release),
    uses(join("Roll out the revision", of), ACTIONS.ecsDeploy, inputs, conditional(release)),
  ];
}

/** Steps that register a new revision and no more. `of` ends their titles. */
export function registerSteps(stage: Stage, release: Release, of: Value): readonly Value[] {
  return [
    render(stage, join("Put the image into the task definition", of), release),
    uses(join("Register the revision", of), ACTIONS.ecsDeploy, revision(release), {
      why: "No service: the schedule starts the newest revision of the family.",
      ...conditional(release),
    }),
  ];
}

/** A task that runs once. */
interface Task extends Release {
  readonly logGroup: string;
}

/** Steps that run a task once where a service's tasks run, and fail unless it ends well. */
export function runSteps(stage: Stage, service: Value, release: Task): readonly Value[] {
  const cluster = physical(stage.names.cluster);
  return [
    runs(
      "Find the service's place in the network",
      "read-network",
      { CLUSTER: cluster, SERVICE: service },
      {},
      {
        id: "network",
        why: "The database is out of a runner's reach, so that migrations run as a task where the service's own tasks are.",
      },
    ),
    render(stage, "Put the image into the migration's task definition", release),
    uses(
      "Migrate, and wait for the exit code",
      ACTIONS.ecsDeploy,
      {
        ...revision(release),
        cluster,
        "run-task": true,
        "run-task-subnets": expression("steps.network.outputs.subnets"),
        "run-task-security-groups": expression("steps.network.outputs.security-groups"),
        "wait-for-task-stopped": true,
        "wait-for-minutes": MIGRATION_MINUTES,
      },
      { id: release.id },
    ),
    showLog(stage, release),
  ];
}

/** A step that shows what a task wrote that ended badly: the log is in AWS, where not everyone can look. */
function showLog(stage: Stage, { id, task, logGroup }: Task): Value {
  const environment: ValueMap = {
    TASKS: expression(`steps.${id}.outputs.run-task-arn`),
    LOG_GROUP: physical(logGroup),
    LOG_STREAM: logStreamOf(stage, task),
  };
  return runs(
    "Show the log of what failed",
    "show-log",
    environment,
    {},
    { when: expression(`failure() && steps.${id}.outcome == 'failure'`) },
  );
}
