// The stores of a generated spec, large enough for the tasks that use them.
import type { CacheDraw, DatabaseDraw } from "./draws.ts";
import type { Data } from "./specs.ts";

/** Instance classes, and connections that they surely leave to an application. */
const INSTANCES = [
  ["db.t4g.micro", 90],
  ["db.t3.small", 190],
  ["db.t4g.medium", 390],
  ["db.m7g.large", 790],
  ["db.r6g.large", 1600],
  ["db.t4g.2xlarge", 3200],
] as const;

const instanceOf = (choice: number, connections: number): string => {
  const able = INSTANCES.filter(([, most]) => most >= connections);
  return (able[choice % Math.max(able.length, 1)] ?? INSTANCES[5])[0];
};

/** The database's section. */
export const databaseOf = (draw: DatabaseDraw, connections: number): Data => ({
  version: draw.version,
  ...sizesOf(draw, connections),
});

/** What of the database an environment may change without a second look at its version. */
export const sizesOf = (draw: DatabaseDraw, connections: number): Data => ({
  instance: instanceOf(draw.instance, connections),
  storage: { initial: `${draw.initial}GiB`, max: `${draw.initial + draw.more}GiB` },
  multiAz: draw.multiAz,
  backup: { retention: `${draw.retention}d` },
});

/** The cache's section. */
export const cacheOf = (draw: CacheDraw): Data => ({
  version: draw.version,
  ...nodesOf(draw),
  ttl: draw.ttl.length === 0 ? undefined : Object.fromEntries(draw.ttl.map((name, index) => [name, `${index + 1}m`])),
});

/** What of the cache an environment may change. */
export const nodesOf = (draw: CacheDraw): Data => ({
  node: draw.node,
  nodes: draw.multiAz ? draw.nodes + 1 : draw.nodes,
  multiAz: draw.multiAz,
});
