// What the steps of a job ask of AWS, as IAM's actions: by the scripts' commands, and by the actions that are used.
import type { Place } from "#schema/fact.ts";
import { type Node, step, textOf } from "../node.ts";

interface Asked {
  readonly action: string;
  readonly place: Place;
}

/** Whatever is asked with the role of releases: what comes behind Pulumi has that of the infrastructure. */
export function askedActions(steps: readonly Node[]): readonly Asked[] {
  const pulumi = steps.findIndex((one) => textOf(step(one, "with", "command")) === "up");
  return steps.slice(pulumi + 1).flatMap((one) => {
    const place = step(one, "run")?.place ?? step(one, "uses")?.place ?? one.place;
    return [...scripted(textOf(step(one, "run")) ?? ""), ...implied(one)].map((action) => ({ action, place }));
  });
}

/** `aws ecs describe-services` as `ecs:DescribeServices`; `wait` asks the same. */
function scripted(script: string): readonly string[] {
  const commands = [...script.matchAll(/\baws ([a-z0-9]+) ([a-z-]+)/g)].map(([, service = "", command = ""]) =>
    command === "wait"
      ? `${service}:DescribeServices`
      : `${service}:${command.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
  );
  const pushes = /\bskopeo copy\b/.test(script)
    ? ["BatchCheckLayerAvailability", "CompleteLayerUpload", "InitiateLayerUpload", "PutImage", "UploadLayerPart"]
    : [];
  return [...commands, ...pushes.map((action) => `ecr:${action}`)];
}

/** What AWS's own actions ask, by their documentation. */
function implied(one: Node): readonly string[] {
  const uses = textOf(step(one, "uses")) ?? "";
  if (uses.startsWith("aws-actions/amazon-ecr-login@")) return ["ecr:GetAuthorizationToken"];
  if (uses.startsWith("aws-actions/amazon-ecs-render-task-definition@"))
    return step(one, "with", "task-definition-family") ? ["ecs:DescribeTaskDefinition"] : [];
  if (!uses.startsWith("aws-actions/amazon-ecs-deploy-task-definition@")) return [];
  const runs = step(one, "with", "run-task") ? ["ecs:DescribeTasks", "ecs:RunTask"] : [];
  const rolls = step(one, "with", "service") ? ["ecs:DescribeServices", "ecs:UpdateService"] : [];
  return ["ecs:RegisterTaskDefinition", "iam:PassRole", ...runs, ...rolls];
}
