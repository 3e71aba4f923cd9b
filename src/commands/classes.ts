// The commands by their names, each loaded when it runs.
import type { Command } from "@oclif/core/command";

/** Each command's class, loaded when it is asked for. */
export const CLASSES: Readonly<Record<string, () => Promise<{ readonly default: Command.Class }>>> = {
  build: () => import("./build.ts"),
  check: () => import("./check.ts"),
  diagnose: () => import("./diagnose.ts"),
  diff: () => import("./diff.ts"),
  explain: () => import("./explain.ts"),
  graph: () => import("./graph.ts"),
  init: () => import("./init.ts"),
  mcp: () => import("./mcp.ts"),
  schema: () => import("./schema.ts"),
  validate: () => import("./validate.ts"),
};
