// Our commands as oclif knows a plugin: described by a manifest that was made at build time, each loaded when it runs.
import type { Command } from "@oclif/core/command";
import type { Plugin } from "@oclif/core/interfaces";
import commands from "#build/commands.json" with { type: "json" };

/** Each command's class, loaded when it is asked for. */
const CLASSES: Readonly<Record<string, () => Promise<{ readonly default: Command.Class }>>> = {
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

/** The plugin that is the whole program; `root` is the package's folder. */
export function rootPlugin(root: string): Plugin {
  const pjson = {
    name: commands.name,
    version: commands.version,
    description: commands.description,
    oclif: {
      bin: commands.name,
      dirname: commands.name,
      topicSeparator: " " as const,
      additionalHelpFlags: ["-h"],
      additionalVersionFlags: ["-v"],
    },
  };
  const loadables = Object.entries(CLASSES).map(([id, load]) => loadable(id, load));
  return {
    _base: "",
    alias: pjson.name,
    commandIDs: Object.keys(CLASSES),
    commands: loadables,
    commandsDir: undefined,
    findCommand: findIn(loadables),
    hasManifest: true,
    hooks: {},
    isRoot: true,
    load: async () => {},
    moduleType: "commonjs",
    name: pjson.name,
    options: { root },
    pjson,
    root,
    topics: [],
    type: "core",
    valid: true,
    version: pjson.version,
  };
}

function loadable(id: string, load: () => Promise<{ readonly default: Command.Class }>): Command.Loadable {
  const cached = (commands.commands as unknown as Readonly<Record<string, Command.Cached>>)[id];
  if (!cached) throw new Error(`the manifest does not know the command ${id}: build the package again`);
  const loadClass = async (): Promise<Command.Class> => {
    const loaded = (await load()).default;
    loaded.id = id;
    return loaded;
  };
  return { ...cached, load: loadClass };
}

function findIn(loadables: readonly Command.Loadable[]): Plugin["findCommand"] {
  return ((id: string) => loadables.find((one) => one.id === id)?.load()) as Plugin["findCommand"];
}
