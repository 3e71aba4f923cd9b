// The picture of one environment: a Mermaid flowchart drawn from the graph, whose arrows are its security group rules.
import type { Graph, Resource } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import { byText } from "#schema/order.ts";
import { bare, isTag, type Value } from "#schema/value.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** One arrow: who may open a connection to whom, on which port. */
interface Flow {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

/** The Mermaid source of an environment's picture. */
export function diagram(graph: Graph, model: Model): string {
  const environment = model.environments.find((one) => one.name === graph.environment);
  const has = (key: string): boolean => graph.resources.some((resource) => resource.key === key);
  const services = environment?.services ?? [];
  const nodes = services.map(({ name, scale, cpu, memoryMiB }) => {
    const tasks = scale.min === scale.max ? `${scale.min}` : `${scale.min} to ${scale.max}`;
    return `    ${id(name)}["${name}<br/>${tasks} × ${cpu / 1024} vCPU, ${memoryMiB / 1024} GiB"]`;
  });
  const database = environment?.database;
  const cache = environment?.cache;
  return [
    "flowchart LR",
    ...(has("load-balancer") ? ["  world((Internet))"] : []),
    `  subgraph vpc["VPC ${environment?.network.cidr ?? ""}, ${environment?.network.zones.length ?? 0} zones"]`,
    ...(has("load-balancer") ? ['    loadBalancer{{"Load balancer"}}'] : []),
    ...nodes,
    ...(environment?.backup ? ['    operations["operations<br/>backup, on a schedule"]'] : []),
    ...(database
      ? [
          `    database[("PostgreSQL ${database.version}<br/>${database.instance}${database.multiAz ? ", two zones" : ""}")]`,
        ]
      : []),
    ...(cache ? [`    cache[("Valkey ${cache.version}<br/>${cache.nodes} × ${cache.node}")]`] : []),
    "  end",
    ...flows(graph).map(({ from, to, port }) => `  ${id(from)} -->|${port}| ${id(to)}`),
    ...(environment?.backup ? ['  bucket[("S3 backups")]', "  operations --> bucket"] : []),
    ...alarmLines(graph),
  ].join("\n");
}

/** Mermaid reserves some words (`end`), so that every node's name gets a mark of its own. */
function id(name: string): string {
  const known: Readonly<Record<string, string>> = {
    "load-balancer": "loadBalancer",
    world: "world",
    database: "database",
    cache: "cache",
    operations: "operations",
  };
  return known[name] ?? `service_${name.replaceAll("-", "_")}`;
}

function alarmLines(graph: Graph): string[] {
  const alarms = graph.resources.filter(
    (resource) => resource.type === "aws:cloudwatch/metricAlarm:MetricAlarm",
  ).length;
  if (!graph.resources.some((resource) => resource.key === "topic")) return [];
  return [
    `  alarms["${alarms} CloudWatch alarms"] --> topic["SNS topic"] --> notifier["Notifier (Lambda)"] --> discord["Discord"]`,
  ];
}

/** The flows between security groups, and from the world to the load balancer; each once, sorted. */
function flows(graph: Graph): Flow[] {
  const found = graph.resources.filter((resource) => resource.type === INGRESS).flatMap(flowOf);
  const grouped = new Map<string, Flow>();
  for (const flow of found) {
    const key = `${flow.from}>${flow.to}`;
    const other = grouped.get(key);
    grouped.set(
      key,
      other && other.port !== flow.port ? { ...flow, port: [other.port, flow.port].sort(byText).join(", ") } : flow,
    );
  }
  return [...grouped.entries()].sort(([a], [b]) => byText(a, b)).map(([, flow]) => flow);
}

function flowOf(rule: Resource): Flow[] {
  const to = groupOf(rule.properties["securityGroupId"]);
  const from =
    groupOf(rule.properties["referencedSecurityGroupId"]) ??
    (rule.properties["cidrIpv4"] === undefined ? undefined : "world");
  const port = rule.properties["toPort"];
  if (!to || !from || to === "endpoints" || port === undefined) return [];
  return [{ from, to, port: String(bare(port)) }];
}

function groupOf(value: Value | undefined): string | undefined {
  const inner = value === undefined ? undefined : bare(value);
  return isTag(inner) && inner.$ === "ref" ? inner.to.replace(/-security$/, "") : undefined;
}
