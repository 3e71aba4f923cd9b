// What V8 compiled of the program's chunks in an earlier run: where it is kept, and how it is read and put there.
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
import type { Script } from "node:vm";

/** The hash of all chunks, put in by tools/bundle.ts. */
declare const BUNDLE: string;

/** The first line of the file: the checksum of what follows, and each chunk's name and size. */
interface Index {
  readonly sum: number;
  readonly index: readonly (readonly [string, number])[];
}

/** Kept code by the chunk's name. */
export type Kept = ReadonlyMap<string, Buffer>;

const COMMANDS = ["build", "check", "validate"];

/** Where this user's programs keep what can be made again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  const homedir = (): string => HOME || process.getBuiltinModule("node:os").homedir();
  if (process.platform === "win32") return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "sage-gen");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "sage-gen");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "sage-gen");
}

/** The file of kept code for this command; undefined where none is wanted. */
export function cacheFile(): string | undefined {
  const [, , command = ""] = process.argv;
  if (process.env["SAGE_GEN_CACHE"] === "off" || !COMMANDS.includes(command)) return undefined;
  return attempt(() => join(cacheFolder(), `${BUNDLE}-${process.version}-${process.arch}-${command}.bin`), undefined);
}

/** The kept code of a file; none where it can't be used. */
export const keptIn = (file: string): Kept => attempt(() => readKept(file), new Map());

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

/** Keeps the code of the scripts, whole or not at all. Throws where it can't. */
export function keep(file: string, scripts: ReadonlyMap<string, Script>): void {
  const parts = [...scripts].map(([name, script]) => [name, aligned(script.createCachedData())] as const);
  const code = Buffer.concat(parts.map(([, bytes]) => bytes));
  const index: Index = {
    sum: process.getBuiltinModule("node:zlib").crc32(code),
    index: parts.map(([name, bytes]) => [name, bytes.length]),
  };
  // Not `recursive`, which never ends where nothing can be made (below /proc, for one).
  const folder = dirname(file);
  for (const each of [dirname(folder), folder]) if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const line = JSON.stringify(index);
  const head = Buffer.from(`${line.padEnd(upToWord(line.length + 1) - 1)}\n`);
  writeFileSync(draft, Buffer.concat([head, code]), { mode: 0o600 });
  renameSync(draft, file);
}

/** The next multiple of eight bytes: V8 copies code that begins anywhere else before it reads it. */
const upToWord = (size: number): number => Math.ceil(size / 8) * 8;

const aligned = (code: Buffer): Buffer => Buffer.concat([code], upToWord(code.length));

export function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
