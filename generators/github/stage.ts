// One environment as the workflows see it: its names in AWS, its roles, and the job that may act there.
import type { Graph, Resource } from "#schema/graph.ts";
import type { Environment, Model } from "#schema/model.ts";
import { originOf } from "#schema/origin.ts";
import { type Names, namesOf } from "#schema/names.ts";
import { ACTIONS, type ECS_ARCHITECTURES } from "#schema/pins.ts";
import { bare, from, isMap, isTag, join, type Value, type ValueMap } from "#schema/value.ts";
import { runner, uses } from "./steps.ts";

/** One environment, and what was lowered for it. */
export interface Stage {
  readonly environment: Environment;
  readonly graph: Graph;
  readonly names: Names;
}

/** The environments in the order of delivery. */
export function stagesOf(model: Model, graphs: readonly Graph[]): readonly Stage[] {
  return model.environments.map((environment) => {
    const graph = graphs.find((candidate) => candidate.environment === environment.name);
    if (!graph) throw new Error(`no graph of the environment ${environment.name}`);
    return { environment, graph, names: namesOf(model.project, environment.name) };
  });
}

/** The environment's name, as GitHub and Pulumi know it too. */
export const nameOf = ({ environment }: Stage): Value => from(["environments", environment.name], environment.name);

/** A physical name. */
export const physical = (name: string): Value => from(["project"], name);

/** The region's name. */
export const regionOf = ({ environment }: Stage): Value => from(originOf(environment, ["region"]), environment.region);

/** A role's ARN. With delivery every environment names its account. */
export function roleArn({ environment }: Stage, role: string): Value {
  const account = from(["environments", environment.name, "account"], environment.account ?? "");
  return join("arn:aws:iam::", account, ":role/", physical(role));
}

/** Takes a role of the environment, and leaves its credentials to the steps that follow. */
export function assume(stage: Stage, role: string, why?: string): Value {
  const inputs = { "role-to-assume": roleArn(stage, role), "aws-region": regionOf(stage) };
  return uses("Assume the role in AWS", ACTIONS.configureAwsCredentials, inputs, why === undefined ? {} : { why });
}

/** What a job that acts in an environment begins with. */
export function actingIn(stage: Stage, fields: ValueMap, minutes: number): ValueMap {
  return { ...fields, "runs-on": runner, "timeout-minutes": minutes, environment: nameOf(stage) };
}

/** The name of the first container of a task definition of the graph. */
export const containerOf = (stage: Stage, key: string): Value =>
  container(stage, key)["name"] ?? absent(stage, `the name of a container in ${key}`);

/** What the names of its log streams begin with: the prefix and the container; the task's id follows. */
export function logStreamOf(stage: Stage, key: string): Value {
  const logs = bare(container(stage, key)["logConfiguration"] ?? null);
  const options = isMap(logs) ? bare(logs["options"] ?? null) : null;
  const prefix = isMap(options) ? options["awslogs-stream-prefix"] : undefined;
  return join(prefix ?? absent(stage, `the log of ${key}`), "/", containerOf(stage, key));
}

function container(stage: Stage, key: string): ValueMap {
  const definitions = bare(task(stage, key).properties["containerDefinitions"] ?? null);
  const list = isTag(definitions) && definitions.$ === "json" ? bare(definitions.value) : definitions;
  const first = Array.isArray(list) ? bare((list as readonly Value[])[0] ?? null) : null;
  return isMap(first) ? first : absent(stage, `the container of ${key}`);
}

/** The architecture of a task definition of the graph, in ECS's spelling. */
export function architectureOf(stage: Stage, key: string): (typeof ECS_ARCHITECTURES)[keyof typeof ECS_ARCHITECTURES] {
  const platform = bare(task(stage, key).properties["runtimePlatform"] ?? null);
  const architecture = isMap(platform) ? bare(platform["cpuArchitecture"] ?? null) : null;
  return architecture === "X86_64" || architecture === "ARM64"
    ? architecture
    : absent(stage, `the architecture of ${key}`);
}

/** Whether the environment has a task definition. */
export const hasTask = ({ graph }: Stage, key: string): boolean =>
  graph.resources.some((resource) => resource.key === key);

function task(stage: Stage, key: string): Resource {
  return stage.graph.resources.find((resource) => resource.key === key) ?? absent(stage, key);
}

function absent({ graph }: Stage, what: string): never {
  throw new Error(`the graph of ${graph.environment} lacks ${what}`);
}
