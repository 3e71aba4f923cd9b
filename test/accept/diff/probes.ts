// A question to the provider for each property that resources have: a state in which the resource is made, and a
// configuration in which this one property is another. What `terraform plan` would do is the provider's own answer.
import { type Block, bridge, JUDGED, type Schema } from "../provider/bridge.ts";
import { stand } from "../provider/likeness.ts";
import { REFERENCE, type Stack } from "../provider/stacks.ts";
import { KINDS, NOT_OF_AWS } from "../provider/types.ts";
import type { Data } from "../pulumi/expected.ts";

type Body = Readonly<Record<string, Data>>;

/** One question. */
export interface Probe {
  /** Pulumi's type and property. */
  readonly type: string;
  readonly property: string;
  /** Terraform's. */
  readonly kind: string;
  readonly attribute: string;
  readonly before: Body;
  readonly after: Body;
}

/** Another value where one that is made up would be refused: enumerations, and what has a form. */
const OTHERS: Readonly<Record<string, Data>> = {
  "aws_cloudwatch_log_group.retention_in_days": 90,
  "aws_cloudwatch_metric_alarm.comparison_operator": "LessThanThreshold",
  "aws_cloudwatch_metric_alarm.evaluate_low_sample_count_percentiles": "evaluate",
  "aws_cloudwatch_metric_alarm.extended_statistic": "p99",
  "aws_cloudwatch_metric_alarm.period": 600,
  "aws_cloudwatch_metric_alarm.statistic": "Maximum",
  "aws_cloudwatch_metric_alarm.treat_missing_data": "missing",
  "aws_db_instance.backup_window": "05:00-06:00",
  "aws_db_instance.database_insights_mode": "advanced",
  "aws_db_instance.enabled_cloudwatch_logs_exports": ["postgresql"],
  "aws_db_instance.engine_lifecycle_support": "open-source-rds-extended-support",
  "aws_db_instance.engine_version": "17",
  "aws_db_instance.maintenance_window": "mon:04:30-mon:05:30",
  "aws_db_instance.performance_insights_retention_period": 731,
  "aws_db_instance.storage_type": "io2",
  "aws_ecr_repository.encryption_configuration": [{ encryption_type: "KMS" }],
  "aws_ecr_repository.image_tag_mutability": "MUTABLE",
  "aws_ecs_cluster.setting": [{ name: "containerInsights", value: "disabled" }],
  "aws_ecs_service.launch_type": "EC2",
  "aws_ecs_service.propagate_tags": "NONE",
  "aws_ecs_service.service_registries": { registry_arn: "arn:aws:servicediscovery:us-west-2:111122223333:service/s" },
  "aws_ecs_task_definition.container_definitions": '[{"name":"other","image":"a:b","essential":true}]',
  "aws_ecs_task_definition.network_mode": "bridge",
  "aws_ecs_task_definition.requires_compatibilities": ["EC2"],
  "aws_ecs_task_definition.runtime_platform": { operating_system_family: "LINUX", cpu_architecture: "ARM64" },
  "aws_eip.domain": "standard",
  "aws_elasticache_replication_group.engine": "redis",
  "aws_elasticache_replication_group.engine_version": "8.1",
  "aws_elasticache_replication_group.transit_encryption_mode": "preferred",
  "aws_lambda_function.architectures": ["x86_64"],
  "aws_lambda_function.runtime": "nodejs20.x",
  "aws_lambda_function_event_invoke_config.maximum_retry_attempts": 1,
  "aws_lb.load_balancer_type": "network",
  "aws_lb_listener.default_action": [
    {
      type: "fixed-response",
      fixed_response: { content_type: "text/plain", message_body: "x", status_code: "503" },
    },
  ],
  "aws_lb_listener.protocol": "HTTPS",
  "aws_lb_listener_rule.action": [
    {
      type: "fixed-response",
      fixed_response: { content_type: "text/plain", message_body: "x", status_code: "503" },
    },
  ],
  "aws_lb_target_group.protocol": "HTTPS",
  "aws_lb_target_group.target_type": "instance",
  "aws_route.destination_cidr_block": "10.9.0.0/16",
  "aws_s3_bucket_server_side_encryption_configuration.rule": [
    { apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] },
  ],
  "aws_s3_bucket_versioning.versioning_configuration": [{ status: "Suspended" }],
  "aws_scheduler_schedule.flexible_time_window": { mode: "FLEXIBLE", maximum_window_in_minutes: 5 },
  "aws_sns_topic_subscription.protocol": "sqs",
  "aws_sqs_queue.message_retention_seconds": 3600,
  "aws_subnet.cidr_block": "10.0.99.0/24",
  "aws_vpc.cidr_block": "10.1.0.0/16",
  "aws_vpc_endpoint.vpc_endpoint_type": "GatewayLoadBalancer",
  "aws_vpc_security_group_egress_rule.cidr_ipv4": "10.0.0.0/8",
  "aws_vpc_security_group_ingress_rule.cidr_ipv4": "10.0.0.0/8",
};

/** What can't be asked: the provider wants other properties to change with it. */
const UNASKABLE = new Set([
  "aws_elasticache_replication_group.automatic_failover_enabled",
  "aws_elasticache_replication_group.multi_az_enabled",
  "aws_nat_gateway.connectivity_type",
]);

/** What the resource must have for the provider to judge it, where it is older than what Pulumi bridges. */
const INSTEAD: Readonly<Record<string, Body>> = {
  aws_appautoscaling_policy: { name: "policy" },
  aws_lambda_function: { runtime: "nodejs22.x" },
};

/** A question for each property of each type, asked of the first resource that has it. */
export function probesOf(stacks: readonly Stack[], schema: Schema): readonly Probe[] {
  const probes = new Map<string, Probe>();
  for (const stack of stacks) {
    for (const one of stack.resources) {
      if (NOT_OF_AWS.includes(one.type)) continue;
      const kind = KINDS[one.type]?.terraform ?? "";
      for (const property of Object.keys(one.inputs)) {
        if (probes.has(`${one.type} ${property}`)) continue;
        const alone = { ...one, inputs: standing({ [property]: one.inputs[property] ?? null }, stack) as Body };
        const attribute = Object.keys(body(stack, schema, alone)).find((name) => !INTERNAL.has(name));
        const place = `${kind}.${attribute ?? ""}`;
        if (attribute === undefined || UNASKABLE.has(place)) continue;
        const whole = body(stack, schema, { ...one, inputs: standing(one.inputs, stack) as Body });
        const before = { ...whole, ...INSTEAD[kind] };
        for (const name of INTERNAL) delete (before as Record<string, Data>)[name];
        const after = { ...before, [attribute]: OTHERS[place] ?? other(before[attribute] ?? null) };
        probes.set(`${one.type} ${property}`, { type: one.type, property, kind, attribute, before, after });
      }
    }
  }
  return [...probes.values()];
}

const INTERNAL = new Set(["depends_on", "lifecycle"]);

function body(stack: Stack, schema: Schema, one: Stack["resources"][number]): Body {
  const { resource } = bridge(
    { ...stack, resources: [{ ...one, ignoreChanges: [], dependencies: [] }] },
    schema,
    JUDGED,
  );
  const bodies = Object.values(resource).flatMap((all) => Object.values(all));
  return (bodies[0] ?? {}) as Body;
}

/** A value in which references are likely values: the provider sees one resource alone. */
function standing(value: Data, stack: Stack): Data {
  if (typeof value === "string")
    return value.replaceAll(REFERENCE, (whole, name: string, attribute: string) => {
      const to = stack.resources.find((one) => one.name === name);
      return to ? stand(to, attribute, stack.region) : whole;
    });
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner: Data) => standing(inner, stack));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, standing(inner, stack)]));
}

/** Another value of the same form. */
function other(value: Data): Data {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string")
    return /^\d+$/.test(value)
      ? String(Number(value) * 2)
      : value.startsWith("{")
        ? value.replace("2012", "2008")
        : `${value}x`;
  if (Array.isArray(value)) return value.map(other);
  if (value === null) return "x";
  const [first, ...rest] = Object.entries(value);
  return first === undefined ? value : Object.fromEntries([[first[0], other(first[1])], ...rest]);
}

/** The state of a resource that is made: every attribute of the schema, null where nothing is known. */
export function stateOf(block: Block, body: Body): Body {
  const attributes = Object.keys(block.attributes ?? {}).map((name) => [name, body[name] ?? null] as const);
  const blocks = Object.entries(block.block_types ?? {}).map(([name, inner]): [string, Data] => {
    const value = body[name];
    const list = value === undefined ? [] : Array.isArray(value) ? (value as readonly Data[]) : [value];
    const states = list.map((one) => stateOf(inner.block, one as Body));
    return [
      name,
      (inner as { readonly nesting_mode?: string }).nesting_mode === "single" ? (states[0] ?? null) : states,
    ];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}
