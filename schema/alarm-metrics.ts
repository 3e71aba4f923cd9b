// What an alarm can watch: the metrics by the spec's names, and what they are in CloudWatch. The one table of it.
// Sources: the user guides of ECS, Elastic Load Balancing, RDS and ElastiCache (lists of CloudWatch metrics).
import type { Alarm, AlarmMetric, AlarmSubject } from "./model.ts";

export type AlarmKind = AlarmSubject["kind"];

/** The kind of quantity that a limit is: a share (`80%`), a duration (`2s`), a size (`5GiB`) or a plain number. */
export type LimitUnit = "share" | "duration" | "size" | "count";

/** What a dimension's value is; who draws the alarm knows how to refer to it. */
export type Dimension = "cacheNode" | "cluster" | "databaseInstance" | "loadBalancer" | "service" | "targetGroup";

/** One CloudWatch metric: what to read, how to sum it up, and of what. */
export interface Series {
  readonly namespace: string;
  readonly metric: string;
  /** `Average`, `Maximum`, `Minimum`, `Sum`, or a percentile such as `p95`. */
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, Dimension>>;
}

/** Metric math: a formula of several metrics by their ids. */
export interface Formula {
  readonly expression: string;
  /** What the result is, for graphs. */
  readonly label: string;
  readonly series: Readonly<Record<string, Series>>;
}

/** Where a metric comes from. */
export type Source =
  { readonly kind: "series"; readonly series: Series } | { readonly kind: "formula"; readonly formula: Formula };

/**
 * What a data point that is missing means. `zero`: nothing happened, and CloudWatch has no zeros for it.
 * `silence`: there is nothing to judge. `fault`: the metric is there as long as its subject runs.
 */
export type Absence = "zero" | "silence" | "fault";

/** What the table says of one metric. */
export interface MetricFacts {
  /** What it measures: `CPU`, as the subject of a sentence. */
  readonly meaning: string;
  /** Which subjects have it. */
  readonly on: readonly AlarmKind[];
  /** What the spec writes; CloudWatch takes percent, seconds, bytes or a number. */
  readonly limit: LimitUnit;
  /** The load balancer measures it: the service must be public. */
  readonly needsLoadBalancer: boolean;
  /** Only burstable classes (t3, t4g) have it. */
  readonly needsBurstable: boolean;
  readonly absence: Absence;
  /** By subject. A custom metric has its own namespace and name, so no source here. */
  readonly sources: Readonly<Partial<Record<AlarmKind, Source>>>;
}

const TARGET = { LoadBalancer: "loadBalancer", TargetGroup: "targetGroup" } as const;
const balancer = (metric: string, statistic: string): Series => ({
  namespace: "AWS/ApplicationELB",
  metric,
  statistic,
  dimensions: TARGET,
});
/** What the load balancer answers itself is counted for the whole of it: there is no target group in these dimensions. */
const ownAnswers = (metric: string): Series => ({
  ...balancer(metric, "Sum"),
  dimensions: { LoadBalancer: "loadBalancer" },
});
const task = (metric: string): Series => ({
  namespace: "AWS/ECS",
  metric,
  statistic: "Average",
  dimensions: { ClusterName: "cluster", ServiceName: "service" },
});
/** The dimension is the instance's identifier, not Pulumi's `id`, which is RDS's internal resource id. */
const instance = (metric: string, statistic: string): Series => ({
  namespace: "AWS/RDS",
  metric,
  statistic,
  dimensions: { DBInstanceIdentifier: "databaseInstance" },
});
const node = (metric: string, statistic: string): Series => ({
  namespace: "AWS/ElastiCache",
  metric,
  statistic,
  dimensions: { CacheClusterId: "cacheNode" },
});

/** Fewer requests than this in a period say nothing about a rate: one failure of two would be 50 %. */
export const ERROR_RATE_FLOOR = 20;

/**
 * What the load balancer answers itself (502, 503, 504) is counted for the whole of it, not by service: it stands in the
 * rate of each service behind it, because an outage that is told twice beats one that nobody hears of. A 503 found no
 * target, so RequestCount lacks it, and it is added to the whole. CloudWatch has no zeros for counts: FILL. A minute
 * whose counts have not arrived yet must stay missing (`req*0`), or it would be the newest point, always well, and the
 * alarm would never see so many bad ones in a row.
 */
const ERROR_RATE: Formula = {
  expression: `IF(FILL(req,0)+FILL(e503,0)>=${ERROR_RATE_FLOOR},100*(FILL(t5,0)+FILL(e5,0))/(FILL(req,0)+FILL(e503,0)),req*0)`,
  label: "Answers with 5xx, percent",
  series: {
    req: balancer("RequestCount", "Sum"),
    t5: balancer("HTTPCode_Target_5XX_Count", "Sum"),
    e5: ownAnswers("HTTPCode_ELB_5XX_Count"),
    e503: ownAnswers("HTTPCode_ELB_503_Count"),
  },
};

const read = (series: Series): Source => ({ kind: "series", series });

interface Row extends Pick<MetricFacts, "meaning" | "limit" | "absence" | "sources"> {
  readonly needsLoadBalancer?: true;
  readonly needsBurstable?: true;
  readonly on?: readonly AlarmKind[];
}
const row = (fields: Row): MetricFacts => ({
  on: Object.keys(fields.sources) as AlarmKind[],
  needsLoadBalancer: false,
  needsBurstable: false,
  ...fields,
});
const answered = (meaning: string, limit: LimitUnit, absence: Absence, service: Source): MetricFacts =>
  row({ meaning, limit, absence, needsLoadBalancer: true, sources: { service } });
/** TargetResponseTime is in seconds: from the request's departure to the target's first byte. */
const percentile = (which: string): MetricFacts =>
  answered(
    `${which.slice(1)}th percentile of the response time`,
    "duration",
    "silence",
    read(balancer("TargetResponseTime", which)),
  );

/** Every metric by the name that the spec uses, sorted. */
export const ALARM_METRICS: Readonly<Record<AlarmMetric, MetricFacts>> = {
  connections: row({
    meaning: "open connections",
    limit: "share",
    absence: "fault",
    sources: { database: read(instance("DatabaseConnections", "Maximum")) },
  }),
  cpu: row({
    meaning: "CPU",
    limit: "share",
    absence: "fault",
    sources: {
      service: read(task("CPUUtilization")),
      database: read(instance("CPUUtilization", "Average")),
      // The engine's thread, not the host: on two cores the host stands at 50 % when the engine can do no more.
      cache: read(node("EngineCPUUtilization", "Average")),
    },
  }),
  credits: row({
    meaning: "CPU credits left",
    limit: "count",
    absence: "fault",
    needsBurstable: true,
    sources: {
      database: read(instance("CPUCreditBalance", "Minimum")),
      cache: read(node("CPUCreditBalance", "Minimum")),
    },
  }),
  custom: row({ meaning: "metric", limit: "count", absence: "silence", on: ["custom"], sources: {} }),
  errorRate: answered("5xx share of the answers", "share", "silence", {
    kind: "formula",
    formula: ERROR_RATE,
  }),
  errors: answered("5xx answers", "count", "zero", read(balancer("HTTPCode_Target_5XX_Count", "Sum"))),
  evictions: row({
    meaning: "keys evicted for want of memory",
    limit: "count",
    absence: "fault",
    sources: { cache: read(node("Evictions", "Sum")) },
  }),
  memory: row({
    meaning: "memory in use",
    limit: "share",
    absence: "fault",
    sources: {
      service: read(task("MemoryUtilization")),
      cache: read(node("DatabaseMemoryUsagePercentage", "Maximum")),
    },
  }),
  p50: percentile("p50"),
  p90: percentile("p90"),
  p95: percentile("p95"),
  p99: percentile("p99"),
  requests: answered("requests", "count", "zero", read(balancer("RequestCount", "Sum"))),
  storage: row({
    meaning: "free storage",
    limit: "size",
    absence: "fault",
    sources: { database: read(instance("FreeStorageSpace", "Minimum")) },
  }),
  unhealthy: answered(
    "tasks that fail their health check",
    "count",
    "fault",
    read(balancer("UnHealthyHostCount", "Maximum")),
  ),
};

/** Whether a statistic is a percentile, which CloudWatch takes as an extended statistic. */
export const isPercentile = (statistic: string): boolean => /^p\d/.test(statistic);

/** What a missing data point of this alarm's metric means. A custom sum or count has no zeros; its averages are silent. */
export function absenceOf(alarm: Alarm): Absence {
  if (alarm.subject.kind !== "custom") return ALARM_METRICS[alarm.metric].absence;
  return ["Sum", "SampleCount"].includes(alarm.subject.statistic) ? "zero" : "silence";
}

/** CloudWatch's `treatMissingData`: nothing that happened is judged as a zero, silence is well, a fault shows as missing data. */
export function missingData(alarm: Alarm): "breaching" | "missing" | "notBreaching" {
  const absence = absenceOf(alarm);
  if (absence === "fault") return "missing";
  return absence === "zero" && alarm.comparison === "below" && alarm.threshold > 0 ? "breaching" : "notBreaching";
}

/**
 * Whether a formula fills silence with zeros before it is judged. A count that must not fall below a limit is missing
 * when nothing happens, and CloudWatch judges older points in place of missing ones: the alarm would come periods late.
 */
export const fillsSilence = (alarm: Alarm): boolean => absenceOf(alarm) === "zero" && alarm.comparison === "below";

/** Counts arrive a minute or two late: in so many of the newest short periods, a zero may only mean "not yet". */
const NOT_YET = 2;
const SHORT_PERIOD = 300;

/** How many periods in a row are judged: the spec's, and those beside them in which a filled zero means nothing. */
export function evaluationPeriods(alarm: Alarm): number {
  const { periods, periodSeconds } = alarm;
  if (!fillsSilence(alarm) || periodSeconds >= SHORT_PERIOD) return periods;
  return Math.min(periods + NOT_YET, Math.floor(86400 / periodSeconds));
}

/** The formula of {@link fillsSilence}; its one series is `count`. */
export const FILLED = { expression: "FILL(count,0)", label: "Counted, with zeros" } as const;

/** CloudWatch: a percentile of fewer samples than 10 / (1 - p) is not significant (percentiles-with-low-samples.html). */
export const significant = (percentile: string): number => Math.round(1000 / (100 - Number(percentile.slice(1))));

const SUBJECTS = { database: "the database", cache: "the cache" } as const;

/** One sentence for the alarm's description: `CPU of backend above 80% for 2 x 5 minutes.` */
export function describeAlarm(alarm: Alarm): string {
  const { subject } = alarm;
  const span = `${alarm.periods === 1 ? "" : `${alarm.periods} x `}${spell(alarm.periodSeconds)}`;
  const rest = `${alarm.comparison} ${alarm.limit} for ${span}.`;
  if (subject.kind === "custom") return `${subject.statistic} of ${subject.namespace} ${subject.name} ${rest}`;
  const { meaning } = ALARM_METRICS[alarm.metric];
  const whose = subject.kind === "service" ? subject.service : SUBJECTS[subject.kind];
  return `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)} of ${whose} ${rest}`;
}

function spell(seconds: number): string {
  const [amount, unit] =
    seconds % 3600 === 0
      ? [seconds / 3600, "hour"]
      : seconds % 60 === 0
        ? [seconds / 60, "minute"]
        : [seconds, "second"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
