// The entry: runs the program's chunks, with what V8 compiled of them in an earlier run where that was kept. Compiling
// is most of a short run; the kept code only ever saves it: on any trouble the program runs as if there were none.
import {
  existsSync,
  fstatSync,
  openSync,
  closeSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Script, type ScriptOptions } from "node:vm";

/** The hash of all chunks, put in by tools/bundle.ts. */
declare const BUNDLE: string;

/** The first line of the file: the checksum of what follows, and each chunk's name and size. */
interface Index {
  readonly sum: number;
  readonly index: readonly (readonly [string, number])[];
}

/** Kept code by the chunk's name. */
type Kept = ReadonlyMap<string, Buffer>;
type Wrapper = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: object },
  dirname: string,
) => void;

const DIST = import.meta.dirname;
const COMMANDS = ["build", "check", "validate"];

/**
 * A run of one spec is over before optimized code, several threads, or marking in steps pay for themselves, so V8 is told
 * to do without. Only on Node.js 20, which has these flags: V8 complains about flags that it does not know.
 */
const FLAGS = [
  "--interrupt-budget=4000000",
  "--interrupt-budget-for-feedback-allocation=10000",
  "--no-parallel-scavenge",
  "--no-incremental-marking",
  "--semi-space-growth-factor=1",
];

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
  if (command.startsWith("-") || !process.version.startsWith("v20.")) return;
  loadFirst(command, isKept);
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  for (const flag of FLAGS) setFlagsFromString(flag);
}

/** Where this user's programs keep what can be made again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  const homedir = (): string => HOME || process.getBuiltinModule("node:os").homedir();
  if (process.platform === "win32") return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "sage-gen");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "sage-gen");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "sage-gen");
}

/** The file of kept code for this command; undefined where none is wanted. */
function cacheFile(): string | undefined {
  const [, , command = ""] = process.argv;
  if (process.env["SAGE_GEN_CACHE"] === "off" || !COMMANDS.includes(command)) return undefined;
  try {
    return join(cacheFolder(), `${BUNDLE}-${process.version}-${process.arch}-${command}.bin`);
  } catch {
    return undefined;
  }
}

/** Reads kept code: a line of JSON with each chunk's name and size, then their bytes. Only our own user's is trusted. */
function readKept(file: string): Kept {
  const handle = openSync(file, "r");
  try {
    const { uid } = fstatSync(handle);
    if (process.getuid && uid !== process.getuid()) return new Map();
    const bytes = readFileSync(handle);
    let at = bytes.indexOf(10) + 1;
    const { sum, index } = JSON.parse(bytes.toString("utf8", 0, at)) as Index;
    // V8 itself runs damaged code.
    if (process.getBuiltinModule("node:zlib").crc32(bytes.subarray(at)) !== sum) return new Map();
    return new Map(index.map(([name, size]) => [name, bytes.subarray(at, (at += size))]));
  } finally {
    closeSync(handle);
  }
}

/** Keeps the code of the scripts, whole or not at all. */
function keep(file: string, scripts: ReadonlyMap<string, Script>): void {
  const parts = [...scripts].map(([name, script]) => [name, script.createCachedData()] as const);
  const code = Buffer.concat(parts.map(([, bytes]) => bytes));
  const index: Index = {
    sum: process.getBuiltinModule("node:zlib").crc32(code),
    index: parts.map(([name, bytes]) => [name, bytes.length]),
  };
  // Not `recursive`, which never ends where nothing can be made (below /proc, for one).
  const folder = dirname(file);
  for (const each of [dirname(folder), folder]) if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), code]), { mode: 0o600 });
  renameSync(draft, file);
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
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

/** Runs the program; each chunk once, when it is asked for. */
function launch(): void {
  const file = cacheFile();
  const isKept = file !== undefined && existsSync(file);
  tuneForShortRuns(isKept);
  const kept: Kept = isKept ? attempt(() => readKept(file), new Map()) : new Map();
  const scripts = new Map<string, Script>();
  const modules = new Map<string, { exports: object }>();
  const load = (id: string): unknown => {
    if (!id.startsWith("./")) return process.getBuiltinModule(id);
    const known = modules.get(id);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(id, module);
    const place = join(DIST, id);
    const source = `(function(exports,require,module,__dirname){${readFileSync(place, "latin1")}\n})`;
    const cachedData = kept.get(id);
    const script = compiled(id, source, { filename: place, ...(cachedData ? { cachedData } : {}) });
    if (!cachedData || script.cachedDataRejected) scripts.set("stale", script);
    scripts.set(id, script);
    (script.runInThisContext() as Wrapper)(module.exports, load, module, DIST);
    return module.exports;
  };
  if (file !== undefined)
    process.on("exit", () => void (scripts.delete("stale") && attempt(() => keep(file, scripts), undefined)));
  load("./cli.cjs");
}

launch();
