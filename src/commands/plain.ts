// Runs a command that is named plainly, by oclif's flags and errors. oclif's own way to a command would make its whole
// configuration first, to find out which one is meant: 27 M instructions, where a bare Node.js takes 78 M.
import type { Command } from "@oclif/core/command";
import { CLASSES } from "./classes.ts";

const ASKS = ["-h", "--help"];

/** The command that the words name beyond doubt; undefined where oclif has to find out. */
export function plainCommand([id = "", next = "-", ...rest]: readonly string[]): string | undefined {
  if (!Object.hasOwn(CLASSES, id) || !next.startsWith("-")) return undefined;
  return [next, ...rest].some((word) => ASKS.includes(word)) ? undefined : id;
}

/** Runs it. Throws what the command throws, and what its flags are refused for. */
export async function runPlain(id: string, argv: string[], root: string): Promise<void> {
  const loaded = (await CLASSES[id]?.())?.default as Command.Class;
  loaded.id = id;
  await loaded.run(argv, configOf(root) as never);
}

/** What a command asks of oclif's configuration. */
function configOf(root: string) {
  return {
    bin: "sage-gen",
    root,
    pjson: { oclif: {} },
    topicSeparator: ":",
    userAgent: "sage-gen",
    runHook: () => Promise.resolve({ successes: [], failures: [] }),
    scopedEnvVar: () => undefined,
    scopedEnvVarKeys: () => [],
  };
}
