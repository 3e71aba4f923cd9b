// One build at a time: a lock in the output folder, from before the folder is read until after it is written.
import { lstatSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LOCK } from "#schema/plan.ts";
import { discard, makeFolder } from "#src/disk.ts";

/** A build writes for far less than this, in milliseconds: an older lock was left behind. */
const LONGEST = 60_000;
/** Between two calls a lock is there and has no number yet: so long an instant is waited for it, and so often looked. */
const [INSTANT, PAUSE] = [2000, 50];

/** Gives the folder back. */
export type Release = () => void;

/**
 * Takes an output folder for one build, or tells the process that has it (0, if it does not say). Where no lock can be
 * made (a read-only file system, a link in its place) nothing is locked: the writer will say what is wrong.
 */
export function lock(root: string): Release | number {
  const place = join(root, LOCK);
  const folder = dirname(place);
  let made: readonly string[] = [];
  const release = (): void => {
    discard(place);
    made.toReversed().every(removeEmpty);
  };
  try {
    // Throws where the output folder is a file.
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return () => {};
    made = makeFolder(folder);
    return take(place) ?? release;
  } catch {
    release();
    return () => {};
  }
}

/** Puts the lock down, over one that was left behind; or tells whose it is. */
function take(place: string): number | undefined {
  if (put(place)) return undefined;
  const holder = holderOf(place);
  if (holder !== undefined) return holder;
  discard(place);
  return put(place) ? undefined : 0;
}

function put(place: string): boolean {
  try {
    writeFileSync(place, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The process that holds the lock; undefined where it is gone, or where the lock is too old to be held. */
function holderOf(place: string): number | undefined {
  for (let waited = 0; ; waited += PAUSE) {
    const stat = statSync(place, { throwIfNoEntry: false });
    if (!stat || Date.now() - stat.mtimeMs > LONGEST) return undefined;
    const said = readFileSync(place, "utf8");
    const holder = Number(said);
    // A number without its end may be the start of another.
    if (holder !== 0 && said.endsWith("\n")) return isAlive(holder) ? holder : undefined;
    // Killed before it could say its number; or else it says it now.
    if (waited >= INSTANT) return undefined;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}

function isAlive(id: number): boolean {
  if (!Number.isInteger(id) || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function removeEmpty(folder: string): boolean {
  try {
    if (readdirSync(folder).length > 0) return false;
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
