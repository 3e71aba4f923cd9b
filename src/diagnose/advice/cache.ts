// What to do about the cache.
import { cacheNodes } from "#schema/aws.ts";
import { changes, together } from "../change.ts";
import { aws, metric, restart, serviceLog, stable, up } from "../commands.ts";
import { type Adviser, type Situation, usersOf, withoutStore } from "../situation.ts";

const state = (s: Situation) => ({
  text: "see the state of the cache",
  command: aws(
    s,
    "elasticache describe-replication-groups",
    `--replication-group-id ${s.names.replicationGroup}`,
    "--query 'ReplicationGroups[0].[Status,MemberClusters,AutomaticFailover,PendingModifiedValues]'",
  ),
});
const events = (s: Situation) => ({
  text: "see what ElastiCache did in the last day",
  command: aws(
    s,
    "elasticache describe-events",
    `--source-type replication-group --source-identifier ${s.names.replicationGroup} --duration 1440`,
    "--query 'Events[].[Date,Message]' --output text",
  ),
});
/** ElastiCache counts by node, and calls the first one -001. */
const memory = (s: Situation) =>
  metric(s, "how full it is, in percent (the first node)", [
    "AWS/ElastiCache",
    "DatabaseMemoryUsagePercentage",
    `Name=CacheClusterId,Value=${s.names.replicationGroup}-001`,
  ]);
const logs = (s: Situation) => usersOf(s, "cache").map((one) => serviceLog(s, one));

/** The next size of the same family. */
function largerNode(node: string): string | undefined {
  const family = cacheNodes().filter((one) => one.split(".")[1] === node.split(".")[1]);
  const at = family.indexOf(node);
  return at < 0 ? undefined : family[at + 1];
}

const full: Adviser = (s) => {
  const { cache } = s.environment;
  if (!cache) return withoutStore(s, "cache");
  const larger = largerNode(cache.node);
  return {
    because: [
      `this spec's cache, ${cache.nodes} × ${cache.node}, evicts the least recently used keys (allkeys-lru): it answers so only where buffers, scripts or a single value take the memory; look first whether it is the cache that the log is about`,
      ...(s.model.cache?.ttl.length
        ? [`kept at most: ${s.model.cache.ttl.map(({ name, seconds }) => `${name} ${seconds} s`).join(", ")}`]
        : []),
    ],
    immediate: [memory(s), ...logs(s)],
    longTerm: ["shorter TTLs and smaller values first", ...(larger ? [`then a larger node: ${larger}`] : [])],
    changes: larger ? changes(s, ["cache", "node"], larger) : [],
    verify: [memory(s)],
  };
};

const missStorm: Adviser = (s) => {
  const most = s.tally.most["atOnce"] ?? 0;
  return {
    because: [
      ...(most > 1 ? [`up to ${most} misses within one second`] : ["the application itself says so"]),
      ...(s.model.cache?.ttl.length
        ? [
            `values that are kept at the same time expire at the same time: ${s.model.cache.ttl.map(({ name, seconds }) => `${name} after ${seconds} s`).join(", ")}`,
          ]
        : []),
    ],
    immediate: [events(s), memory(s)],
    longTerm: [
      "add up to a tenth by chance to each TTL: `ttl * (1 + Math.random() / 10)`",
      "let one task make a value while the others wait or take the old one (SET key … NX PX 5000 as a lock)",
    ],
    verify: logs(s),
  };
};

const refused: Adviser = (s) => ({
  because: [
    `a task reads REDIS_URL from ${s.names.cacheUrlSecret} once, when it starts`,
    "NOAUTH: the client sent no token, so that it did not take the URL as a whole; WRONGPASS: it sent an old one",
  ],
  immediate: [
    up(s),
    ...usersOf(s, "cache").map((one) =>
      restart(s, one, `start new tasks of ${one.name}, which read what is there now`),
    ),
  ],
  longTerm: [
    "give the whole REDIS_URL to the client (`new Redis(process.env.REDIS_URL)`), with its rediss:// and its token",
  ],
  verify: usersOf(s, "cache").map((one) => stable(s, one)),
});

const readOnly: Adviser = (s) => ({
  because: [
    `REDIS_URL names the primary of ${s.names.replicationGroup}: the connection is older than the last failover, or goes to the reader's address`,
  ],
  immediate: [
    events(s),
    ...usersOf(s, "cache").map((one) => restart(s, one, `start new tasks of ${one.name}, which connect anew`)),
  ],
  longTerm: ["reconnect on READONLY: `reconnectOnError: (error) => error.message.includes('READONLY')` with ioredis"],
  verify: logs(s),
});

/** A second node takes over; the spec then needs both keys. */
const failover = (s: Situation) =>
  s.environment.cache && !s.environment.cache.multiAz
    ? together(
        changes(s, ["cache", "nodes"], Math.max(2, s.environment.cache.nodes)),
        changes(s, ["cache", "multiAz"], true),
      )
    : [];

const restarted: Adviser = (s) => {
  const { cache } = s.environment;
  if (!cache) return withoutStore(s, "cache");
  return {
    because: [
      cache.nodes === 1
        ? "there is one node: while it is replaced there is no cache, and the new one begins empty"
        : `there are ${cache.nodes} nodes: a failover takes some seconds`,
    ],
    immediate: [state(s), events(s)],
    longTerm: [
      "a service must work without its cache, slower: a short time-out, and then the source",
      ...(cache.multiAz ? [] : ["where that is too slow: a second node in another zone, at twice the price"]),
    ],
    changes: failover(s),
    verify: [state(s), ...logs(s)],
  };
};

const unreachable: Adviser = (s) => {
  const { cache } = s.environment;
  if (!cache) return withoutStore(s, "cache");
  const address = s.tally.values["address"]?.[0];
  const isLocal = address !== undefined && /^(?:127\.|::1|\[::1)/.test(address);
  const without = s.services.filter(({ service }) => !service.uses.cache);
  const named = s.services.length < s.environment.services.length ? without : [];
  const [first] = named;
  return {
    because: [
      ...(isLocal ? [`${address} is the task itself: the client did not get REDIS_URL, and went to its default`] : []),
      ...(!isLocal && s.tally.values["error"]?.includes("ETIMEDOUT")
        ? ["nothing answered: a security group, or a client without TLS (REDIS_URL begins with rediss://)"]
        : []),
      ...named.map(
        ({ name }) => `${name} does not use the cache in the spec, so that it gets no REDIS_URL and no way to it`,
      ),
      ...(cache.nodes === 1 ? ["there is one node: while it is replaced there is no cache"] : []),
    ],
    immediate: [state(s), events(s), ...logs(s)],
    longTerm: [
      "give the whole REDIS_URL to the client, and listen to its `error` event",
      "a service must work without its cache, slower",
    ],
    changes: first
      ? [
          [
            {
              op: "add",
              path: ["services", first.name, "uses"],
              value: first.service.uses.database ? ["cache", "database"] : ["cache"],
            },
          ],
        ]
      : [],
    verify: [state(s), ...usersOf(s, "cache").map((one) => stable(s, one))],
  };
};

/** By code. */
export const cache: Readonly<Record<string, Adviser>> = {
  "cache/full": full,
  "cache/miss-storm": missStorm,
  "cache/password-refused": refused,
  "cache/read-only": readOnly,
  "cache/restarted": restarted,
  "cache/unreachable": unreachable,
};
