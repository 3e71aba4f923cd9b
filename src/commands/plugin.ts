// Our commands as oclif knows a plugin: described by a manifest that was made at build time, so that it finds all that it
// would look for on disk.
import type { Command } from "@oclif/core/command";
import type { Plugin } from "@oclif/core/interfaces";
import { run } from "@oclif/core/run";
import commands from "#build/commands.json" with { type: "json" };
import { CLASSES } from "./classes.ts";

/** Runs a command line in oclif's own way; `root` is the package's folder. Throws what it comes to. */
export async function runAny(argv: readonly string[], root: string): Promise<void> {
  const plugin = rootPlugin(root);
  withoutTheme();
  await run(spelled(argv), { root, pjson: plugin.pjson, plugins: new Map([[plugin.name, plugin]]) });
}

/** oclif would look for a theme of colours among the user's files, through parts of Node.js that nothing else loads. */
function withoutTheme(): void {
  process.env["SAGE_GEN_DISABLE_THEME"] = "true";
}

/** `help build` as everyone writes it, in oclif's own form. */
function spelled(argv: readonly string[]): string[] {
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : [...argv];
}

/** The plugin that is the whole program. */
function rootPlugin(root: string): Plugin {
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
