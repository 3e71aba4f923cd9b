// What happens in AWS, as the samples that it publishes: made from the spec's own words, in AWS's units, so that an alarm
// of the wrong unit, metric or statistic stays quiet when it should fire.
import type { Feed, Sample } from "./cloudwatch.ts";

/** An alarm as a spec declares it. */
export interface Declared {
  readonly on?: string;
  readonly metric: string;
  readonly above?: string | number;
  readonly below?: string | number;
  readonly period: string;
  readonly periods: number;
}

/** What AWS publishes in one minute, by metric. */
type Minute = Readonly<Record<string, readonly number[]>>;

const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
  "%": 1,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** A quantity in AWS's unit: seconds, bytes, percent, or a plain number. */
export function amount(written: string | number): number {
  const [, digits = "", unit = ""] = /^([\d.]+)([a-zA-Z%]*)$/.exec(String(written)) ?? [];
  return Number(digits) * (UNITS[unit] ?? 1);
}

/** Requests of a minute: how many, and how many of them fail at the target, at the load balancer, or without a target. */
export function traffic(
  count: number,
  failing: { readonly target?: number; readonly balancer?: number; readonly none?: number } = {},
): Minute {
  const { target = 0, balancer = 0, none = 0 } = failing;
  const counted = (metric: string, value: number): Minute =>
    value === 0 ? {} : { [`AWS/ApplicationELB ${metric}`]: [value] };
  return {
    ...counted("RequestCount", count - none),
    ...counted("HTTPCode_Target_5XX_Count", target),
    ...counted("HTTPCode_ELB_5XX_Count", balancer + none),
    ...counted("HTTPCode_ELB_503_Count", none),
  };
}

/** Answers of a minute: of a hundred times `hundreds` requests, so many in a hundred take `slow` seconds, the others 50 ms. */
const answers = (hundreds: number, share: number, slow: number): Minute => ({
  "AWS/ApplicationELB TargetResponseTime": Array.from({ length: hundreds * 100 }, (_, index) =>
    index % 100 < share ? slow : 0.05,
  ),
});

/** AWS's names of what a service, the database and the cache are measured by. */
const LEVELS: Readonly<Record<string, string>> = {
  "cpu service": "AWS/ECS CPUUtilization",
  "cpu database": "AWS/RDS CPUUtilization",
  "cpu cache": "AWS/ElastiCache EngineCPUUtilization",
  "memory service": "AWS/ECS MemoryUtilization",
  "memory cache": "AWS/ElastiCache DatabaseMemoryUsagePercentage",
  "credits database": "AWS/RDS CPUCreditBalance",
  "credits cache": "AWS/ElastiCache CPUCreditBalance",
  "connections database": "AWS/RDS DatabaseConnections",
  "storage database": "AWS/RDS FreeStorageSpace",
  "unhealthy service": "AWS/ApplicationELB UnHealthyHostCount",
};

/** Sums over a period: so much in each of its minutes that the sum is the amount. */
const SUMS: Readonly<Record<string, string>> = {
  errors: "AWS/ApplicationELB HTTPCode_Target_5XX_Count",
  requests: "AWS/ApplicationELB RequestCount",
  evictions: "AWS/ElastiCache Evictions",
};

/** What a minute looks like in which the alarm's limit is passed or kept, a sum by so much that one minute less of five is still enough. `connections` is what 100 % means. */
export function minuteOf(alarm: Declared, isBad: boolean, connections: number, custom: string): Minute {
  const limit = amount(alarm.above ?? alarm.below ?? 0);
  const isUp = (alarm.above !== undefined) === isBad;
  const kind = alarm.on === "database" || alarm.on === "cache" ? alarm.on : "service";
  if (/^p\d+$/.test(alarm.metric)) {
    const share = 100 - Number(alarm.metric.slice(1)) + (isUp ? 1 : -1);
    return answers(30, Math.max(share, 0), limit * 1.2);
  }
  if (alarm.metric === "errorRate") return traffic(1000, { target: Math.round(limit * 10) + (isUp ? 1 : 0) });
  const sum = alarm.metric === "custom" ? custom : SUMS[alarm.metric];
  const minutes = Math.max(amount(alarm.period) / 60, 1);
  // Nothing that is counted is published as a zero.
  if (sum !== undefined)
    return isUp ? { [sum]: [(limit * 1.3 + 1) / minutes] } : limit <= 1 ? {} : { [sum]: [(limit - 1) / minutes] };
  const level = LEVELS[`${alarm.metric} ${kind}`];
  if (level === undefined) throw new Error(`nothing measures ${alarm.metric} of ${kind}`);
  if (alarm.metric === "connections") return { [level]: [Math.floor((limit / 100) * connections) + (isUp ? 1 : 0)] };
  if (alarm.metric === "unhealthy") return { [level]: [isUp ? limit + 1 : limit] };
  return { [level]: [limit * (isUp ? 1.01 : 0.99)] };
}

/** A feed of minutes, oldest first, of which the last one ends at `until`; a thing that is measured by node is so for one node. */
export function feedOf(minutes: readonly Minute[], until: number, node = ""): Feed {
  const from = until - minutes.length * 60;
  return ({ metric, dimensions }) => {
    const cluster = String(dimensions["CacheClusterId"] ?? "");
    if (node !== "" && cluster !== "" && !cluster.endsWith(node)) return [];
    return minutes.flatMap((minute, index): Sample[] =>
      (minute[metric] ?? []).map((value) => ({ at: from + index * 60, value })),
    );
  };
}
