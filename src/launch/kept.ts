// What V8 compiled of the program's chunks in an earlier run: where it is kept, and how it is read and put there.
import { existsSync, fstatSync, openSync, closeSync, mkdirSync, readSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Script } from "node:vm";

/** The hash of all chunks, put in by tools/bundle.ts. */
declare const BUNDLE: string;

/** The first line of the file: the name and the size of each chunk's code, in its order. */
type Index = readonly (readonly [string, number])[];

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

/**
 * Reads kept code: a line of JSON with each chunk's name and size, then their bytes; and all of it once more. Only our own
 * user's is trusted, and only where both are the same, because V8 itself runs damaged code: `node:zlib` would take 14 M
 * instructions to be loaded and to make a sum.
 */
function readKept(file: string): Kept {
  const handle = openSync(file, "r");
  try {
    const { uid, size } = fstatSync(handle);
    if (process.getuid && uid !== process.getuid()) return new Map();
    const bytes = Buffer.allocUnsafe(size / 2);
    if (readSync(handle, bytes, 0, bytes.length, 0) !== bytes.length || !isTwice(handle, bytes)) return new Map();
    let at = bytes.indexOf(10) + 1;
    const index = JSON.parse(bytes.toString("utf8", 0, at)) as Index;
    const kept = new Map(index.map(([name, length]) => [name, bytes.subarray(at, (at += length))]));
    return at === bytes.length ? kept : new Map();
  } finally {
    closeSync(handle);
  }
}

/** So much is compared at once: memory that is touched for the first time takes longer to get than to read into. */
const WINDOW = 2 ** 16;

/** Whether these bytes stand in the file once more, behind themselves. */
function isTwice(handle: number, bytes: Buffer): boolean {
  const window = Buffer.allocUnsafe(WINDOW);
  for (let at = 0; at < bytes.length; at += WINDOW) {
    const size = Math.min(WINDOW, bytes.length - at);
    if (readSync(handle, window, 0, size, bytes.length + at) !== size) return false;
    if (window.compare(bytes, at, at + size, 0, size) !== 0) return false;
  }
  return true;
}

/** Keeps the code of the scripts, whole or not at all. Throws where it can't. */
export function keep(file: string, scripts: ReadonlyMap<string, Script>): void {
  const parts = [...scripts].map(([name, script]) => [name, aligned(script.createCachedData())] as const);
  const code = Buffer.concat(parts.map(([, bytes]) => bytes));
  const index: Index = parts.map(([name, bytes]) => [name, bytes.length]);
  // Not `recursive`, which never ends where nothing can be made (below /proc, for one).
  const folder = dirname(file);
  for (const each of [dirname(folder), folder]) if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const line = JSON.stringify(index);
  const head = Buffer.from(`${line.padEnd(upToWord(line.length + 1) - 1)}\n`);
  writeFileSync(draft, Buffer.concat([head, code, head, code]), { mode: 0o600 });
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
