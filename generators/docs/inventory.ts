// Tables of what there is: environments, services, what is billed, secrets and alarms.
import { describeAlarm } from "#schema/alarm-metrics.ts";
import type { Graph } from "#schema/graph.ts";
import type { Environment, Model } from "#schema/model.ts";
import { namesOf } from "#schema/names.ts";
import { from, type ViewValue } from "#schema/value.ts";

/** A table as the Markdown helper prints it. */
export interface Table {
  readonly [field: string]: ViewValue;
  readonly head: readonly ViewValue[];
  readonly rows: readonly (readonly ViewValue[])[];
}

const code = (text: ViewValue): ViewValue => ({ code: text });
const yesNo = (value: boolean): string => (value ? "yes" : "no");
const columns = (model: Model): string[] => model.environments.map((one) => one.name);

const GATEWAYS: Readonly<Record<Environment["network"]["nat"], string>> = {
  none: "none",
  single: "one for all zones",
  "per-az": "one in each zone",
};

/** One row a fact, one column an environment. */
export function environmentTable(model: Model): Table {
  const row = (name: string, say: (environment: Environment) => ViewValue): ViewValue[] => [
    name,
    ...model.environments.map(say),
  ];
  const rows = [
    row("AWS account", (one) =>
      one.account === undefined
        ? "that of your credentials"
        : code(from(["environments", one.name, "account"], one.account)),
    ),
    row("Region", (one) => code(one.region)),
    row("Data protected from deletion", (one) => yesNo(one.protect)),
    row("VPC", (one) => code(one.network.cidr)),
    row("Zones", (one) => String(one.network.zones.length)),
    row("NAT gateways", (one) => GATEWAYS[one.network.nat]),
    ...(model.database ? databaseRows(row) : []),
    ...(model.cache
      ? [row("Valkey", (one) => `${one.cache?.version ?? ""}, ${one.cache?.nodes ?? 0} × ${one.cache?.node ?? ""}`)]
      : []),
    row("Logs are kept", (one) => `${one.logRetentionDays} days`),
  ];
  return { head: ["", ...columns(model)], rows };
}

type Row = (name: string, say: (environment: Environment) => ViewValue) => ViewValue[];

function databaseRows(row: Row): ViewValue[][] {
  return [
    row(
      "PostgreSQL",
      (one) =>
        `${one.database?.version ?? ""} on ${one.database?.instance ?? ""}${one.database?.multiAz ? ", with a standby in another zone" : ""}`,
    ),
    row("Storage", (one) => `${one.database?.storageGiB ?? 0} GiB, grows to ${one.database?.maxStorageGiB ?? 0} GiB`),
    row(
      "RDS backups",
      (one) => `${one.database?.backupRetentionDays ?? 0} days, taken ${one.database?.backupWindow ?? ""} UTC`,
    ),
    row("Maintenance", (one) => `${one.database?.maintenanceWindow ?? ""} UTC`),
  ];
}

/** One row a service. */
export function serviceTable(model: Model): Table {
  const tasks = (name: string): ViewValue[] =>
    model.environments.map((environment) => {
      const one = environment.services.find((service) => service.name === name);
      if (!one) return "not deployed";
      const span = one.scale.min === one.scale.max ? `${one.scale.min}` : `${one.scale.min} to ${one.scale.max}`;
      return `${span} × ${one.cpu} CPU units, ${one.memoryMiB} MiB`;
    });
  const rows = model.services.map((service) => [
    code(from(["services", service.name], service.name)),
    code(service.path),
    service.port === undefined ? "none: a worker" : String(service.port),
    service.deploy
      ? service.expose === "public"
        ? "behind the load balancer"
        : "inside the network"
      : "local development only",
    ...tasks(service.name),
  ]);
  return { head: ["Service", "Folder", "Port", "Reached", ...columns(model).map((name) => `Tasks in ${name}`)], rows };
}

/** Resource types that AWS bills by the hour or by the piece, and what a reader calls them. */
const BILLED: readonly (readonly [string, string])[] = [
  ["aws:lb/loadBalancer:LoadBalancer", "Application load balancer (hours and LCUs)"],
  ["aws:ec2/natGateway:NatGateway", "NAT gateway (hours and traffic)"],
  ["aws:ec2/eip:Eip", "Public IPv4 address of a NAT gateway (hours)"],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", "VPC endpoint (interface endpoints by the hour and zone; S3's is free)"],
  ["aws:rds/instance:Instance", "RDS instance (hours, storage, backups beyond its size)"],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "Valkey replication group (hours of each node)"],
  ["aws:secretsmanager/secret:Secret", "Secret (months)"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "CloudWatch alarm (months)"],
  ["aws:cloudwatch/logGroup:LogGroup", "Log group (what is written and kept)"],
  ["aws:ecr/repository:Repository", "Image repository (what is stored)"],
  ["aws:s3/bucket:Bucket", "S3 bucket (what is stored)"],
];

/** How many resources of each type there are. */
function tally({ resources }: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** What AWS bills, by number; prices differ by region and change, so that none stands here. */
export function inventoryTable(model: Model, graphs: readonly Graph[]): Table {
  const tallies = graphs.map(tally);
  const billed = BILLED.filter(([type]) => tallies.some((counts) => counts.has(type))).map(([type, words]) => [
    words,
    ...tallies.map((counts) => String(counts.get(type) ?? 0)),
  ]);
  const units = (pick: "min" | "max"): string[] =>
    model.environments.map(({ services }) => {
      const cpu = services.reduce((sum, one) => sum + (one.scale[pick] * one.cpu) / 1024, 0);
      const memory = services.reduce((sum, one) => sum + (one.scale[pick] * one.memoryMiB) / 1024, 0);
      return `${cpu} vCPU, ${memory} GiB`;
    });
  const rows = [
    ["Fargate, at the least", ...units("min")],
    ["Fargate, at the most", ...units("max")],
    ...billed,
    ["All resources", ...graphs.map((graph) => String(graph.resources.length))],
  ];
  return { head: ["What is billed", ...columns(model)], rows };
}

/** One row a secret: its name in AWS, and who reads it. */
export function secretTable(model: Model): Table | undefined {
  if (model.secrets.length === 0) return undefined;
  const readers = (name: string): string => {
    const services = model.services
      .filter((service) => service.secrets.some((one) => one.secret === name))
      .map((service) => service.name);
    const later = model.environments.flatMap(({ services: all }) =>
      all.filter((one) => one.secrets.some((it) => it.secret === name)).map((one) => one.name),
    );
    const channels = (model.alerts?.channels ?? [])
      .filter((one) => one.secret === name)
      .map((one) => `the channel ${one.name}`);
    return [...new Set([...services, ...later, ...channels])].join(", ") || "nothing";
  };
  const rows = model.secrets.map(({ name, description }) => [
    code(from(["secrets", name], namesOf(model.project, "<environment>").secret(name))),
    from(["secrets", name, "description"], description),
    readers(name),
  ]);
  return { head: ["Secret", "What it is", "Read by"], rows };
}

/** One row an alarm; where environments differ, the last one's limit stands, as in the picture. */
export function alarmTable(model: Model): Table | undefined {
  const shown = model.environments[model.environments.length - 1];
  if (!shown || shown.alarms.length === 0) return undefined;
  const rows = shown.alarms.map((alarm) => [
    code(from(["alerts", "alarms", alarm.name], namesOf(model.project, "<environment>").alarm(alarm.name))),
    describeAlarm(alarm),
    alarm.channel,
  ]);
  return { head: ["Alarm", `When, in ${shown.name}`, "Channel"], rows };
}
