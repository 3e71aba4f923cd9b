// What the project as a whole says of itself: its name, its environments, and the versions of the tools of its program.
import { type Claim, part, say, sayAll } from "../claim.ts";
import { entriesOf, itemsOf, type Leaf, step } from "../node.ts";
import type { Sources, StackSource } from "../sources.ts";

/** What the files of the Pulumi project say. */
export function projectClaims({ project, packages, compose, stacks }: Sources): readonly Claim[] {
  const names = stacks.map(({ name, settings }): Leaf => ({ kind: "leaf", value: name, place: settings.place }));
  return [
    ...say("project", step(project, "name")),
    ...say("project", step(compose, "name")),
    ...say("project", step(packages, "name"), part(/^(.*)-infrastructure$/)),
    ...sayAll("environments", names),
    ...say("Pulumi", step(packages, "dependencies", "@pulumi/pulumi")),
    ...say("Node.js of the pipelines", step(packages, "engines", "node"), part(/^>=(\d+)/)),
    ...say("Node.js of the pipelines", step(packages, "devDependencies", "@types/node"), part(/^(\d+)\./)),
    ...stacks.flatMap(stackClaims),
  ];
}

function stackClaims({ name, settings, things }: StackSource): readonly Claim[] {
  const config = step(settings, "config");
  const keys = entriesOf(config).map(([key, node]): Leaf => ({
    kind: "leaf",
    value: key.slice(0, key.indexOf(":")),
    place: node.place,
  }));
  const own = keys.filter(({ value }) => value !== "aws");
  return [
    ...own.flatMap((key) => say("project", key)),
    ...say(`${name}: region`, step(config, "aws:region")),
    ...itemsOf(step(config, "aws:allowedAccountIds")).flatMap((id) => say(`${name}: account`, id)),
    ...entriesOf(config).flatMap(([key, node]) => (/^[^:]+:account$/.test(key) ? say(`${name}: account`, node) : [])),
    { fact: `${name}: resources`, value: String(things.length), place: { file: "infra/index.ts", line: 1 } },
    ...things.flatMap((thing) => {
      const [fact, key] = NAMED[thing.type] ?? [];
      return fact === undefined || key === undefined ? [] : say(`${name}: ${fact}`, step(thing, key));
    }),
  ];
}

/** What has one value in an environment, by the type of the resource that has it. */
const NAMED: Readonly<Record<string, readonly [fact: string, key: string]>> = {
  "aws.cloudwatch.LogGroup": ["days that logs are kept", "retentionInDays"],
  "aws.ec2.Vpc": ["VPC", "cidrBlock"],
  "aws.ecs.Cluster": ["cluster", "name"],
  "aws.lb.LoadBalancer": ["load balancer", "name"],
  "aws.sns.Topic": ["topic", "name"],
};
