// What the program says of the services: their names, ports, health checks, sizes and variables.
import { type Claim, CHECKED_PATH, CHECKED_PORT, part, say, sayAll, urlVariable } from "../claim.ts";
import { itemsOf, type Leaf, type Node, step, textOf, type Thing } from "../node.ts";
import { type Sources, type StackSource, thingOf, thingsOf } from "../sources.ts";

/** What a service's variables can be compared by. */
export interface Local {
  /** Whether an environment of the spec decides what a line says, as the output's own map tells. */
  readonly isOverlaid: (node: Node) => boolean;
  /** Whether the service has a variable locally too. */
  readonly has: (service: string, variable: string) => boolean;
}

/** What the program says of everything around a service. */
export function serviceClaims({ stacks }: Sources, local: Local): readonly Claim[] {
  return stacks.flatMap((stack) => [
    ...thingsOf(stack, "ecs.Service").flatMap((service) => oneService(stack, service, local)),
    ...thingsOf(stack, "ecs.TaskDefinition").flatMap((task) => taskClaims(stack, task)),
    ...["SecurityGroupIngressRule", "SecurityGroupEgressRule"].flatMap((kind) =>
      thingsOf(stack, `vpc.${kind}`).flatMap(ruleClaims),
    ),
  ]);
}

/** The resource that a value is an attribute of. */
const target = (node: Node | undefined): Thing | undefined => (node?.kind === "leaf" ? node.of?.thing : undefined);

function oneService(stack: StackSource, service: Thing, local: Local): readonly Claim[] {
  const name = service.name.replace(/-service$/, "");
  const about = `${stack.name}: ${name}`;
  const task = target(step(service, "taskDefinition"));
  const [container] = itemsOf(step(task, "containerDefinitions"));
  const balanced = itemsOf(step(service, "loadBalancers"));
  return [
    ...say(`${about}: service`, step(service, "name")),
    ...say(`${about}: service`, { kind: "leaf", value: name, place: service.place }),
    ...balanced.flatMap((one) => [
      ...say(`${about}: container`, step(one, "containerName")),
      ...say(`${name}: port`, step(one, "containerPort")),
      ...targetClaims(about, name, target(step(one, "targetGroupArn"))),
    ]),
    ...sizeClaims(stack, about, service, task),
    ...(container ? containerClaims(name, container, local) : []),
  ];
}

function targetClaims(about: string, name: string, group: Thing | undefined): readonly Claim[] {
  return [
    ...say(`${about}: name of the target group`, step(group, "tags", "Name")),
    ...say(`${name}: port`, step(group, "port")),
    ...say(`${name}: health path`, step(group, "healthCheck", "path")),
  ];
}

function sizeClaims(stack: StackSource, about: string, service: Thing, task: Thing | undefined): readonly Claim[] {
  const scaling = thingOf(stack, "appautoscaling.Target", service.name.replace(/-service$/, "-scaling"));
  const count = step(service, "desiredCount");
  return [
    ...say(`${about}: tasks at the least`, step(scaling, "minCapacity") ?? count),
    ...say(`${about}: tasks at the least`, count),
    ...say(`${about}: tasks at the most`, step(scaling, "maxCapacity") ?? count),
    ...say(`${about}: CPU units of a task`, step(task, "cpu")),
    ...say(`${about}: MiB of a task`, step(task, "memory")),
  ];
}

function containerClaims(name: string, container: Node, local: Local): readonly Claim[] {
  const words = itemsOf(step(container, "healthCheck", "command"));
  const asked = words.find((word) => CHECKED_PORT(textOf(word) ?? "") !== undefined);
  const given = itemsOf(step(container, "environment"));
  const own = [...given, ...itemsOf(step(container, "secrets"))].flatMap((one): Leaf[] => {
    const variable = step(one, "name");
    const value = step(one, "value") ?? step(one, "valueFrom");
    if (variable?.kind !== "leaf" || !value) return [];
    // What an environment adds is its own; what it only changes is there locally too.
    const isAdded = local.isOverlaid(variable) || local.isOverlaid(value);
    if (variable.value === "PORT") return [];
    return isAdded && !local.has(name, String(variable.value)) ? [] : [variable];
  });
  return [
    ...itemsOf(step(container, "portMappings")).flatMap((one) => say(`${name}: port`, step(one, "containerPort"))),
    ...say(`${name}: port`, asked, CHECKED_PORT),
    ...say(`${name}: health path`, asked, CHECKED_PATH),
    ...(asked ? checkClaims(name, step(container, "healthCheck"), words) : []),
    ...itemsOf(step(container, "mountPoints")).flatMap((one) =>
      say(`${name}: folder that can be written`, step(one, "containerPath")),
    ),
    ...given.flatMap((one) => variableClaims(name, one, local)),
    ...sayAll(`${name}: variables`, own),
  ];
}

function checkClaims(name: string, check: Node | undefined, words: readonly Node[]): readonly Claim[] {
  const [, ...command] = words.map((word) => textOf(word) ?? "");
  const place = words[0]?.place ?? { file: "", line: 0 };
  return [
    { fact: `${name}: health check`, value: command.join(" "), place },
    ...say(`${name}: seconds between health checks`, step(check, "interval")),
    ...say(`${name}: seconds for a health check`, step(check, "timeout")),
    ...say(`${name}: failures until unhealthy`, step(check, "retries")),
  ];
}

function variableClaims(name: string, one: Node, { isOverlaid }: Local): readonly Claim[] {
  const [variable, value] = [textOf(step(one, "name")) ?? "", step(one, "value")];
  const host = part(/^http:\/\/([a-z][\w-]*)\.[^/]*\.internal:\d+$/)(textOf(value) ?? "");
  if (host !== undefined && variable === urlVariable(host)) return say(`${host}: port`, value, part(/:(\d+)$/));
  if (variable === "PORT") return say(`${name}: port`, value);
  return value && !isOverlaid(value) && !isOverlaid(step(one, "name") ?? value)
    ? say(`${name}: ${variable}`, value)
    : [];
}

/** Families, containers and logs of every task: services, migrations and the backup. */
function taskClaims(stack: StackSource, task: Thing): readonly Claim[] {
  const name = task.name.replace(/-task$/, "");
  const isService = thingOf(stack, "ecs.Service", `${name}-service`) !== undefined;
  const subject = isService ? name : name.replace(/-migrate$/, ": migration");
  const about = `${stack.name}: ${subject}`;
  return [
    ...say(`${about}: family`, step(task, "family")),
    ...itemsOf(step(task, "containerDefinitions")).flatMap((container) => {
      const log = step(container, "logConfiguration", "options");
      const stream = [step(log, "awslogs-stream-prefix"), step(container, "name")].map(textOf).join("/");
      const registry = target(reference(stack, step(container, "image")));
      return [
        ...say(`${about}: container`, step(container, "name")),
        ...say(`${about}: log group`, step(log, "awslogs-group")),
        ...say(`${about}: log stream`, step(log, "awslogs-stream-prefix"), () => stream),
        ...say(`${stack.name}: region`, step(log, "awslogs-region")),
        ...say(`${stack.name}: ${subject.replace(/: migration$/, "")}: repository`, step(registry, "name")),
      ];
    }),
  ];
}

/** The registry in `<name.repositoryUrl>:tag`. */
function reference(stack: StackSource, image: Node | undefined): Leaf | undefined {
  const name = part(/^<(.*)\.repositoryUrl>/)(textOf(image) ?? "");
  const thing = thingsOf(stack, "ecr.Repository").find((one) => one.name === name);
  return thing && { kind: "leaf", value: null, place: thing.place, of: { thing, attribute: "name" } };
}

/** The port of a rule is that of whom it leads to. */
function ruleClaims(rule: Thing): readonly Claim[] {
  const isIngress = rule.type.endsWith("IngressRule");
  const group = target(step(rule, isIngress ? "securityGroupId" : "referencedSecurityGroupId"))?.name;
  const owner = group?.replace(/-security$/, "");
  if (owner === undefined || /^(?:load-balancer|endpoints|operations)$/.test(owner)) return [];
  return [...say(`${owner}: port`, step(rule, "fromPort")), ...say(`${owner}: port`, step(rule, "toPort"))];
}
