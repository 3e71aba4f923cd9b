// The entry: runs the program's chunks, with what V8 compiled of them in an earlier run where that was kept. Compiling
// is most of a short run; the kept code only ever saves it: on any trouble the program runs as if there were none.
import { existsSync } from "node:fs";
import { Script, type ScriptOptions } from "node:vm";
import { loader } from "./launch/chunks.ts";
import { tune } from "./launch/flags.ts";
import { attempt, cacheFile, keep, type Kept, keptIn } from "./launch/kept.ts";

/**
 * What runs load of Node.js's own. Before a flag is set, because V8 takes no code that was compiled under other flags, and
 * would compile these modules anew: 20 M instructions for `node:crypto` instead of 8.
 */
function loadFirst(command: string, isKept: boolean): void {
  if (isKept) process.getBuiltinModule("node:zlib");
  if (command === "build" || command === "check") process.getBuiltinModule("node:crypto");
}

function tuneForShortRuns(isKept: boolean): void {
  const [, , command = "-"] = process.argv;
  // `--version` and `--help` are over before it pays.
  if (command.startsWith("-")) return;
  loadFirst(command, isKept);
  tune(true);
}

/** The chunks that a build runs nearly whole. */
const WHOLE = ["./compile.cjs", "./judge.cjs"];

/** The compiled chunk. Of one that runs nearly whole V8 compiles everything at once, instead of reading it twice. */
function compiled(id: string, source: string, options: ScriptOptions): Script {
  if (!WHOLE.includes(id) || options.cachedData) return new Script(source, options);
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  setFlagsFromString("--no-lazy");
  try {
    return new Script(source, options);
  } finally {
    setFlagsFromString("--lazy");
  }
}

/** Runs the program. */
function launch(): void {
  const file = cacheFile();
  const isKept = file !== undefined && existsSync(file);
  tuneForShortRuns(isKept);
  const kept: Kept = isKept ? keptIn(file) : new Map();
  const scripts = new Map<string, Script>();
  let isStale = false;
  const load = loader(import.meta.dirname, kept, (id, source, options) => {
    const script = compiled(id, source, options);
    isStale ||= !options.cachedData || script.cachedDataRejected === true;
    scripts.set(id, script);
    return script;
  });
  if (file !== undefined) process.on("exit", () => void (isStale && attempt(() => keep(file, scripts), undefined)));
  load("./cli.cjs");
}

launch();
