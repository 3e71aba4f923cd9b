// Who gives advice on which cause.
import { cache } from "./advice/cache.ts";
import { connections } from "./advice/connections.ts";
import { database } from "./advice/database.ts";
import { exhausted } from "./advice/exhausted.ts";
import { health } from "./advice/health.ts";
import { loadBalancer } from "./advice/load-balancer.ts";
import { migrations } from "./advice/migrations.ts";
import { network } from "./advice/network.ts";
import { operations } from "./advice/operations.ts";
import { secrets } from "./advice/secrets.ts";
import { service } from "./advice/service.ts";
import { stack } from "./advice/stack.ts";
import { start } from "./advice/start.ts";
import { type Adviser, withoutStore } from "./situation.ts";

/** Advice on a store needs one. */
const needing = (store: "database" | "cache", advisers: Readonly<Record<string, Adviser>>): Record<string, Adviser> =>
  Object.fromEntries(
    Object.entries(advisers).map(([code, adviser]) => [
      code,
      (situation) => (situation.environment[store] ? adviser(situation) : withoutStore(situation, store)),
    ]),
  );

/** By the cause's code. */
export const ADVISERS: Readonly<Record<string, Adviser>> = {
  ...needing("database", { ...connections, ...exhausted, ...database, ...migrations }),
  ...needing("cache", cache),
  ...start,
  ...secrets,
  ...network,
  ...stack,
  ...operations,
  ...service,
  ...health,
  ...loadBalancer,
};
