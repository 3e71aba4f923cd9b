// The one writer: reads what stands in the output folder, and applies a plan so that a crash leaves each file whole.
import {
  closeSync,
  existsSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { type Found, MANIFEST, MAP, PENDING, type Plan, type Step } from "#schema/plan.ts";

/** Windows keeps no executable bit. */
const HAS_MODES = process.platform !== "win32";

/** The place of a path of ours below an absolute folder, both plain already: `join` would walk through them again. */
const placeOf = (root: string, path: string): string =>
  sep === "/" && root !== sep ? `${root}/${path}` : join(root, path);

/** What stands at each of the paths below `root`. Throws the system's error where it may not look. */
export function readTree(root: string, paths: readonly string[]): ReadonlyMap<string, Found> {
  const folders = new Map<string, Found | "folder">([[".", rootAt(root)]]);
  return new Map(paths.map((path) => [path, fileAt(root, path, folders)]));
}

function rootAt(root: string): Found | "folder" {
  const stat = statSync(root, { throwIfNoEntry: false });
  if (!stat) return { kind: "none" };
  return stat.isDirectory() ? "folder" : { kind: "other", what: "the output folder is a file" };
}

/** A folder by its path below the root: one that is there, or why there is none that we would write into. */
function folderAt(root: string, path: string, folders: Map<string, Found | "folder">): Found | "folder" {
  const cached = folders.get(path);
  if (cached) return cached;
  const parent = folderAt(root, dirname(path), folders);
  const folder = parent === "folder" ? folderIn(root, path) : parent;
  folders.set(path, folder);
  return folder;
}

function folderIn(root: string, path: string): Found | "folder" {
  const stat = lstatSync(placeOf(root, path), { throwIfNoEntry: false });
  if (!stat) return { kind: "none" };
  if (stat.isDirectory()) return "folder";
  if (!stat.isSymbolicLink()) return { kind: "other", what: `\`${path}\` is not a folder` };
  const target = realPath(placeOf(root, path));
  if (target === undefined) return { kind: "other", what: `the link \`${path}\` leads nowhere` };
  if (!`${target}${sep}`.startsWith(`${realpathSync(root)}${sep}`)) return { kind: "outside", link: path };
  return statSync(target).isDirectory() ? "folder" : { kind: "other", what: `\`${path}\` is not a folder` };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function fileAt(root: string, path: string, folders: Map<string, Found | "folder">): Found {
  const parent = folderAt(root, dirname(path), folders);
  if (parent !== "folder") return parent;
  const stat = lstatSync(placeOf(root, path), { throwIfNoEntry: false });
  if (!stat) return { kind: "none" };
  if (stat.isSymbolicLink()) return { kind: "other", what: "it is a symbolic link" };
  if (!stat.isFile()) return { kind: "other", what: stat.isDirectory() ? "it is a folder" : "it is not a file" };
  const executable = HAS_MODES ? (stat.mode & 0o100) !== 0 : undefined;
  return { kind: "file", bytes: readFileSync(placeOf(root, path)), executable };
}

/**
 * Applies a plan below `root`: the files, then the removals, then the records, the manifest last. The manifest to be
 * is put down first as pending, so that what a build leaves behind that was cut off is known to be ours. A file is
 * written beside its place and renamed into it, without fsync: the next build repairs what a power cut loses.
 * Throws the system's error of the first step that fails; its own half-written file is removed.
 */
export function apply(root: string, plan: Plan): void {
  for (const path of [...plan.begun, MAP, MANIFEST, PENDING]) discard(draftOf(placeOf(root, path)));
  const writes = plan.steps.filter(({ write }) => write !== undefined);
  const removals = plan.steps.filter(({ action }) => action === "delete");
  if (writes.length + removals.length > 0) {
    const folders = new Set<string>();
    put(placeOf(root, PENDING), Buffer.from(plan.pending), { executable: false, isNew: false }, folders);
    for (const step of writes) if (!isRecord(step)) write(root, step, folders);
    for (const { path } of removals) remove(root, path);
    for (const step of writes) if (isRecord(step)) write(root, step, folders);
  }
  discard(join(root, PENDING));
}

/**
 * Puts a text into a file's place, whole, if the file still holds the text that it was made from. Gives whether it did.
 * Throws the system's error where it can't.
 */
export function exchange(place: string, before: string, after: string): boolean {
  if (!readFileSync(place).equals(Buffer.from(before))) return false;
  const executable = HAS_MODES && (statSync(place).mode & 0o100) !== 0;
  put(place, Buffer.from(after), { executable, isNew: false }, new Set());
  return true;
}

const isRecord = ({ target }: Step): boolean => target === "sage";

function write(root: string, { path, action, write: made }: Step, folders: Set<string>): void {
  if (made) put(placeOf(root, path), made.bytes, { executable: made.executable, isNew: action === "create" }, folders);
}

/** How a file is put into its place; where one stands there, it gives its mode. */
interface Manner {
  readonly executable: boolean;
  readonly isNew: boolean;
}

/** `folders` are those that are known to be there: neither they nor the place of a new file need be looked at. */
function put(place: string, bytes: Uint8Array, { executable, isNew }: Manner, folders: Set<string>): void {
  const draft = draftOf(place);
  const folder = dirname(place);
  try {
    if (!folders.has(folder)) makeFolder(folder);
    folders.add(folder);
    const file = openNew(draft, executable ? 0o777 : 0o666);
    try {
      writeFileSync(file, bytes);
      const before = isNew ? undefined : lstatSync(place, { throwIfNoEntry: false });
      if (before && HAS_MODES) fchmodSync(file, modeOf(before.mode, executable));
    } finally {
      closeSync(file);
    }
    renameSync(draft, place);
  } catch (error) {
    discard(draft);
    throw Object.assign(error as Error, { path: place });
  }
}

/** Opens a file that is not there: `wx` follows no link that someone put in its place. */
function openNew(place: string, mode: number): number {
  try {
    return openSync(place, "wx", mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // What a killed build left behind.
    discard(place);
    return openSync(place, "wx", mode);
  }
}

/** Where a file is written before it is renamed into its place. */
function draftOf(place: string): string {
  const name = place.lastIndexOf(sep) + 1;
  return `${place.slice(0, name)}.${place.slice(name)}.sage-gen-draft`;
}

/** Makes a folder and those above it that are missing; gives them. Node's own way never ends below one like /proc. */
export function makeFolder(path: string): readonly string[] {
  if (existsSync(path)) return [];
  const above = makeFolder(dirname(path));
  mkdirSync(path);
  return [...above, path];
}

/** Removes a file that need not be there. It is looked for first: an error takes as long as writing two files. */
export function discard(place: string): void {
  try {
    if (lstatSync(place, { throwIfNoEntry: false })) unlinkSync(place);
  } catch {
    // A later step says why it can't be removed.
  }
}

/** The mode that the file had, executable by whoever may read it, or by nobody. */
function modeOf(mode: number, executable: boolean): number {
  return executable ? (mode & 0o777) | ((mode & 0o444) >> 2) : mode & 0o666;
}

/** Removes a file, and the folders that it leaves empty. */
function remove(root: string, path: string): void {
  unlinkSync(placeOf(root, path));
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      return;
    }
  }
}
