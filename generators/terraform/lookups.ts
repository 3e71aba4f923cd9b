// The data sources: what the alarms watch and whom they tell, by the names that Pulumi gave.
import type { Model } from "#schema/model.ts";
import { code, from, type Value } from "#schema/value.ts";
import type { Block } from "./index.ts";

/** A Terraform identifier made of a name of the spec. */
export const identifier = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();

const data = (type: string, name: string, body: Value): Block => ({ type: "data", labels: [type, name], body });

/** One data source for each thing that some alarm watches, and the topic. */
export function lookups(model: Model): readonly Block[] {
  const alarms = model.environments[0]?.alarms ?? [];
  const watched = alarms.map((alarm) => alarm.subject);
  const services = [...new Set(watched.flatMap((subject) => (subject.kind === "service" ? [subject.service] : [])))];
  const balanced = services.filter((name) =>
    model.services.some((one) => one.name === name && one.expose === "public"),
  );
  const has = (kind: string): boolean => watched.some((subject) => subject.kind === kind);
  const topic = model.alerts?.topic ?? "";
  return [
    data("aws_sns_topic", "alerts", { name: from(["alerts", "topic"], code(`"${topic}-\${var.environment}"`)) }),
    ...(services.length > 0 ? [data("aws_ecs_cluster", "main", { cluster_name: code("local.prefix") })] : []),
    ...services.map((name) =>
      data("aws_ecs_service", identifier(name), {
        cluster_arn: code("data.aws_ecs_cluster.main.arn"),
        service_name: from(["services", name], name),
      }),
    ),
    ...(balanced.length > 0 ? [data("aws_lb", "main", { name: code("local.prefix") })] : []),
    ...balanced.map((name) =>
      data("aws_lb_target_group", identifier(name), {
        tags: { Name: from(["services", name], code(`"\${local.prefix}-${name}"`)) },
      }),
    ),
    ...(has("database") ? [data("aws_db_instance", "main", { db_instance_identifier: code("local.prefix") })] : []),
    ...(has("cache")
      ? [data("aws_elasticache_replication_group", "main", { replication_group_id: code("local.prefix") })]
      : []),
  ];
}
