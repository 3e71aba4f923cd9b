// Who gives advice on which cause.
import { connections } from "./advice/connections.ts";
import type { Adviser } from "./situation.ts";

/** By the cause's code. */
export const ADVISERS: Readonly<Record<string, Adviser>> = { ...connections };
