// Who may open a connection to whom: security group rules that both ends have, ways out, and rights on buckets.
import type { Graph, Resource } from "#schema/graph.ts";
import { byText } from "#schema/order.ts";
import type { Box, Flow } from "#schema/picture.ts";
import { boxOfGroup, boxOfModule } from "./boxes.ts";
import { numberOf, ofType, property, refOf, refsIn } from "./read.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** One port of one flow. */
interface Open {
  readonly from: string;
  readonly to: string;
  readonly port: number | undefined;
  readonly rule: Resource;
}

/** All flows between the boxes, each once, sorted. */
export function flowsOf(graph: Graph, boxes: readonly Box[]): readonly Flow[] {
  const there = new Set(boxes.map(({ id }) => id));
  const opens = [...connections(graph), ...waysIn(graph), ...waysOut(graph), ...stored(graph), ...told(graph)];
  const flows = new Map<string, Flow>();
  for (const { from, to, port, rule } of opens.filter((one) => there.has(one.from) && there.has(one.to))) {
    const key = `${from}>${to}`;
    const known = flows.get(key);
    const ports = new Set([...(known?.ports ?? []), ...(port === undefined ? [] : [port])]);
    const because = known?.because ?? rule.because;
    flows.set(key, { from, to, ports: [...ports].sort((a, b) => a - b), because });
  }
  return [...flows].sort(([a], [b]) => byText(a, b)).map(([, flow]) => flow);
}

const portOf = (rule: Resource): number | undefined => numberOf(property(rule, "toPort"));
const ownGroup = (rule: Resource): string | undefined => refOf(property(rule, "securityGroupId"));
const otherGroup = (rule: Resource): string | undefined => refOf(property(rule, "referencedSecurityGroupId"));

const isAnywhere = (rule: Resource): boolean => property(rule, "cidrIpv4") === "0.0.0.0/0";

/** A way that a rule opens, for comparing both ends. */
const way = (from: string | undefined, to: string | undefined, rule: Resource): string =>
  `${from}>${to}:${String(portOf(rule))}`;

/** Where a rule lets out to. */
const target = (rule: Resource): string | undefined => (isAnywhere(rule) ? "anywhere" : otherGroup(rule));

/** Between two security groups: what goes out of the one and into the other by rules of both. */
function connections(graph: Graph): readonly Open[] {
  const left = new Set(ofType(graph, EGRESS).map((rule) => way(ownGroup(rule), target(rule), rule)));
  return ofType(graph, INGRESS).flatMap((rule): Open[] => {
    const [from, to] = [otherGroup(rule), ownGroup(rule)];
    if (from === undefined || to === undefined) return [];
    // What may go anywhere may go to a group of the VPC too.
    if (!left.has(way(from, to, rule)) && !left.has(way(from, "anywhere", rule))) return [];
    return [{ from: boxOfGroup(from), to: boxOfGroup(to), port: portOf(rule), rule }];
  });
}

/** From anywhere to what is open to it. */
function waysIn(graph: Graph): readonly Open[] {
  return ofType(graph, INGRESS).flatMap((rule): Open[] => {
    const to = ownGroup(rule);
    if (to === undefined || !isAnywhere(rule)) return [];
    return [{ from: "internet", to: boxOfGroup(to), port: portOf(rule), rule }];
  });
}

/** To anywhere, by way of the NAT gateways. */
function waysOut(graph: Graph): readonly Open[] {
  const [nat] = ofType(graph, "aws:ec2/natGateway:NatGateway");
  if (!nat) return [];
  const outs = ofType(graph, EGRESS).flatMap((rule): Open[] => {
    const from = ownGroup(rule);
    if (from === undefined || !isAnywhere(rule)) return [];
    return [{ from: boxOfGroup(from), to: "nat", port: portOf(rule), rule }];
  });
  return [...outs, { from: "nat", to: "internet", port: undefined, rule: nat }];
}

/** From tasks to the bucket that a policy of their role names. */
function stored(graph: Graph): readonly Open[] {
  const buckets = new Set(ofType(graph, "aws:s3/bucket:Bucket").map(({ key }) => key));
  const roles = new Map<string, Resource>();
  for (const policy of ofType(graph, "aws:iam/rolePolicy:RolePolicy")) {
    const role = refOf(property(policy, "role"));
    if (role !== undefined && refsIn(property(policy, "policy")).some((key) => buckets.has(key)))
      roles.set(role, policy);
  }
  return ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").flatMap((task): Open[] => {
    const rule = roles.get(refOf(property(task, "taskRoleArn")) ?? "");
    return rule ? [{ from: boxOfModule(task.module), to: "bucket", port: undefined, rule }] : [];
  });
}

const handed = (from: string, to: string, rule: Resource): Open => ({ from, to, port: undefined, rule });

/** From the alarms to the topic, and on to who is subscribed to it and what that one posts to. */
function told(graph: Graph): readonly Open[] {
  const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").filter((alarm) =>
    refsIn(property(alarm, "alarmActions")).includes("topic"),
  );
  const subscriptions = ofType(graph, "aws:sns/topicSubscription:TopicSubscription");
  const posting = ofType(graph, "aws:lambda/function:Function");
  return [
    ...alarms.slice(0, 1).map((alarm) => handed("alarms", "topic", alarm)),
    ...subscriptions.map((one) => handed("topic", refOf(property(one, "endpoint")) ?? "", one)),
    ...posting.map((one) => handed("notifier", "discord", one)),
  ];
}
