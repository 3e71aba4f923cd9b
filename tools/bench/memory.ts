// A folder in memory to write into: a disk works for long on the thousands of files that were removed before a run, and
// that would be measured as ours.
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** Linux's file system in memory, and the room that a fleet of a thousand takes there, in bytes. */
const [MEMORY, ROOM] = ["/dev/shm", 2 ** 29];

/** A new folder in memory, where there is room, until the process ends. */
export function inMemory(): string | undefined {
  if (!existsSync(MEMORY)) return undefined;
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize < ROOM) return undefined;
  const folder = mkdtempSync(join(MEMORY, "sage-gen-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
