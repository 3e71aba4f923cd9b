// Causes between a service and its cache.
import type { Causes } from "../cause.ts";

const VALKEY = "https://valkey.io/topics/";

/** Sorted by code. */
export const CACHE = {
  "cache/full": {
    summary: "the cache's memory is full, and it may evict nothing",
    signs: [
      { words: ["OOM command not allowed when used memory"], pattern: /OOM command not allowed when used memory/ },
    ],
    follows: [],
    explanation: `Valkey refuses writes at maxmemory where its policy lets it evict nothing. The generated parameter group sets allkeys-lru, which
always finds a key to evict: this comes from another cache, or from a single value that is larger than what is left.

  seen      OOM command not allowed when used memory > 'maxmemory'.
  mend      a larger node, shorter TTLs, smaller values`,
    sources: [`${VALKEY}lru-cache/`, "https://redis.io/docs/latest/develop/reference/eviction/"],
  },
  "cache/miss-storm": {
    summary: "many cached values were missing within the same second",
    signs: [
      {
        words: ["ache miss", "ache MISS", "CACHE MISS"],
        pattern: /\bcache[ _:-]{1,2}miss\b/i,
        atOnce: 30,
      },
      {
        words: ["cache stampede", "thundering herd", "dogpile"],
        pattern:
          /\bcache stampede (?:detected|on|for)|\bthundering herd (?:detected|on|for)|\bdogpile (?:detected|on|for)/i,
      },
    ],
    follows: ["cache/unreachable", "cache/restarted"],
    explanation: `Values that were kept at the same time expire at the same time, and then every task asks the source at once.

  seen      cache miss key=market:BTC   thirty times and more within one second
  mend      add up to a tenth by chance to each TTL, and let one task make a value while the others wait`,
    sources: ["https://redis.io/glossary/cache-stampede/", `${VALKEY}client-side-caching/`],
  },
  "cache/password-refused": {
    summary: "the cache refuses the token",
    signs: [
      { words: ["WRONGPASS"], pattern: /\bWRONGPASS invalid username-password pair/ },
      { words: ["NOAUTH"], pattern: /\bNOAUTH(?: Authentication required|: HELLO must be called)/ },
    ],
    follows: [],
    explanation: `REDIS_URL holds the token. NOAUTH: the client sent none, so that it has taken the URL apart. WRONGPASS: it sent another one than
the cache has; a task reads the secret once, when it starts.

  seen      ReplyError: WRONGPASS invalid username-password pair or user is disabled.
  mend      give the whole REDIS_URL to the client; new tasks after the token changed`,
    sources: [
      "https://github.com/redis/node-redis/issues/2857",
      "https://github.com/nextcloud/nextcloudpi/issues/1740",
    ],
  },
  "cache/read-only": {
    summary: "writes reached a replica of the cache",
    signs: [
      {
        words: ["READONLY You can't write against a read only"],
        pattern: /READONLY You can't write against a read only (?:replica|slave)/,
      },
    ],
    follows: ["cache/restarted"],
    explanation: `The connection is to a node that was the primary before a failover, or to the reader's address.

  seen      READONLY You can't write against a read only replica.
  mend      connect by the primary's name as REDIS_URL has it, and reconnect on READONLY (ioredis: reconnectOnError)`,
    sources: ["https://github.com/redis/ioredis#reconnect-on-error", `${VALKEY}replication/`],
  },
  "cache/restarted": {
    summary: "the cache restarts, or loads what it kept",
    signs: [
      {
        words: ["is loading the dataset in memory"],
        pattern: /LOADING (?:Redis|Valkey) is loading the dataset in memory/,
      },
      {
        words: ["Failover from ", "Recovering cache nodes"],
        pattern: /Failover from (?:master|primary) node [\w-]{1,60} to replica node|Recovering cache nodes/,
      },
    ],
    follows: [],
    explanation: `ElastiCache replaces a node for maintenance or after a fault. With one node the cache is away and comes back empty.

  seen      LOADING Redis is loading the dataset in memory
  mend      a service that works without its cache, slower; two nodes and multiAz where that is too slow`,
    sources: [
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ECEvents.viewing.html",
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ElastiCacheSNS.html",
    ],
  },
  "cache/unreachable": {
    summary: "the cache can't be reached",
    signs: [
      {
        words: ["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH"],
        pattern: /connect (?<error>ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH) (?<address>[\d.:a-f[\]]{2,45}):6379\b/,
      },
      { words: ["Reached the max retries per request limit"], pattern: /Reached the max retries per request limit/ },
    ],
    follows: ["cache/restarted", "network/name-not-found"],
    explanation: `A refusal from 127.0.0.1 is a client without REDIS_URL; from another address, a node that restarts. A time-out is a security group
that does not let the service through, or a client that speaks plain text to a cache that wants TLS.

  seen      [ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379
  mend      \`uses: [cache]\` on the service, and the whole REDIS_URL (rediss://) to the client`,
    sources: ["https://github.com/redis/ioredis/issues/1192", "https://github.com/redis/ioredis/issues/1347"],
  },
} as const satisfies Causes;
