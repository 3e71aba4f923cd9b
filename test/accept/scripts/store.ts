// Buckets as a test sees them, past the AWS CLI: plain HTTP to the S3 server of the tests.
import { createHash } from "node:crypto";

/** What lies in a bucket under one key. */
export interface StoredObject {
  readonly bytes: Buffer;
  /** The sum that travels with a backup as metadata; "" where there is none. */
  readonly sum: string;
}

/** One bucket. */
export interface Bucket {
  readonly name: string;
  keys(): Promise<readonly string[]>;
  get(key: string): Promise<StoredObject>;
  /** Stores bytes with their SHA-256 as metadata, or with another one. */
  put(key: string, bytes: Uint8Array | string, sum?: string): Promise<void>;
}

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Some signature: the server refuses who has none, and verifies none. */
const SIGNED = { authorization: "AWS key:signature" };

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const signal = AbortSignal.timeout(60_000);
  const answer = await fetch(url, { ...init, signal, headers: { ...SIGNED, ...init.headers } });
  if (!answer.ok) throw new Error(`${init.method ?? "GET"} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescape = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (_, hex: string, decimal: string, name: string) => {
    if (name) return ENTITIES[name] ?? "";
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });

/** Every key of a bucket, page by page. */
async function keysOf(address: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = token === undefined ? "" : `&continuation-token=${encodeURIComponent(token)}`;
    const text = await (await ask(`${address}?list-type=2${page}`)).text();
    keys.push(...[...text.matchAll(/<Key>(.*?)<\/Key>/gs)].map(([, key]) => unescape(key ?? "")));
    token = /<NextContinuationToken>(.*?)<\/NextContinuationToken>/.exec(text)?.[1];
  } while (token !== undefined);
  return keys;
}

/** Makes a bucket in the S3 server that listens on a port. */
export async function makeBucket(port: number, name: string): Promise<Bucket> {
  const address = `http://127.0.0.1:${port}/${name}`;
  const place = (key: string): string => `${address}/${key.split("/").map(encodeURIComponent).join("/")}`;
  await ask(address, { method: "PUT" });
  return {
    name,
    keys: () => keysOf(address),
    get: async (key) => {
      const answer = await ask(place(key));
      return { bytes: Buffer.from(await answer.arrayBuffer()), sum: answer.headers.get("x-amz-meta-sha256") ?? "" };
    },
    put: async (key, bytes, sum = sha256(bytes)) => {
      const body = typeof bytes === "string" ? bytes : new Uint8Array(bytes);
      await (await ask(place(key), { method: "PUT", body, headers: { "x-amz-meta-sha256": sum } })).arrayBuffer();
    },
  };
}
