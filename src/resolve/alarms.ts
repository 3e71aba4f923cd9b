// The alarms of one environment: each watches something that there is, by a limit that can be crossed, and tells a channel.
import { ALARM_METRICS, type LimitUnit } from "#schema/alarm-metrics.ts";
import type { Alarm, AlarmSubject, Cache, Database, DeployedService } from "#schema/model.ts";
import { nearest } from "#schema/nearest.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { AlarmSpec, Spec } from "#schema/spec.ts";
import { bytes, PATTERNS, percent, seconds } from "#schema/units.ts";
import type { Context, Reporter } from "./context.ts";
import { wrong } from "./stores.ts";

/** What the alarms of one environment may watch. */
export interface Watched {
  readonly services: readonly DeployedService[];
  readonly database: Database | undefined;
  readonly cache: Cache | undefined;
}

const GIB = 2 ** 30;
const DAY = 86400;

/** The alarms of one environment, sorted by name; one that has a finding is left out. */
export function alarms(context: Context, watched: Watched): Alarm[] {
  return sortedEntries(context.spec.alerts?.alarms).flatMap(([name, spec]) => {
    const at = (...path: Path): Path => context.origin(["alerts", "alarms", name, ...path]);
    const judge = { context, watched, name, spec, at };
    channel(judge);
    const subject = subjectOf(judge);
    const limit = subject && limitOf(judge);
    const period = periodOf(judge);
    if (!subject || !limit || !reachable(judge, subject, limit)) return [];
    const threshold =
      spec.metric === "connections"
        ? Math.floor((limit.threshold / 100) * (watched.database?.usableConnections ?? 0))
        : limit.threshold;
    return [
      {
        name,
        subject,
        metric: spec.metric,
        ...limit,
        threshold,
        periodSeconds: period,
        periods: spec.periods,
        channel: spec.channel,
      },
    ];
  });
}

interface Judge {
  readonly context: Context;
  readonly watched: Watched;
  readonly name: string;
  readonly spec: AlarmSpec;
  readonly at: (...path: Path) => Path;
}

function channel({ context, spec, at }: Judge): void {
  const known = Object.keys(context.spec.alerts?.channels ?? {});
  if (known.includes(spec.channel)) return;
  context.report("alert/unknown-channel", at("channel"), {
    got: spec.channel,
    near: nearest(spec.channel, known) ?? "",
    known: known.join(", "),
  });
}

function missing({ context, name, at }: Judge, key: string, example: string): undefined {
  context.report("spec/missing-key", at(), { key, parent: `alerts.alarms.${name}`, example }, { at: "key" });
}

function subjectOf(judge: Judge): AlarmSubject | undefined {
  const { context, spec, at, watched } = judge;
  if (spec.metric === "custom") return customOf(judge);
  for (const key of ["namespace", "name", "statistic"] as const) {
    if (spec[key] !== undefined)
      context.report("spec/wrong-value", at(key), {
        problem: `\`${key}\` stands on an alarm whose metric is not custom`,
        got: "",
        key,
        form: "`metric: custom`, or remove the key",
      });
  }
  if (spec.on === undefined) return missing(judge, "on", "database");
  const targets = [
    ...watched.services.map((one) => one.name),
    ...(watched.database ? ["database"] : []),
    ...(watched.cache ? ["cache"] : []),
  ];
  if (!targets.includes(spec.on)) {
    context.report("alert/unknown-target", at("on"), {
      got: spec.on,
      near: nearest(spec.on, targets) ?? "",
      known: targets.join(", "),
    });
    return undefined;
  }
  const subject: AlarmSubject =
    spec.on === "database" || spec.on === "cache" ? { kind: spec.on } : { kind: "service", service: spec.on };
  if (ALARM_METRICS[spec.metric].on.includes(subject.kind)) return subject;
  const able = Object.entries(ALARM_METRICS)
    .filter(([, facts]) => facts.on.includes(subject.kind))
    .map(([metric]) => metric);
  const what = subject.kind === "service" ? "a service" : `the ${subject.kind}`;
  context.report("spec/wrong-value", at("metric"), {
    problem: `${what} has no metric \`${spec.metric}\``,
    got: spec.metric,
    key: "metric",
    form: `one of ${able.join(", ")}`,
  });
  return undefined;
}

function customOf(judge: Judge): AlarmSubject | undefined {
  const { context, spec, at } = judge;
  if (spec.on !== undefined)
    context.report("spec/wrong-value", at("on"), {
      problem: "`on` stands on an alarm of a custom metric",
      got: "",
      key: "on",
      form: "`namespace` and `name` alone",
    });
  if (spec.namespace === undefined) return missing(judge, "namespace", "Shop/Business");
  if (spec.name === undefined) return missing(judge, "name", "OrdersPlaced");
  if (!/^[A-Za-z0-9._/#:-]+$/.test(spec.namespace) || spec.namespace.startsWith("AWS/")) {
    wrong(
      context,
      at("namespace"),
      spec.namespace,
      "letters, digits and `._-/#:`, not beginning with `AWS/`, as `Shop/Business`",
    );
    return undefined;
  }
  return { kind: "custom", namespace: spec.namespace, name: spec.name, statistic: spec.statistic ?? "Sum" };
}

type Limit = Pick<Alarm, "comparison" | "threshold" | "limit">;

function limitOf(judge: Judge): Limit | undefined {
  const { context, spec, at } = judge;
  if (spec.above === undefined && spec.below === undefined)
    return missing(judge, "above", EXAMPLES[ALARM_METRICS[spec.metric].limit]);
  if (spec.above !== undefined && spec.below !== undefined) {
    context.report("spec/wrong-value", at("below"), {
      problem: "the alarm has `above` and `below` both",
      got: "",
      key: "below",
      form: "one of the two",
    });
    return undefined;
  }
  const comparison = spec.above === undefined ? "below" : "above";
  const written = spec.above ?? spec.below ?? 0;
  const unit = ALARM_METRICS[spec.metric].limit;
  const threshold = inUnit(unit, written);
  if (threshold === undefined) {
    context.report("spec/unit", at(comparison), { quantity: unit, got: String(written), key: comparison });
    return undefined;
  }
  return { comparison, threshold, limit: String(written) };
}

const EXAMPLES: Readonly<Record<LimitUnit, string>> = { share: "80%", duration: "2s", size: "5GiB", count: "100" };

function inUnit(unit: LimitUnit, written: string | number): number | undefined {
  if (unit === "count") return typeof written === "number" && Number.isFinite(written) ? written : undefined;
  if (typeof written !== "string" || !PATTERNS[unit].test(written)) return undefined;
  return { share: percent, duration: seconds, size: bytes }[unit](written);
}

/** CloudWatch: 10, 20, 30 seconds or whole minutes; a day in all for periods under an hour, a week for the others. */
function periodOf({ context, spec, at }: Judge): number {
  const period = seconds(spec.period);
  if (![10, 20, 30].includes(period) && (period === 0 || period % 60 !== 0 || period > DAY))
    wrong(context, at("period"), spec.period, "10s, 20s, 30s, or whole minutes up to 1d");
  else if (period < 60 && spec.metric !== "custom")
    wrong(context, at("period"), spec.period, "whole minutes: AWS measures this metric once a minute");
  else if (period < 300 && spec.metric === "credits")
    wrong(context, at("period"), spec.period, "5m or more: AWS measures CPU credits every five minutes");
  else if (period * spec.periods > (period < 3600 ? DAY : 7 * DAY))
    wrong(
      context,
      at("periods"),
      String(spec.periods),
      `at most ${Math.floor((period < 3600 ? DAY : 7 * DAY) / period)} periods of ${spec.period}`,
    );
  return period;
}

/** Whether the limit can be crossed at all; if not, the alarm only looks like one. */
function reachable({ context, watched, spec, at }: Judge, subject: AlarmSubject, limit: Limit): boolean {
  const facts = ALARM_METRICS[spec.metric];
  const refuse = (why: string, help: string, key: string): false => {
    context.report("alert/unreachable", at(key), { why, help });
    return false;
  };
  const service = subject.kind === "service" ? watched.services.find((one) => one.name === subject.service) : undefined;
  if (facts.needsLoadBalancer && service?.service.expose !== "public") {
    return refuse(
      `the load balancer measures \`${spec.metric}\`, and ${spec.on ?? ""} is not behind it`,
      "watch a service with `expose: public`, or another metric",
      "metric",
    );
  }
  const instance = subject.kind === "cache" ? watched.cache?.node : watched.database?.instance;
  if (facts.needsBurstable && !/^(db|cache)\.t/.test(instance ?? "")) {
    return refuse(
      `only burstable classes have CPU credits, and ${instance ?? ""} is none`,
      "watch `cpu` instead",
      "metric",
    );
  }
  if (facts.limit === "share" && limit.comparison === "above" && limit.threshold >= 100)
    return refuse("a share is never above 100%", "take a limit under 100%", "above");
  if (limit.comparison === "below" && limit.threshold <= 0 && subject.kind !== "custom")
    return refuse("the metric is never below 0", "take a limit above 0", "below");
  const most = (watched.database?.maxStorageGiB ?? 0) * GIB;
  if (spec.metric === "storage" && limit.comparison === "above" && limit.threshold >= most)
    return refuse("free storage is never more than `storage.max`", "watch `below`", "above");
  return true;
}

/** Channels that no alarm of any environment tells. */
export function unusedChannels(to: Reporter, spec: Spec, contexts: readonly Context[]): void {
  const used = new Set(
    contexts.flatMap((context) => Object.values(context.spec.alerts?.alarms ?? {}).map((alarm) => alarm.channel)),
  );
  for (const name of Object.keys(spec.alerts?.channels ?? {})) {
    if (!used.has(name)) to.report("alert/unused-channel", ["alerts", "channels", name], { name }, { at: "key" });
  }
}
