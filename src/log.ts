// Reads a log as text: a file or standard input, unpacked where it is gzip, a piece at a time.
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { trouble } from "#src/report/fault.ts";

/** How a log ended, where it did not end well. */
export interface Ended {
  /** Undefined: well. */
  readonly note: string | undefined;
}

const PIECE = 1 << 18;

/** Feeds a log to a listener: standard input where it is `-`, else a file of `folder`. Throws where there is none. */
export async function readLog(name: string, folder: string, feed: (text: string) => void): Promise<Ended> {
  const source: Readable =
    name === "-" ? process.stdin : createReadStream(resolve(folder, name), { highWaterMark: PIECE });
  const pieces = source[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
  const first = await head(pieces, name);
  const decoder = new TextDecoder(first[0] === 0xff && first[1] === 0xfe ? "utf-16le" : "utf-8");
  const give = (bytes: Buffer): void => feed(decoder.decode(bytes, { stream: true }));
  const note =
    first[0] === 0x1f && first[1] === 0x8b ? await unpack(first, pieces, give) : await pass(first, pieces, give);
  feed(decoder.decode());
  return { note };
}

/** The first bytes: enough to tell what they are. */
async function head(pieces: AsyncIterator<Buffer>, name: string): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  try {
    while (bytes.length < 2) {
      const piece = await pieces.next();
      if (piece.done === true) break;
      bytes = Buffer.concat([bytes, piece.value]);
    }
    return bytes;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw trouble(`${name}: there is no such file`, "name a log, or - for standard input");
    if (code === "EISDIR") throw trouble(`${name}: it is a folder`, "name the file in it");
    throw error;
  }
}

async function pass(first: Buffer, pieces: AsyncIterable<Buffer>, give: (bytes: Buffer) => void): Promise<undefined> {
  give(first);
  for await (const piece of pieces) give(piece);
}

/** Unpacks gzip, also members behind one another; of a file that is cut off or damaged, all up to there. */
async function unpack(
  first: Buffer,
  pieces: AsyncIterable<Buffer>,
  give: (bytes: Buffer) => void,
): Promise<string | undefined> {
  const gunzip = createGunzip({ chunkSize: PIECE });
  const done = new Promise<string | undefined>((settle) => {
    gunzip.on("data", give);
    gunzip.on("end", () => settle(undefined));
    gunzip.on("error", (error: NodeJS.ErrnoException) =>
      settle(error.code === "Z_BUF_ERROR" ? "the gzip file is cut off" : "the gzip file is damaged from here on"),
    );
  });
  const write = (bytes: Buffer): Promise<unknown> =>
    gunzip.write(bytes)
      ? Promise.resolve()
      : Promise.race([done, new Promise((settle) => gunzip.once("drain", settle))]);
  await write(first);
  for await (const piece of pieces) await write(piece);
  gunzip.end();
  return done;
}
