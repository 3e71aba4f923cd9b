// What to do when an alarm rings: for each one where to look first, and which key of the spec would end it for good.
import type { Alarm, AlarmMetric, Environment } from "#schema/model.ts";
import { from, type ViewValue } from "#schema/value.ts";
import type { Table } from "./inventory.ts";

type Kind = Alarm["subject"]["kind"];

/** Where to look, and the keys of the spec that matter. */
interface Answer {
  readonly look: string;
  readonly keys: string;
}

/** Answers for a metric of one kind of subject, and where there is none of its own, for all kinds. */
type Answers = Partial<Record<Kind | "all", (name: string) => Answer>>;

const always = (look: string, keys: string) => (): Answer => ({ look, keys });

const slow = (name: string): Answer => ({
  look: "Its CPU and that of its stores, and the last release; slow statements stand in the log of the database",
  keys: `services.${name}.task, services.${name}.scale`,
});

const failing = (name: string): Answer => ({
  look: "Its log; if it began with a release, roll back first. 502 to 504 without a line in the log: tasks die, or there are none",
  keys: `services.${name}.health, services.${name}.task`,
});

const ANSWERS: Readonly<Record<AlarmMetric, Answers>> = {
  connections: {
    all: always(
      "Who holds them: tasks × connections, and sessions that idle. Fewer tasks help at once",
      "services.*.databaseConnections, database.instance",
    ),
  },
  cpu: {
    service: (name) => ({
      look: "Whether tasks are added, or the most of them run already; a loop after a release: roll back",
      keys: `services.${name}.scale.max, services.${name}.task.cpu`,
    }),
    database: always("The statement: Performance Insights, and the log of slow statements", "database.instance"),
    cache: always("Commands over many keys: the engine has one thread", "cache.node"),
  },
  credits: {
    all: always(
      "What runs so long; without credits a burstable class crawls. Larger, or not burstable",
      "*.instance, *.node",
    ),
  },
  custom: {
    all: always("The log of the application, which publishes it: whether it works, and publishes at all", "services.*"),
  },
  errorRate: { all: failing },
  errors: { all: failing },
  evictions: { all: always("What fills it: the cache throws away what may still be wanted", "cache.ttl, cache.node") },
  memory: {
    service: (name) => ({
      look: "Whether it climbs since a release: roll back. At 100% tasks are killed, with exit code 137",
      keys: `services.${name}.task.memory`,
    }),
    cache: always("What fills it; soon keys are evicted", "cache.ttl, cache.node"),
  },
  p50: { all: slow },
  p90: { all: slow },
  p95: { all: slow },
  p99: { all: slow },
  requests: {
    all: (name) => ({
      look: "The load balancer's targets, the name server, the certificate: whether callers get through",
      keys: `services.${name}.route, services.${name}.scale`,
    }),
  },
  storage: {
    all: always(
      "What grows. Storage grows by itself up to its limit, which has to stand above that",
      "database.storage.max",
    ),
  },
  unhealthy: {
    all: (name) => ({
      look: "Its log, then the events of the service: tasks don't answer on the health path",
      keys: `services.${name}.health, services.${name}.task`,
    }),
  },
};

/** One row an alarm of the environment. */
export function answerTable({ alarms }: Environment): Table {
  const rows = alarms.map((alarm): readonly ViewValue[] => {
    const { look, keys } = answer(alarm);
    const path = ["alerts", "alarms", alarm.name];
    return [{ code: from(path, alarm.name) }, from(path, look), { code: from(path, keys) }];
  });
  return { head: ["When it rings", "Look here first", "For good, in the spec"], rows };
}

function answer({ subject, metric }: Alarm): Answer {
  const found = ANSWERS[metric][subject.kind] ?? ANSWERS[metric].all;
  if (!found) throw new Error(`there is no answer to ${metric} of a ${subject.kind}`);
  return found(subject.kind === "service" ? subject.service : subject.kind);
}
