// What a command says on standard output and standard error. Into a file or a pipe it is written at once, because Node.js
// loads a dozen modules for its own streams: a tenth of what a bare Node.js takes.
import { fstatSync, statSync, writeSync } from "node:fs";

/** Standard output and standard error. */
export const OUT = 1;
export const ERROR = 2;
type Handle = typeof OUT | typeof ERROR;

/** Those whose stream was begun: what it did not write yet must not be overtaken. */
const begun = new Set<Handle>();

/** Says a text, on standard output unless told otherwise. Throws the system's error where it can't be written. */
export function say(text: string, handle: Handle = OUT): void {
  const bytes = Buffer.from(text);
  const rest = begun.has(handle) || isDevice(handle) ? bytes : writeAtOnce(handle, bytes);
  if (rest.length > 0) streamOf(handle).write(rest);
}

/** Whether a terminal shows it. */
export function isTerminal(handle: Handle = OUT): boolean {
  return isDevice(handle) && Boolean(streamOf(handle).isTTY);
}

/** Node.js's own stream, which outlives its reader. */
export function streamOf(handle: Handle = OUT): NodeJS.WriteStream {
  const stream = handle === OUT ? process.stdout : process.stderr;
  if (!begun.has(handle))
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!isGone(error.code)) throw error;
    });
  begun.add(handle);
  return stream;
}

/**
 * Whether it may be a terminal, which has ways of its own: a device, but for the one that takes all and keeps nothing. On
 * Windows nothing but a terminal is known to take a text as it is.
 */
function isDevice(handle: Handle): boolean {
  if (process.platform === "win32") return true;
  const stat = fstatSync(handle);
  return stat.isCharacterDevice() && stat.rdev !== statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}

/** Writes what is taken at once, and gives the rest: a pipe that does not block may be full. */
function writeAtOnce(handle: Handle, bytes: Buffer): Buffer {
  let at = 0;
  try {
    while (at < bytes.length) at += writeSync(handle, bytes, at);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isGone(code)) return Buffer.alloc(0);
    if (code !== "EAGAIN") throw error;
  }
  return bytes.subarray(at);
}

/** A reader that stops reading (`| head`) is no fault. */
const isGone = (code: string | undefined): boolean => code === "EPIPE";
