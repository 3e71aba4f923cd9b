// The alarms of a generated spec: every metric that its services and stores have, and channels for them.
import type { AlarmDraw } from "./draws.ts";
import { isDeployed, type Plan } from "./services.ts";
import type { Data } from "./specs.ts";

/** What each metric's limit is written in. */
const UNITS: Readonly<Record<string, (limit: number) => string | number>> = {
  connections: (limit) => `${limit}%`,
  cpu: (limit) => `${limit}%`,
  credits: (limit) => limit,
  custom: (limit) => limit,
  errorRate: (limit) => `${limit}%`,
  errors: (limit) => limit,
  evictions: (limit) => limit,
  memory: (limit) => `${limit}%`,
  p50: (limit) => `${limit}ms`,
  p90: (limit) => `${limit * 10}ms`,
  p95: (limit) => `${limit}s`,
  p99: (limit) => `${limit}s`,
  requests: (limit) => limit,
  storage: (limit) => `${(limit % 20) + 1}GiB`,
  unhealthy: (limit) => limit % 3,
};

const OF_TASKS = ["cpu", "memory"];
const OF_REQUESTS = ["errorRate", "errors", "p50", "p90", "p95", "p99", "requests", "unhealthy"];
const OF_DATABASE = ["connections", "cpu", "storage"];
const OF_CACHE = ["cpu", "evictions", "memory"];

interface Target {
  readonly on: string | undefined;
  readonly metric: string;
}

function targetsOf({ draw, services }: Plan): readonly Target[] {
  const watched = services
    .filter(isDeployed)
    .flatMap(({ name, kind }) =>
      [...OF_TASKS, ...(kind === "public" ? OF_REQUESTS : [])].map((metric) => ({ on: name, metric })),
    );
  const of = (on: string, metrics: readonly string[], present: unknown): readonly Target[] =>
    present ? metrics.map((metric) => ({ on, metric })) : [];
  return [
    ...watched,
    ...of("database", OF_DATABASE, draw.database),
    ...of("cache", hasCredits(draw) ? [...OF_CACHE, "credits"] : OF_CACHE, draw.cache),
    { on: undefined, metric: "custom" },
  ];
}

/** Nodes have CPU credits in every environment or the alarm could not fire in one. */
const hasCredits = ({ cache, environments = [] }: Plan["draw"]): boolean =>
  [cache, ...environments.map((one) => one.cache)].every((one) => one === undefined || one.node.startsWith("cache.t"));

/** Channels and alarms; nothing where the spec has no channel. */
export function alertsOf(plan: Plan): Data | undefined {
  const channels = ["errors", "performance", "business"].slice(0, plan.draw.channels);
  if (channels.length === 0) return undefined;
  const targets = targetsOf(plan);
  const alarms = plan.draw.alarms.map((draw, index) => {
    const target = targets[draw.target % targets.length] ?? { on: undefined, metric: "custom" };
    return [`${target.metric}Of${index}`, alarmOf(draw, target, channels[draw.channel % channels.length])];
  });
  return {
    channels: Object.fromEntries(channels.map((name) => [name, { discord: `${name}Webhook` }])),
    alarms: Object.fromEntries(alarms),
  };
}

function alarmOf(draw: AlarmDraw, { on, metric }: Target, channel: string | undefined): Data {
  const isAbove = draw.isAbove || metric === "unhealthy";
  return {
    on,
    metric,
    ...(metric === "custom" ? { namespace: "Shop/Business", name: "OrdersPlaced" } : {}),
    [isAbove && metric !== "storage" ? "above" : "below"]: UNITS[metric]?.(draw.limit),
    period: metric === "credits" && draw.period === "1m" ? "5m" : draw.period,
    periods: draw.period === "1d" ? Math.min(draw.periods, 7) : draw.periods,
    channel,
  };
}

/** A declaration for every secret that a service or a channel names. */
export function usedSecrets(data: Data): Data | undefined {
  const environments = Object.values((data["environments"] ?? {}) as Data);
  const names = [data, ...(environments as Data[])].flatMap(({ services, alerts }) => [
    ...Object.values((services ?? {}) as Readonly<Record<string, Data>>).flatMap(({ secrets }) =>
      Object.values(secrets ?? {}),
    ),
    ...Object.values(((alerts as Data | undefined)?.["channels"] ?? {}) as Readonly<Record<string, Data>>).map(
      ({ discord }) => discord,
    ),
  ]) as string[];
  const described = [...new Set(names)].sort().map((name) => [name, { description: `What ${name} is` }]);
  return described.length === 0 ? undefined : Object.fromEntries(described);
}
