// The command `sage-gen`: oclif with everything that it would look for on disk made at build time, and our own words
// for what goes wrong.
import { dirname } from "node:path";
import { run } from "@oclif/core/run";
import commands from "#build/commands.json" with { type: "json" };
import { nearest } from "#schema/nearest.ts";
import { rootPlugin } from "#src/commands/plugin.ts";
import { ERROR, say } from "#src/commands/say.ts";
import { type Fault, faultOf } from "#src/report/fault.ts";
import { json } from "#src/report/json.ts";

const ROOT = dirname(import.meta.dirname);

/** oclif would look for a theme of colours among the user's files, through parts of Node.js that nothing else loads. */
function withoutTheme(): void {
  process.env["SAGE_GEN_DISABLE_THEME"] = "true";
}

/** `help build` as everyone writes it, in oclif's own form. */
function spelled(argv: readonly string[]): string[] {
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : [...argv];
}

function wantsJson(argv: readonly string[]): boolean {
  const flags = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  return flags.some(
    (flag, i) => flag === "--json" || flag === "--format=json" || (flag === "--format" && flags[i + 1] === "json"),
  );
}

function withSuggestion(fault: Fault): Fault {
  const name = /^command (\S+) not found$/.exec(fault.message)?.[1];
  const near = name === undefined ? undefined : nearest(name, Object.keys(commands.commands));
  return near === undefined ? fault : { ...fault, help: `did you mean \`sage-gen ${near}\`?` };
}

/** Tells about a fault: in words on standard error, and as the one document on standard output if JSON was asked for. */
function tell(error: unknown, argv: readonly string[]): void {
  const { message, help } = withSuggestion(faultOf(error, Boolean(process.env["SAGE_GEN_DEBUG"])));
  say(`error: ${message}\n${help === undefined ? "" : `  = help: ${help}\n`}`, ERROR);
  if (wantsJson(argv)) say(json({ ok: false, diagnostics: [], error: { message, help } }));
}

/** Runs one command line; the exit status is in `process.exitCode`. */
async function main(argv: readonly string[]): Promise<void> {
  withoutTheme();
  try {
    const plugin = rootPlugin(ROOT);
    await run(spelled(argv), { root: ROOT, pjson: plugin.pjson, plugins: new Map([[plugin.name, plugin]]) });
  } catch (error) {
    if (isQuietExit(error)) return;
    process.exitCode = 2;
    tell(error, argv);
  }
}

/** oclif leaves `--help` by throwing. */
function isQuietExit(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "EEXIT";
}

void main(process.argv.slice(2));
