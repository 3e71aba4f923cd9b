// What the program and Terraform say of alarms: their names, whom they tell, and what they look up by name.
import { type Claim, part, say, sayAll } from "../claim.ts";
import { entriesOf, itemsOf, type Leaf, type Node, step, textOf } from "../node.ts";
import { type Sources, type StackSource, thingsOf } from "../sources.ts";

export function alarmClaims({ stacks, monitoring }: Sources): readonly Claim[] {
  return [...stacks.flatMap(programClaims), ...(monitoring ? terraformClaims(monitoring) : [])];
}

const leaf = (value: string, { place }: Node): Leaf => ({ kind: "leaf", value, place });

function programClaims(stack: StackSource): readonly Claim[] {
  const { name } = stack;
  const [notifier] = thingsOf(stack, "lambda.Function");
  const variables = entriesOf(step(notifier, "environment", "variables"));
  const routes = step(notifier, "code", "routes.json");
  const lead = textOf(step(notifier, "environment", "variables", "ALARM_PREFIX")) ?? "";
  const alarms = thingsOf(stack, "cloudwatch.MetricAlarm").flatMap((alarm) => {
    const full = textOf(step(alarm, "name")) ?? "";
    // One of the cache stands once a node.
    const own = (full.startsWith(lead) ? full.slice(lead.length) : full).replace(/-\d{3}$/, "");
    return [{ own: leaf(own, step(alarm, "name") ?? alarm), alarm }];
  });
  const channels = variables.filter(([variable]) => variable.startsWith("CHANNEL_"));
  return [
    ...sayAll(
      `${name}: alarms`,
      alarms.map(({ own }) => own),
    ),
    ...sayAll(
      `${name}: alarms`,
      entriesOf(step(routes, "alarms")).map(([key, node]) => leaf(key, node)),
    ),
    ...entriesOf(step(routes, "alarms")).flatMap(([key, channel]) => say(`alarm ${key}: channel`, channel)),
    ...alarms.flatMap(({ own, alarm }) => say(`${name}: alarm ${String(own.value)}`, step(alarm, "alarmDescription"))),
    ...sayAll(
      `${name}: variables of channels`,
      channels.map(([key, node]) => leaf(key, node)),
    ),
    ...sayAll(
      `${name}: variables of channels`,
      entriesOf(step(routes, "channels")).flatMap(([, node]) => (node.kind === "leaf" ? [node] : [])),
    ),
    ...readClaims(
      stack,
      channels.map(([, node]) => node),
    ),
  ];
}

/** References by the names of what they refer to. */
const names = (nodes: readonly Node[]): readonly Leaf[] =>
  nodes.map((node) => leaf((node.kind === "leaf" && textOf(step(node.of?.thing, "name"))) || textOf(node) || "", node));

/** The webhooks that the notifier is told of, and those that it may read. */
function readClaims(stack: StackSource, told: readonly Node[]): readonly Claim[] {
  const policy = thingsOf(stack, "iam.RolePolicy").find(({ name }) => name === "notifier-policy");
  const allowed = itemsOf(step(policy, "policy", "Statement"))
    .filter((one) => itemsOf(step(one, "Action")).some((action) => textOf(action) === "secretsmanager:GetSecretValue"))
    .flatMap((one) => itemsOf(step(one, "Resource")));
  const fact = `${stack.name}: secrets that the notifier reads`;
  return [...sayAll(fact, names(told)), ...sayAll(fact, names(allowed))];
}

/** Terraform's own file, with its variables as each environment has them. */
function terraformClaims(file: Node): readonly Claim[] {
  const locals = step(file, "locals");
  const environments = entriesOf(step(locals, "environments"));
  const project = part(/^(.*)-\$\{var\.environment\}$/)(textOf(step(locals, "prefix")) ?? "");
  return [
    ...say("project", step(locals, "prefix"), () => project),
    ...sayAll(
      "environments",
      environments.map(([name, node]) => leaf(name, node)),
    ),
    ...environments.flatMap(([name, one]) => {
      const filled = (text: string): string =>
        text
          .replaceAll("${local.prefix}", `${project ?? ""}-${name}`)
          .replace(/^local\.prefix$/, `${project ?? ""}-${name}`)
          .replaceAll("${var.environment}", name);
      const alarms = entriesOf(step(one, "alarms"));
      return [
        ...say(`${name}: region`, step(one, "region")),
        ...sayAll(
          `${name}: alarms`,
          alarms.map(([key, node]) => leaf(key, node)),
        ),
        ...alarms.flatMap(([key, alarm]) => say(`${name}: alarm ${key}`, step(alarm, "description"))),
        ...entriesOf(file).flatMap(([block, node]) => lookupClaims(name, block, node, filled)),
        ...sayAll(
          `${name}: alarms`,
          entriesOf(file).flatMap(([block, node]) =>
            block.startsWith("resource aws_cloudwatch_metric_alarm ")
              ? [leaf(alarmName(textOf(step(node, "alarm_name")) ?? ""), step(node, "alarm_name") ?? node)]
              : [],
          ),
        ),
      ];
    }),
  ];
}

/** `${local.prefix}-name` without what is added for each node. */
const alarmName = (text: string): string => text.replace(/^\$\{local\.prefix\}-/, "").replace(/\$\{.*\}$/, "");

function lookupClaims(name: string, block: string, node: Node, filled: (text: string) => string): readonly Claim[] {
  const [kind, type = "", label = ""] = block.split(" ");
  if (kind !== "data") return [];
  const service = label.replaceAll("_", "-");
  const [fact, key] = {
    aws_sns_topic: [`${name}: topic`, "name"],
    aws_ecs_cluster: [`${name}: cluster`, "cluster_name"],
    aws_ecs_service: [`${name}: ${service}: service`, "service_name"],
    aws_db_instance: [`${name}: database: identifier`, "db_instance_identifier"],
    aws_elasticache_replication_group: [`${name}: cache: identifier`, "replication_group_id"],
    aws_lb: [`${name}: load balancer`, "name"],
  }[type] ?? ["", ""];
  return type === "aws_lb_target_group"
    ? say(`${name}: ${service}: name of the target group`, step(node, "tags", "Name"), filled)
    : say(fact ?? "", step(node, key ?? ""), filled);
}
