// Rollouts after a change of the infrastructure: what Pulumi registered goes out with the image that runs already.
import type { DeployedService } from "#schema/model.ts";
import { BOOTSTRAP_TAG } from "#schema/names.ts";
import { expression, from, join, type Value, type ValueMap } from "#schema/value.ts";
import { deploySteps, registerSteps } from "./releases.ts";
import { containerOf, physical, type Stage } from "./stage.ts";
import { runs } from "./steps.ts";

/**
 * Pulumi registers a changed task definition without an image, for the image is not its to know: the service takes the
 * new revision once it bears the image that runs now.
 */
export function rollout(stage: Stage, { name }: DeployedService): readonly Value[] {
  const { cluster, service } = stage.names;
  const { family } = service(name);
  const task = `${name}-task`;
  const label = from(["services", name], name);
  const environment: ValueMap = {
    CLUSTER: physical(cluster),
    SERVICE: label,
    FAMILY: physical(family),
    CONTAINER: containerOf(stage, task),
  };
  const image = `${name}-image`;
  const find = runs(
    join("Find the image that ", label, " runs"),
    "running-image",
    environment,
    { bootstrapTag: BOOTSTRAP_TAG },
    {
      id: image,
      why: "Pulumi registers a changed task definition without an image; the service takes it with the image that it runs now.",
    },
  );
  const release = { id: name, task, family, image, when: given(image) };
  return [find, ...deploySteps(stage, label, release, join(" of ", label))];
}

/** The backup has no service: its schedule starts the newest revision, which takes the image of the last release. */
export function backupRevision(stage: Stage): readonly Value[] {
  const { backupFamily: family } = stage.names;
  const task = "backup-task";
  const environment: ValueMap = { FAMILY: physical(family), CONTAINER: containerOf(stage, task) };
  const image = "operations-image";
  const find = runs(
    "Find the image of the backup",
    "released-image",
    environment,
    { bootstrapTag: BOOTSTRAP_TAG },
    { id: image },
  );
  return [
    find,
    ...registerSteps(stage, { id: "operations", task, family, image, when: given(image) }, " of the backup"),
  ];
}

/** Whether a step found an image. */
const given = (step: string): Value => expression(`steps.${step}.outputs.image != ''`);
