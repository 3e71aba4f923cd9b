// Valkey on ElastiCache, and the URL by which the services reach it.
import type { Resource } from "#schema/graph.ts";
import type { Cache, CacheEngine } from "#schema/model.ts";
import { above, join, ref, type Value } from "#schema/value.ts";
import { type Part, resource, type Scope } from "./scope.ts";
import { composedSecret } from "./secrets.ts";

const MODULE = "cache";
const BECAUSE = ["cache"];

/** The isolated subnets, which database and cache share. */
export function storeSubnets(scope: Scope): readonly Value[] {
  const zones = scope.environment.network.zones.filter((zone) => zone.database !== undefined);
  return zones.map((zone) => ref(`subnet-database-${zone.letter}`, "id"));
}

/** The cache with its parameters, its token and the secret `REDIS_URL`; nothing where the spec has none. */
export function cache(scope: Scope): Part {
  const engine = scope.model.cache;
  const here = scope.environment.cache;
  if (!engine || !here) return {};
  return {
    resources: [subnets(scope), parameters(scope, here), token(), group(scope, engine, here), ...url(scope, engine)],
    outputs: [
      {
        name: "cacheEndpoint",
        description: "Host of the cache's primary node, reachable inside the network alone",
        value: ref("cache", "primaryEndpointAddress"),
      },
    ],
  };
}

function subnets(scope: Scope): Resource {
  return resource("cache-subnets", "aws:elasticache/subnetGroup:SubnetGroup", MODULE, BECAUSE, {
    description: "The cache's subnets: no route to the internet",
    subnetIds: storeSubnets(scope),
  });
}

function parameters(scope: Scope, here: Cache): Resource {
  return resource("cache-parameters", "aws:elasticache/parameterGroup:ParameterGroup", MODULE, BECAUSE, {
    family: scope.at(["cache", "version"], here.family),
    description: "Valkey as a cache",
    parameters: [
      above("When memory is full, the least recently used keys go; by default only those with an expiry would.", {
        name: "maxmemory-policy",
        value: "allkeys-lru",
      }),
    ],
  });
}

function token(): Resource {
  return resource(
    "cache-token",
    "random:index/randomPassword:RandomPassword",
    MODULE,
    BECAUSE,
    { length: 32, special: false },
    { why: "Letters and digits alone, so that the URL needs no percent-encoding." },
  );
}

function group(scope: Scope, engine: CacheEngine, here: Cache): Resource {
  const at = (key: string, value: Value): Value => scope.at(["cache", key], value);
  return resource(
    "cache",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    MODULE,
    BECAUSE,
    {
      replicationGroupId: scope.named((names) => names.replicationGroup),
      description: "Cache",
      engine: at("engine", engine.engine),
      engineVersion: at("version", here.version),
      autoMinorVersionUpgrade: true,
      nodeType: at("node", here.node),
      numCacheClusters: at("nodes", here.nodes),
      automaticFailoverEnabled: at("multiAz", here.multiAz),
      multiAzEnabled: at("multiAz", here.multiAz),
      port: engine.port,
      parameterGroupName: ref("cache-parameters", "name"),
      subnetGroupName: ref("cache-subnets", "name"),
      securityGroupIds: [ref("cache-security", "id")],
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      authToken: ref("cache-token", "result"),
      snapshotRetentionLimit: above("No snapshots: what a cache holds is made again from its sources.", 0),
    },
    {
      why: "Valkey runs in replication groups alone, even with a single node: ElastiCache's cache clusters refuse the engine.",
    },
  );
}

function url(scope: Scope, engine: CacheEngine): readonly Resource[] {
  return composedSecret(scope, {
    key: "secret-cache-url",
    module: MODULE,
    because: BECAUSE,
    name: (names) => names.cacheUrlSecret,
    description: "Connection URL of the cache; the program keeps it up to date",
    // `rediss`, not `valkeys`: every client knows it, and the second `s` is what makes it TLS.
    value: join(
      "rediss://:",
      ref("cache-token", "result"),
      "@",
      ref("cache", "primaryEndpointAddress"),
      `:${engine.port}`,
    ),
  });
}
