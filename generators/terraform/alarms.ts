// One alarm as Terraform takes it, from the same table of metrics as Pulumi's.
import {
  absenceOf,
  ALARM_METRICS,
  type Dimension,
  FILLED,
  fillsSilence,
  type Formula,
  isPercentile,
  missingData,
  type Series,
} from "#schema/alarm-metrics.ts";
import type { Alarm } from "#schema/model.ts";
import { code, from, type Value, type ValueMap } from "#schema/value.ts";
import type { Block } from "./index.ts";
import { identifier } from "./lookups.ts";

/** The alarm of one name in every environment; its numbers come from the locals. */
export function alarmBlock(alarm: Alarm): Block {
  const at = (key: string): Value => code(`local.environment.alarms.${alarm.name}.${key}`);
  const nodes = alarm.subject.kind === "cache";
  const number = nodes ? "${trimprefix(each.key, local.prefix)}" : "";
  const topics = [code("data.aws_sns_topic.alerts.arn")];
  const watch = absenceOf(alarm) === "fault" ? { insufficient_data_actions: topics } : {};
  const body: ValueMap = {
    ...(nodes ? { for_each: code("data.aws_elasticache_replication_group.main.member_clusters") } : {}),
    alarm_name: from(["alerts", "alarms", alarm.name], code(`"\${local.prefix}-${alarm.name}${number}"`)),
    alarm_description: at("description"),
    comparison_operator: from(
      ["alerts", "alarms", alarm.name, alarm.comparison],
      alarm.comparison === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
    ),
    threshold: at("threshold"),
    evaluation_periods: at("periods"),
    treat_missing_data: missingData(alarm),
    alarm_actions: topics,
    ok_actions: topics,
    ...watch,
    ...measured(alarm, at("period")),
  };
  return { type: "resource", labels: ["aws_cloudwatch_metric_alarm", identifier(alarm.name)], body };
}

function measured(alarm: Alarm, period: Value): ValueMap {
  const { subject } = alarm;
  if (subject.kind === "custom") {
    const path = ["alerts", "alarms", alarm.name];
    const metric = {
      namespace: from([...path, "namespace"], subject.namespace),
      metric_name: from([...path, "name"], subject.name),
    };
    const { statistic } = subject;
    return fillsSilence(alarm) ? filled({ ...metric, stat: statistic, period }) : { ...metric, statistic, period };
  }
  const source = ALARM_METRICS[alarm.metric].sources[subject.kind];
  if (!source) throw new Error(`the metric ${alarm.metric} has no source for ${subject.kind}`);
  if (source.kind === "formula") return math(source.formula, alarm, period);
  const { series } = source;
  const metric = { namespace: series.namespace, metric_name: series.metric };
  const rest = { period, dimensions: dimensionsOf(series, alarm) };
  if (fillsSilence(alarm)) return filled({ ...metric, stat: series.statistic, ...rest });
  return {
    ...metric,
    ...(isPercentile(series.statistic)
      ? { extended_statistic: series.statistic, evaluate_low_sample_count_percentiles: "ignore" }
      : { statistic: series.statistic }),
    ...rest,
  };
}

/** A count with zeros where nothing happened, so that each silent period counts when it is over. */
function filled(metric: ValueMap): ValueMap {
  const count = { id: "count", return_data: false, metric: [metric] };
  return { metric_query: [count, { id: "filled", ...FILLED, return_data: true }] };
}

function math(formula: Formula, alarm: Alarm, period: Value): ValueMap {
  const queries = Object.entries(formula.series).map(([id, series]) => ({
    id,
    return_data: false,
    metric: [
      {
        namespace: series.namespace,
        metric_name: series.metric,
        stat: series.statistic,
        period,
        dimensions: dimensionsOf(series, alarm),
      },
    ],
  }));
  return {
    metric_query: [...queries, { id: "rate", expression: formula.expression, label: formula.label, return_data: true }],
  };
}

function dimensionsOf(series: Series, alarm: Alarm): ValueMap {
  return Object.fromEntries(Object.entries(series.dimensions).map(([name, what]) => [name, dimension(what, alarm)]));
}

function dimension(what: Dimension, alarm: Alarm): Value {
  const service = alarm.subject.kind === "service" ? identifier(alarm.subject.service) : "";
  const sources: Readonly<Record<Dimension, string>> = {
    cluster: "data.aws_ecs_cluster.main.cluster_name",
    service: `data.aws_ecs_service.${service}.service_name`,
    loadBalancer: "data.aws_lb.main.arn_suffix",
    targetGroup: `data.aws_lb_target_group.${service}.arn_suffix`,
    databaseInstance: "data.aws_db_instance.main.db_instance_identifier",
    cacheNode: "each.key",
  };
  return code(sources[what]);
}
