// Who gives advice on which cause.
import { cache } from "./advice/cache.ts";
import { connections } from "./advice/connections.ts";
import { database } from "./advice/database.ts";
import { platform } from "./advice/platform.ts";
import { service } from "./advice/service.ts";
import { start } from "./advice/start.ts";
import type { Adviser } from "./situation.ts";

/** By the cause's code. */
export const ADVISERS: Readonly<Record<string, Adviser>> = {
  ...connections,
  ...database,
  ...cache,
  ...start,
  ...platform,
  ...service,
};
