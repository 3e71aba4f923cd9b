// Every cause that logs are searched for. Of two that weigh the same, the one that stands first is told first.
import type { Causes } from "./cause.ts";
import { CACHE } from "./causes/cache.ts";
import { CONNECTIONS } from "./causes/connections.ts";
import { DATABASE } from "./causes/database.ts";
import { PLATFORM } from "./causes/platform.ts";
import { SERVICE } from "./causes/service.ts";
import { START } from "./causes/start.ts";

/** By code. */
export const CAUSES: Causes = { ...CONNECTIONS, ...DATABASE, ...CACHE, ...START, ...PLATFORM, ...SERVICE };
