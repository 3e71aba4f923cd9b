// Every cause that logs are searched for. Of two that weigh the same, the one that stands first is told first.
import type { Causes } from "./cause.ts";
import { CONNECTIONS } from "./causes/connections.ts";

/** By code. */
export const CAUSES: Causes = { ...CONNECTIONS };
