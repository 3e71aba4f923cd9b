// A spec of many services over several zones, each calling some others: what a picture has to stay readable with.

/** A spec of that many zones and services. */
export function crowd(zones: number, count: number): string {
  const blocks = (from: number, step: number, size: number): string[] =>
    Array.from({ length: zones }, (_, zone) => `10.9.${from + zone * step}.0/${size}`);
  const name = (index: number): string => `service-of-a-name-${String(index).padStart(2, "0")}`;
  const service = (index: number): object => ({
    port: 10000 + index,
    health: "/health",
    ...(index < 3 ? { expose: "public", ...(index > 0 ? { route: { path: `/part-${index}` } } : {}) } : {}),
    uses: index % 2 === 0 ? ["database", "cache"] : ["cache"],
    databaseConnections: index % 2 === 0 ? 1 : undefined,
    calls: [index + 3, index * 2 + 3].filter((other) => other > 2 && other < count).map(name),
  });
  return JSON.stringify({
    version: 1,
    project: "crowded-house",
    region: "ap-southeast-2",
    network: {
      cidr: "10.9.0.0/16",
      nat: "per-az",
      subnets: { public: blocks(0, 1, 24), private: blocks(16, 4, 22), database: blocks(32, 1, 24) },
    },
    database: { instance: "db.r6g.large", multiAz: true },
    cache: { nodes: 2, multiAz: true, node: "cache.r6g.large" },
    secrets: { hook: { description: "Discord webhook" } },
    services: Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), service(index)])),
    alerts: {
      channels: { pager: { discord: "hook" } },
      alarms: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `processorOfServiceNumber${index}`,
          { on: name(index), metric: "cpu", above: "80%", channel: "pager" },
        ]),
      ),
    },
    operations: { backup: { bucket: "crowded-house-dumps" } },
    environments: { production: { account: "111122223333" } },
  });
}
