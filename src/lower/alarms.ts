// The alarms of one environment as CloudWatch takes them: metric, unit and dimension from the one table of metrics.
import {
  absenceOf,
  ALARM_METRICS,
  describeAlarm,
  type Dimension,
  evaluationPeriods,
  FILLED,
  fillsSilence,
  type Formula,
  isPercentile,
  missingData,
  type Series,
  significant,
} from "#schema/alarm-metrics.ts";
import type { Resource } from "#schema/graph.ts";
import type { Alarm } from "#schema/model.ts";
import { kebabCase } from "#schema/names.ts";
import { above, join, ref, type Value, type ValueMap } from "#schema/value.ts";
import { resource, type Scope } from "./scope.ts";

/** Every alarm; one of the cache is an alarm a node, because ElastiCache measures nodes. */
export function alarms(scope: Scope): readonly Resource[] {
  return scope.environment.alarms.flatMap((alarm) => {
    if (alarm.subject.kind !== "cache") return [oneAlarm(scope, alarm)];
    return Array.from({ length: scope.environment.cache?.nodes ?? 0 }, (_, index) => oneAlarm(scope, alarm, index + 1));
  });
}

/** ElastiCache numbers the nodes of a group from 001. */
const nodeNumber = (node: number): string => `-${String(node).padStart(3, "0")}`;

function oneAlarm(scope: Scope, alarm: Alarm, node?: number): Resource {
  const suffix = node === undefined ? "" : nodeNumber(node);
  const at = place(scope, alarm);
  return resource(
    `alarm-${kebabCase(alarm.name)}${suffix}`,
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "alerts",
    node === undefined || node === 1 ? ["alerts", "alarms", alarm.name] : ["cache", "nodes"],
    {
      name: scope.named((names) => names.alarm(`${alarm.name}${suffix}`)),
      alarmDescription: at([], describeAlarm(alarm)),
      ...measured(scope, alarm, suffix),
      comparisonOperator: at(
        [alarm.comparison],
        alarm.comparison === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
      ),
      threshold: limit(at([alarm.comparison], alarm.threshold), alarm),
      evaluationPeriods: rows(at(["periods"], evaluationPeriods(alarm)), alarm),
      ...told(alarm),
    },
  );
}

type At = (path: readonly string[], value: Value) => Value;
const place =
  (scope: Scope, alarm: Alarm): At =>
  (path, value) =>
    scope.at(["alerts", "alarms", alarm.name, ...path], value);

/** The unit, where CloudWatch's differs from what the number looks like. */
function limit(value: Value, alarm: Alarm): Value {
  if (alarm.metric === "connections")
    return above(`${alarm.limit} of the connections that the instance class leaves the application.`, value);
  const unit = {
    share: undefined,
    duration: "CloudWatch measures it in seconds.",
    size: "CloudWatch measures it in bytes.",
    count: undefined,
  }[ALARM_METRICS[alarm.metric].limit];
  return unit === undefined ? value : above(unit, value);
}

/** How many periods, where they are more than the spec says. */
const rows = (value: Value, alarm: Alarm): Value =>
  evaluationPeriods(alarm) === alarm.periods
    ? value
    : above("More than the spec's: counts arrive late, and the newest zeros may only mean `not yet`.", value);

function measured(scope: Scope, alarm: Alarm, node: string): ValueMap {
  const at = place(scope, alarm);
  const { subject } = alarm;
  const period = at(["period"], alarm.periodSeconds);
  if (subject.kind === "custom") {
    const metric = { namespace: at(["namespace"], subject.namespace), metricName: at(["name"], subject.name) };
    const statistic = at(["statistic"], subject.statistic);
    return fillsSilence(alarm) ? filled({ ...metric, stat: statistic, period }) : { ...metric, statistic, period };
  }
  const source = ALARM_METRICS[alarm.metric].sources[subject.kind];
  if (!source) throw new Error(`the metric ${alarm.metric} has no source for ${subject.kind}`);
  const dimensions = (series: Series): ValueMap =>
    Object.fromEntries(
      Object.entries(series.dimensions).map(([key, what]) => [key, at(["on"], dimension(what, alarm, node))]),
    );
  if (source.kind === "formula") return math(source.formula, period, at, dimensions);
  const { series } = source;
  const metric = { namespace: series.namespace, metricName: at(["metric"], series.metric) };
  const rest = { period, dimensions: dimensions(series) };
  if (fillsSilence(alarm)) return filled({ ...metric, stat: series.statistic, ...rest });
  return { ...metric, ...statistic(series, at), ...rest };
}

/** A count with zeros where nothing happened, so that each silent period counts when it is over. */
function filled(metric: ValueMap): ValueMap {
  const result = { id: "filled", ...FILLED, returnData: true };
  return {
    metricQueries: [
      { id: "count", metric, returnData: false },
      above("CloudWatch has no zeros for counts, and would judge older points in place of missing ones.", result),
    ],
  };
}

function statistic({ statistic }: Series, at: At): ValueMap {
  if (!isPercentile(statistic)) return { statistic };
  return {
    extendedStatistic: at(["metric"], statistic),
    evaluateLowSampleCountPercentiles: above(
      `Under ${significant(statistic)} requests in its periods, such a percentile is chance: the alarm keeps its state.`,
      "ignore",
    ),
  };
}

function math(formula: Formula, period: Value, at: At, dimensions: (series: Series) => ValueMap): ValueMap {
  const queries = Object.entries(formula.series).map(([id, series]) => ({
    id,
    metric: {
      namespace: series.namespace,
      metricName: series.metric,
      stat: series.statistic,
      period,
      dimensions: dimensions(series),
    },
    returnData: false,
  }));
  const result = { id: "rate", expression: at(["metric"], formula.expression), label: formula.label, returnData: true };
  return {
    metricQueries: [
      ...queries,
      above("CloudWatch has no zeros for counts, so they are filled in; a rate of a few requests is no rate.", result),
    ],
  };
}

function dimension(what: Dimension, alarm: Alarm, node: string): Value {
  const service = alarm.subject.kind === "service" ? alarm.subject.service : "";
  const values: Readonly<Record<Dimension, Value>> = {
    cluster: ref("cluster", "name"),
    service: ref(`${service}-service`, "name"),
    loadBalancer: ref("load-balancer", "arnSuffix"),
    targetGroup: ref(`${service}-targets`, "arnSuffix"),
    databaseInstance: ref("database", "identifier"),
    cacheNode: join(ref("cache", "replicationGroupId"), node),
  };
  return values[what];
}

/** Who is told, and of what: also that it is over, and that a metric has gone which is always there. */
function told(alarm: Alarm): ValueMap {
  const topic = [ref("topic", "arn")];
  const absence = absenceOf(alarm);
  return {
    treatMissingData: above(REASONS[absence], missingData(alarm)),
    alarmActions: topic,
    okActions: topic,
    ...(absence === "fault" ? { insufficientDataActions: topic } : {}),
  };
}

const REASONS = {
  zero: "CloudWatch has no data point where nothing happened: judged as a zero.",
  silence: "No data means that there was nothing to judge.",
  fault: "This metric is there as long as what it measures runs: that it is gone is news of its own.",
} as const;
