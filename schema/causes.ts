// Every cause that logs are searched for. Of two that weigh the same, the one that stands first is told first.
import type { Causes } from "./cause.ts";
import { CACHE } from "./causes/cache.ts";
import { CONNECTIONS } from "./causes/connections.ts";
import { DATABASE } from "./causes/database.ts";
import { HEALTH_CHECKS } from "./causes/health.ts";
import { LOAD_BALANCER } from "./causes/load-balancer.ts";
import { MIGRATIONS } from "./causes/migrations.ts";
import { NETWORK } from "./causes/network.ts";
import { OPERATIONS } from "./causes/operations.ts";
import { SERVICE } from "./causes/service.ts";
import { STACK } from "./causes/stack.ts";
import { START } from "./causes/start.ts";

/** By code. */
export const CAUSES: Causes = {
  ...CONNECTIONS,
  ...DATABASE,
  ...MIGRATIONS,
  ...CACHE,
  ...START,
  ...NETWORK,
  ...STACK,
  ...OPERATIONS,
  ...SERVICE,
  ...HEALTH_CHECKS,
  ...LOAD_BALANCER,
};
