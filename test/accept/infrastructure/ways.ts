// The ways that security groups open, and which groups tasks and stores stand in.
import { containersOf, type Item, item, list, ofType, type Stack, target, text } from "./stack.ts";

/** A way between two groups, or between a group and addresses. */
export interface Way {
  readonly key: string;
  /** The group's key, the block of addresses, or the prefix list. */
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

const INGRESS = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const portsOf = ({ properties }: Item): string =>
  `${text(properties, "ipProtocol")} ${text(properties, "fromPort")}-${text(properties, "toPort")}`;

/** The other end of a rule: a group, a block, a prefix list; several where a rule names several. */
const others = ({ properties }: Item): string[] =>
  ["referencedSecurityGroupId", "cidrIpv4", "cidrIpv6", "prefixListId"].flatMap((name) =>
    properties[name] === undefined ? [] : [target(properties[name]) || text(properties, name)],
  );

/** What may come into groups. */
export const ingress = (stack: Stack): Way[] =>
  ofType(stack, INGRESS).flatMap((one) =>
    others(one).map((from) => ({
      key: one.key,
      from,
      to: target(one.properties["securityGroupId"]),
      ports: portsOf(one),
    })),
  );

/** What may go out of groups. */
export const egress = (stack: Stack): Way[] =>
  ofType(stack, EGRESS).flatMap((one) =>
    others(one).map((to) => ({
      key: one.key,
      from: target(one.properties["securityGroupId"]),
      to,
      ports: portsOf(one),
    })),
  );

/** Whether a way out of a group leads to another group: to it by name, or to every address, which the group's are too. */
export const leaves = (stack: Stack, from: string, to: string, ports: string): boolean =>
  egress(stack).some((one) => one.from === from && [to, "0.0.0.0/0"].includes(one.to) && one.ports === ports);

/** Whether a group may open a connection to another one: out of the one, and into the other. */
export function open(stack: Stack, from: string, to: string, port: number): boolean {
  const ports = `tcp ${port}-${port}`;
  const enters = ingress(stack).some((one) => one.from === from && one.to === to && one.ports === ports);
  return enters && leaves(stack, from, to, ports);
}

/** Something that runs tasks: an ECS service or a schedule. */
export interface Runner {
  readonly key: string;
  readonly groups: string[];
  readonly subnets: string[];
  readonly hasPublicAddress: boolean;
  /** The task definitions that run here, migrations included: those with the image of the same repository. */
  readonly tasks: Item[];
}

/** Everything that runs tasks. */
export function runners(stack: Stack): Runner[] {
  const services = ofType(stack, "ecs/service:Service").map((one) =>
    runner(stack, one, "networkConfiguration", one.properties["taskDefinition"]),
  );
  const schedules = ofType(stack, "scheduler/schedule:Schedule").map((one) => {
    const place = "target.ecsParameters";
    return runner(stack, one, `${place}.networkConfiguration`, text(one.properties, `${place}.taskDefinitionArn`));
  });
  return [...services, ...schedules];
}

function runner(stack: Stack, { key, properties }: Item, network: string, definition: unknown): Runner {
  const own = item(stack, target(String(definition)));
  const image = imageOf(own);
  const all = ofType(stack, "ecs/taskDefinition:TaskDefinition");
  return {
    key,
    groups: list(properties, `${network}.securityGroups`).map(target),
    subnets: list(properties, `${network}.subnets`).map(target),
    hasPublicAddress: text(properties, `${network}.assignPublicIp`) !== "false",
    tasks: [own, ...all.filter((one) => one.key !== own.key && imageOf(one) === image)],
  };
}

/** The key of the repository that a task's image is in. */
export const imageOf = (task: Item): string => target(text(containersOf(task)[0], "image"));

/** Whether a runner's tasks get a secret, by the secret's key. */
export const knows = ({ tasks }: Runner, secret: string): boolean =>
  tasks.some((task) =>
    containersOf(task).some((container) =>
      list(container, "secrets").some((one) => target(text(one, "valueFrom")) === secret),
    ),
  );
