// Alarms: each watches a metric that AWS publishes, of something that is there, in its own unit, and judges it as CloudWatch can.
import type { Rule } from "../rule.ts";
import { AWS_METRICS } from "../aws-metrics.ts";
import { type Fields, type Item, item, list, ofType, read, type Stack, text } from "../stack.ts";

/** The alarms of a stack. */
export const alarms = (stack: Stack): Item[] => ofType(stack, "cloudwatch/metricAlarm:MetricAlarm");

/** One series that an alarm reads. */
export interface Series {
  readonly metric: string;
  readonly statistic: string;
  readonly period: number;
  readonly dimensions: Fields;
}

/** What an alarm reads: one series, or those of its formula. */
export function seriesOf({ properties }: Item): Series[] {
  const one = (fields: Fields, statistic: string): Series => ({
    metric: `${text(fields, "namespace")} ${text(fields, "metricName")}`,
    statistic,
    period: Number(text(fields, "period")),
    dimensions: (fields["dimensions"] ?? {}) as Fields,
  });
  if (properties["metricQueries"] === undefined)
    return [one(properties, text(properties, "statistic") || text(properties, "extendedStatistic"))];
  const queries = list(properties, "metricQueries").filter((query) => read(query, "metric") !== undefined);
  return queries.map((query) => one(read(query, "metric") as Fields, text(query, "metric.stat")));
}

/** What each dimension's value must be an attribute of, by the provider's reference. */
const DIMENSIONS: Readonly<Record<string, RegExp>> = {
  ClusterName: /^<cluster\.name>$/,
  ServiceName: /^<[a-z0-9-]+-service\.name>$/,
  LoadBalancer: /^<load-balancer\.arnSuffix>$/,
  TargetGroup: /^<[a-z0-9-]+-targets\.arnSuffix>$/,
  DBInstanceIdentifier: /^<database\.identifier>$/,
  CacheClusterId: /^<cache\.replicationGroupId>-00[1-6]$/,
};

const alarmsReadWhatAwsPublishes: Rule = {
  name: "alarms-read-what-aws-publishes",
  asks: "Namespace, name, dimensions and statistic are those of AWS's documentation; a custom metric has none of AWS's namespaces and the application may publish it.",
  judge(stack, look) {
    const may = JSON.stringify(
      ofType(stack, "iam/rolePolicy:RolePolicy").filter(({ properties }) =>
        JSON.stringify(properties).includes("cloudwatch:PutMetricData"),
      ),
    );
    for (const alarm of alarms(stack)) {
      for (const { metric, statistic, period, dimensions } of seriesOf(alarm)) {
        const known = AWS_METRICS[metric];
        const names = Object.keys(dimensions).sort();
        if (!known) {
          const [space = ""] = metric.split(" ");
          look(
            `${alarm.key} reads ${metric}`,
            !space.startsWith("AWS/") &&
              (may.includes(`"${space}"`) || stack.environment.services.length === 0) &&
              ["Sum", "Average", "Minimum", "Maximum", "SampleCount"].includes(statistic),
          );
          continue;
        }
        look(
          `${alarm.key} reads ${metric} of ${names.join()}`,
          known.dimensions.some((one) => [...one].sort().join() === names.join()),
        );
        look(`${alarm.key} takes ${statistic} of ${metric}`, known.statistics.includes(statistic));
        look(`${alarm.key} has a point in each ${period} s`, period >= known.period);
        for (const name of names)
          look(`${alarm.key} ${name}`, DIMENSIONS[name]?.test(String(dimensions[name])) ?? false);
      }
    }
  },
  breaks: {
    "API Gateway's name of a metric": (stack) => {
      item(stack, "alarm-api-slow").properties["metricName"] = "5XXError";
    },
    "the average of a count": (stack) => {
      Object.assign(read(item(stack, "alarm-api-rate").properties, "metricQueries.0.metric") as Fields, {
        stat: "Average",
      });
    },
    "RDS's resource id": (stack) => {
      item(stack, "alarm-storage").properties["dimensions"] = { DBInstanceIdentifier: "<database.id>" };
    },
    "the replication group for a node": (stack) => {
      item(stack, "alarm-cache-memory-001").properties["dimensions"] = { CacheClusterId: "<cache.replicationGroupId>" };
    },
    "half of the dimensions": (stack) => {
      item(stack, "alarm-api-cpu").properties["dimensions"] = { ServiceName: "<api-service.name>" };
    },
    "the load balancer's own answers by target group": (stack) => {
      const query = list(item(stack, "alarm-api-rate").properties, "metricQueries").find(
        (one) => text(one, "metric.metricName") === "HTTPCode_ELB_5XX_Count",
      );
      Object.assign(read(query, "metric.dimensions") as Fields, { TargetGroup: "<api-targets.arnSuffix>" });
    },
    "a namespace that nobody may publish to": (stack) => {
      Object.assign(read(item(stack, "alarm-orders").properties, "metricQueries.0.metric") as Fields, {
        namespace: "Other/Shop",
      });
    },
  },
};

/** The least and the most that a threshold can be and still be crossed both ways, by unit. */
const SCALES = {
  Percent: [0, 100],
  Count: [0, 1e9],
  Bytes: [2 ** 20, 2 ** 46],
  Seconds: [0.001, 4000],
  Credits: [0, 4608],
} as const;

const thresholdsAreInTheirUnit: Rule = {
  name: "thresholds-are-in-their-unit",
  asks: "A limit is in the metric's own unit: percent to 100, seconds and not milliseconds, bytes and not GiB; CloudWatch takes the period, the range and the words.",
  judge(stack, look) {
    for (const alarm of alarms(stack)) {
      const { properties } = alarm;
      const threshold = Number(text(properties, "threshold"));
      const series = seriesOf(alarm);
      const units = series.map(({ metric }) => AWS_METRICS[metric]?.unit);
      const unit = properties["metricQueries"] === undefined ? units[0] : "Percent";
      if (unit)
        look(`${alarm.key}: ${threshold} ${unit}`, threshold >= SCALES[unit][0] && threshold <= SCALES[unit][1]);
      const period = Math.max(...series.map((one) => one.period));
      const range = period * Number(text(properties, "evaluationPeriods"));
      look(`${alarm.key}: ${period} s`, [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0));
      look(`${alarm.key}: ${range} s in all`, range <= (period < 3600 ? 86400 : 604800));
      look(
        `${alarm.key}: words`,
        text(properties, "alarmDescription").length <= 1024 &&
          /^(Greater|Less)ThanThreshold$/.test(text(properties, "comparisonOperator")),
      );
      look(
        `${alarm.key}: one statistic`,
        ["statistic", "extendedStatistic", "metricQueries"].filter((name) => properties[name] !== undefined).length ===
          1,
      );
    }
  },
  breaks: {
    milliseconds: (stack) => {
      item(stack, "alarm-api-slow").properties["threshold"] = 20_000;
    },
    GiB: (stack) => {
      item(stack, "alarm-storage").properties["threshold"] = 5;
    },
    "a share of more than everything": (stack) => {
      item(stack, "alarm-api-cpu").properties["threshold"] = 800;
    },
    "a period that CloudWatch does not take": (stack) => {
      item(stack, "alarm-api-cpu").properties["period"] = 90;
    },
    "more than a day": (stack) => {
      item(stack, "alarm-api-cpu").properties["evaluationPeriods"] = 1000;
    },
    "two statistics": (stack) => {
      item(stack, "alarm-api-slow").properties["statistic"] = "Average";
    },
  },
};

const formulasHaveOneResult: Rule = {
  name: "formulas-have-one-result",
  asks: "A formula has one result, reads only series that it has, fills what is missing, and has nothing beside it that a formula may not have.",
  judge(stack, look) {
    for (const { key, properties } of alarms(stack).filter((one) => one.properties["metricQueries"] !== undefined)) {
      const queries = list(properties, "metricQueries");
      const ids = queries.map((one) => text(one, "id"));
      const results = queries.filter((one) => read(one, "returnData") === true);
      const expression = text(results[0], "expression");
      look(`${key}: one result`, results.length === 1 && expression !== "" && queries.length <= 20);
      look(`${key}: ids`, new Set(ids).size === ids.length && ids.every((id) => /^[a-z][a-zA-Z0-9_]*$/.test(id)));
      const used = [...expression.matchAll(/\b[a-z][a-zA-Z0-9_]*\b/g)].map(([id]) => id);
      look(
        `${key}: reads ${used.join()}`,
        used.every((id) => ids.includes(id)) && ids.every((id) => id === text(results[0], "id") || used.includes(id)),
      );
      for (const id of used) look(`${key}: fills ${id}`, expression.includes(`FILL(${id},`));
      for (const name of ["metricName", "namespace", "period", "statistic", "extendedStatistic", "dimensions"])
        look(`${key}: no ${name}`, properties[name] === undefined);
    }
  },
  breaks: {
    "two results": (stack) => {
      Object.assign(read(item(stack, "alarm-api-rate").properties, "metricQueries.0") as Fields, { returnData: true });
    },
    "a series that is not there": (stack) => {
      list(item(stack, "alarm-api-rate").properties, "metricQueries").shift();
    },
    "a period beside it": (stack) => {
      item(stack, "alarm-api-rate").properties["period"] = 60;
    },
    "a missing point that stays missing": (stack) => {
      const [result] = list(item(stack, "alarm-api-rate").properties, "metricQueries").filter(
        (one) => read(one, "returnData") === true,
      );
      Object.assign(result as Fields, { expression: text(result, "expression").replaceAll("FILL(t5,0)", "t5") });
    },
  },
};

/** The rules of alarms. */
export const ALARMS: readonly Rule[] = [alarmsReadWhatAwsPublishes, thresholdsAreInTheirUnit, formulasHaveOneResult];
