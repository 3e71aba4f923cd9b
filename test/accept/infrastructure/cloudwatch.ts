// CloudWatch's evaluation of an alarm, as far as AWS documents it: statistics by period, metric math, M of N, and what
// becomes of missing data. docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html,
// …/percentiles-with-low-samples.html, …/using-metric-math.html. Its own tables pin it in infrastructure-alarms.test.ts.
import { type Point, solve } from "./metric-math.ts";
import { type Series, seriesOf } from "./rules/alarms.ts";
import { type Item, list, read, text } from "./stack.ts";

/** What was published: when, in seconds, and the value in the metric's own unit. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** Everything that was published of a series. */
export type Feed = (series: Series) => readonly Sample[];

export type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export type Treatment = "missing" | "ignore" | "breaching" | "notBreaching";

/** How many points CloudWatch looks at beyond the evaluation periods, in case some are missing: AWS's examples take 2. */
const BEYOND = 2;

/** The state of an alarm at a time that is the end of a period, given the state that it had. */
export function evaluate(alarm: Item, feed: Feed, until: number, before: State): State {
  const { properties } = alarm;
  const periods = Number(text(properties, "evaluationPeriods"));
  const needed = Number(text(properties, "datapointsToAlarm") || periods);
  const values = pointsOf(alarm, feed, until, periods + BEYOND);
  const threshold = Number(text(properties, "threshold"));
  const isAbove = text(properties, "comparisonOperator") === "GreaterThanThreshold";
  const breaches = values.map((value) =>
    value === undefined ? undefined : isAbove ? value > threshold : value < threshold,
  );
  if (isUncertain(alarm, feed, until, periods)) return before;
  return stateOf(breaches, periods, needed, (text(properties, "treatMissingData") || "missing") as Treatment, before);
}

/** The points that an alarm judges, oldest first; `undefined` is one that is missing. */
function pointsOf(alarm: Item, feed: Feed, until: number, count: number): Point[] {
  const queries = list(alarm.properties, "metricQueries");
  const all = seriesOf(alarm).map((series) => pointsOfSeries(series, feed, until, count));
  if (queries.length === 0) return all[0] ?? [];
  const result = queries.find((one) => read(one, "returnData") === true);
  const ids = queries.filter((one) => read(one, "metric") !== undefined).map((one) => text(one, "id"));
  return Array.from({ length: count }, (_, place) =>
    solve(text(result, "expression"), Object.fromEntries(ids.map((id, index) => [id, all[index]?.[place]]))),
  );
}

function pointsOfSeries(series: Series, feed: Feed, until: number, count: number): Point[] {
  const samples = feed(series);
  return Array.from({ length: count }, (_, index) => {
    const end = until - (count - 1 - index) * series.period;
    const values = samples.filter(({ at }) => at >= end - series.period && at < end).map(({ value }) => value);
    return values.length === 0 ? undefined : statisticOf(series.statistic, values);
  });
}

/** One statistic of the values of one period. */
export function statisticOf(statistic: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  if (/^p\d/.test(statistic)) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil((Number(statistic.slice(1)) / 100) * sorted.length) - 1)] ?? 0;
  }
  const known: Readonly<Record<string, number>> = {
    Average: sum / values.length,
    Maximum: Math.max(...values),
    Minimum: Math.min(...values),
    SampleCount: values.length,
    Sum: sum,
  };
  const found = known[statistic];
  if (found === undefined) throw new Error(`CloudWatch has no statistic ${statistic}`);
  return found;
}

/** A percentile of fewer samples than 10/(1 - p) says little: with `ignore`, the alarm keeps its state. None at all are missing data. */
function isUncertain(alarm: Item, feed: Feed, until: number, periods: number): boolean {
  if (alarm.properties["evaluateLowSampleCountPercentiles"] !== "ignore") return false;
  return seriesOf(alarm).some((series) => {
    const share = Number(series.statistic.slice(1)) / 100;
    const enough = share >= 0.5 ? 10 / (1 - share) : 10 / share;
    const samples = feed(series).filter(({ at }) => at >= until - periods * series.period && at < until).length;
    return samples > 0 && samples < Math.round(enough);
  });
}

/** The state that points lead to: `true` breaches, `false` does not, `undefined` is missing; oldest first. */
export function stateOf(
  range: readonly (boolean | undefined)[],
  periods: number,
  needed: number,
  treatment: Treatment,
  before: State,
): State {
  const real = range.flatMap((breach, index) => (breach === undefined ? [] : [{ breach, age: range.length - index }]));
  const breaching = (points: readonly { readonly breach: boolean }[]): number =>
    points.filter(({ breach }) => breach).length;
  const judged = (count: number): State => (count >= needed ? "ALARM" : "OK");
  if (real.length >= periods) return judged(breaching(real.slice(-periods)));
  const missing = periods - real.length;
  if (treatment === "breaching") return judged(breaching(real) + missing);
  if (treatment === "notBreaching") return judged(breaching(real));
  if (real.length === 0) return treatment === "ignore" ? before : "INSUFFICIENT_DATA";
  // AWS: always ALARM where the oldest point breaches, is old enough, and nothing since says otherwise.
  const isOld = real.every(({ breach }) => breach) && (real[0]?.age ?? 0) >= needed;
  if (!isOld || breaching(real) >= needed) return judged(breaching(real));
  return treatment === "ignore" ? before : "ALARM";
}
