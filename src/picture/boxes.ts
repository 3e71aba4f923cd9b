// What stands in the picture: each box from the resource that it is, in the words of a reviewer.
import type { Graph, Resource } from "#schema/graph.ts";
import { byText } from "#schema/order.ts";
import type { Box } from "#schema/picture.ts";
import { bare, isMap, isTag, type Value } from "#schema/value.ts";
import { byKey, field, itemsOf, numberOf, ofType, opened, property, refOf, refsIn, textOf } from "./read.ts";

type Words = Pick<Box, "title"> & Partial<Pick<Box, "details" | "items" | "zones">>;

const box = (id: string, kind: Box["kind"], place: Box["place"], resource: Resource, words: Words): Box => {
  return { id, kind, place, details: [], items: [], zones: [], because: resource.because, ...words };
};

/** Every box of a graph. */
export function boxesOf(graph: Graph): readonly Box[] {
  return [
    ...ofType(graph, "aws:ec2/internetGateway:InternetGateway").map((gateway) =>
      box("internet", "internet", "outside", gateway, { title: "Internet" }),
    ),
    ...ofType(graph, "aws:lb/loadBalancer:LoadBalancer").map((one) => loadBalancer(graph, one)),
    ...natBox(graph),
    ...ofType(graph, "aws:ecs/service:Service").map((service) => serviceBox(graph, service)),
    ...ofType(graph, "aws:scheduler/schedule:Schedule").map((schedule) => backupBox(graph, schedule)),
    ...endpointsBox(graph),
    ...ofType(graph, "aws:rds/instance:Instance").map(databaseBox),
    ...ofType(graph, "aws:elasticache/replicationGroup:ReplicationGroup").map(cacheBox),
    ...ofType(graph, "aws:s3/bucket:Bucket").map((bucket) =>
      box("bucket", "bucket", "region", bucket, {
        title: "S3 bucket",
        details: [textOf(property(bucket, "bucket"), graph.environment)],
      }),
    ),
    ...alarmsBox(graph),
    ...ofType(graph, "aws:sns/topic:Topic").map((topic) =>
      box("topic", "topic", "region", topic, {
        title: "SNS topic",
        details: [textOf(property(topic, "name"), graph.environment)],
      }),
    ),
    ...ofType(graph, "aws:lambda/function:Function").flatMap((notifier) => notifierBoxes(graph, notifier)),
  ];
}

/** The box of what stands behind a security group. */
export function boxOfGroup(group: string): string {
  const name = group.replace(/-security$/, "");
  const others = ["load-balancer", "endpoints", "database", "cache", "operations"];
  return others.includes(name) ? name : `service-${name}`;
}

/** The box of the tasks that a module declares. */
export const boxOfModule = (module: string): string => module.replace(/^services\//, "service-");

const zonesOf = (subnets: readonly string[]): readonly string[] =>
  [...new Set(subnets.map((key) => key.replace(/^.*-/, "")))].sort(byText);

function loadBalancer(graph: Graph, resource: Resource): Box {
  const ports = ofType(graph, "aws:lb/listener:Listener").map((listener) => numberOf(property(listener, "port")) ?? 0);
  const encrypted = ports.includes(443) ? ["HTTPS; HTTP is redirected to it"] : ["HTTP alone: no certificate"];
  const zones = zonesOf(refsIn(property(resource, "subnets")));
  return box("load-balancer", "load-balancer", "public", resource, {
    title: "Load balancer",
    details: encrypted,
    zones,
  });
}

function natBox(graph: Graph): readonly Box[] {
  const gateways = ofType(graph, "aws:ec2/natGateway:NatGateway");
  const zones = zonesOf(gateways.flatMap((one) => refOf(property(one, "subnetId")) ?? []));
  return gateways.slice(0, 1).map((first) => box("nat", "nat", "public", first, { title: "NAT gateway", zones }));
}

const share = (units: number | undefined): string => `${(units ?? 0) / 1024}`;

/** What one task gets: `0.5 vCPU, 1 GiB`. */
function sizeOf(task: Resource | undefined): string {
  return `${share(numberOf(property(task, "cpu")))} vCPU, ${share(numberOf(property(task, "memory")))} GiB`;
}

function serviceBox(graph: Graph, service: Resource): Box {
  const name = textOf(property(service, "name"), graph.environment);
  const scaling = byKey(graph, `${name}-scaling`);
  const least = numberOf(property(scaling, "minCapacity")) ?? numberOf(property(service, "desiredCount")) ?? 0;
  const most = numberOf(property(scaling, "maxCapacity")) ?? least;
  const tasks = least === most ? `${least} ${least === 1 ? "task" : "tasks"}` : `${least} to ${most} tasks`;
  const migrates = byKey(graph, `${name}-migrate-task`) !== undefined;
  const size = sizeOf(byKey(graph, refOf(property(service, "taskDefinition"))));
  return box(`service-${name}`, "service", "private", service, {
    title: name,
    details: [`${tasks} × ${size}`, ...routesOf(graph, name), ...(migrates ? ["migrates the database"] : [])],
    zones: zonesOf(refsIn(field(property(service, "networkConfiguration"), "subnets"))),
  });
}

/** Which requests the load balancer sends to a service, where it tells them apart: `admin.example/console`. */
function routesOf(graph: Graph, name: string): readonly string[] {
  const conditions = itemsOf(property(byKey(graph, `${name}-rule`), "conditions"));
  const values = (kind: string): string[] =>
    conditions.flatMap((one) => itemsOf(field(field(one, kind), "values"))).map((one) => textOf(one, ""));
  const paths = values("pathPattern").filter((path) => !path.endsWith("/*"));
  const route = `${values("hostHeader")[0] ?? ""}${paths[0] ?? ""}`;
  return route === "" ? [] : [route];
}

function backupBox(graph: Graph, schedule: Resource): Box {
  const ecs = field(property(schedule, "target"), "ecsParameters");
  const task = byKey(graph, refOf(field(ecs, "taskDefinitionArn")));
  return box("operations", "task", "private", schedule, {
    title: "Backup",
    details: [`${textOf(property(schedule, "scheduleExpression"), "")} UTC`, sizeOf(task)],
    zones: zonesOf(refsIn(field(field(ecs, "networkConfiguration"), "subnets"))),
  });
}

function endpointsBox(graph: Graph): readonly Box[] {
  const all = ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint").filter(
    (one) => textOf(property(one, "vpcEndpointType"), "") === "Interface",
  );
  const names = all.map((one) => textOf(property(one, "serviceName"), "").split(".").slice(3).join("."));
  const zones = zonesOf(all.flatMap((one) => refsIn(property(one, "subnetIds"))));
  return all.slice(0, 1).map((first) =>
    box("endpoints", "endpoints", "private", first, {
      title: "Interface endpoints",
      details: [names.sort(byText).join(", ")],
      zones,
    }),
  );
}

function databaseBox(resource: Resource): Box {
  const text = (key: string): string => textOf(property(resource, key), "");
  const standby = property(resource, "multiAz") === true ? "standby in another zone" : "in one zone";
  return box("database", "database", "database", resource, {
    title: `PostgreSQL ${text("engineVersion")}`,
    details: [
      `${text("instanceClass")}, ${standby}`,
      `${text("allocatedStorage")} to ${text("maxAllocatedStorage")} GiB`,
    ],
  });
}

function cacheBox(resource: Resource): Box {
  const text = (key: string): string => textOf(property(resource, key), "");
  const nodes = numberOf(property(resource, "numCacheClusters")) ?? 0;
  const spread = property(resource, "multiAzEnabled") === true ? ", over zones with failover" : "";
  return box("cache", "cache", "database", resource, {
    title: `Valkey ${text("engineVersion")}`,
    details: [`${nodes} × ${text("nodeType")}${spread}`],
  });
}

function alarmsBox(graph: Graph): readonly Box[] {
  const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
  const prefix = `${nameOf(graph)}-`;
  const names = alarms.map((alarm) => textOf(property(alarm, "name"), graph.environment).replace(prefix, ""));
  return alarms.slice(0, 1).map((first) =>
    box("alarms", "alarms", "region", first, {
      title: alarms.length === 1 ? "CloudWatch alarm" : `${alarms.length} CloudWatch alarms`,
      items: names.sort(byText),
    }),
  );
}

/** What everything of an environment is called. */
export const nameOf = (graph: Graph): string =>
  textOf(field(property(byKey(graph, "vpc"), "tags"), "Name"), graph.environment);

function notifierBoxes(graph: Graph, notifier: Resource): readonly Box[] {
  return [
    box("notifier", "notifier", "region", notifier, {
      title: "Notifier (Lambda)",
      details: [textOf(property(notifier, "name"), graph.environment)],
    }),
    box("discord", "chat", "outside", notifier, { title: "Discord", items: channelsOf(notifier) }),
  ];
}

/** The channels that the notifier's own routes name. */
function channelsOf(notifier: Resource): readonly string[] {
  const code = property(notifier, "code");
  const files = isTag(code) && code.$ === "archive" ? code.files : {};
  const routes = files["routes.json"];
  const channels = routes && "text" in routes ? field(opened(routes.text as Value), "channels") : null;
  const map = bare(channels);
  return isMap(map) ? Object.keys(map).sort(byText) : [];
}
