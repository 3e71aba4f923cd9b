// The command `sage-gen`: a command that is named plainly, or oclif to find out what is meant, and our own words for what
// goes wrong.
import { dirname } from "node:path";
import { nearest } from "#schema/nearest.ts";
import { CLASSES } from "#src/commands/classes.ts";
import { plainCommand, runPlain } from "#src/commands/plain.ts";
import { ERROR, say } from "#src/commands/say.ts";
import { type Fault, faultOf } from "#src/report/fault.ts";
import { json } from "#src/report/json.ts";

const ROOT = dirname(import.meta.dirname);

function wantsJson(argv: readonly string[]): boolean {
  const flags = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  return flags.some(
    (flag, i) => flag === "--json" || flag === "--format=json" || (flag === "--format" && flags[i + 1] === "json"),
  );
}

function withSuggestion(fault: Fault): Fault {
  const name = /^command (\S+) not found$/.exec(fault.message)?.[1];
  const near = name === undefined ? undefined : nearest(name, Object.keys(CLASSES));
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
  try {
    const plain = plainCommand(argv);
    if (plain !== undefined) await runPlain(plain, argv.slice(1), ROOT);
    else await (await import("#src/commands/plugin.ts")).runAny(argv, ROOT);
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
