// Servers that stand between a script and the real ones, and do what networks and disks do on a bad night.
import { createServer as createHttpServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";

/** A server of this process: where it listens, and its end. */
export interface Between {
  readonly port: number;
  close(): void;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/**
 * A way to PostgreSQL on which each connection is cut after so many bytes, both ways together.
 * @param target The port of the server.
 * @param bytes How much a connection lets through; everything unless told, until `close` cuts them all.
 */
export async function cutAfter(target: number, bytes = Infinity): Promise<Between> {
  const open = new Set<() => void>();
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    let passed = 0;
    const end = (): void => void (client.destroy(), upstream.destroy(), open.delete(end));
    open.add(end);
    for (const [from, to] of [
      [upstream, client],
      [client, upstream],
    ] as const)
      from.on("data", (chunk: Buffer) => {
        passed += chunk.length;
        if (passed > bytes) end();
        else to.write(chunk);
      });
    for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
  });
  const close = (): void => {
    server.close();
    for (const end of open) end();
  };
  return { port: await listen(server), close };
}

/** What happens to a request to S3: it passes, is refused, or its bytes change on the way there or back. */
export type Fate = "pass" | "refuse" | "cut" | "alter-request" | "alter-answer";

/** A request as a rule sees it; `object` without the bucket, "" for the bucket itself. */
export interface Asked {
  readonly method: string;
  readonly object: string;
  /** How many requests came before. */
  readonly nth: number;
}

const altered = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  const at = Math.floor(copy.length / 2);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Passes a request on, and its answer back. */
async function pass(port: number, asked: IncomingMessage, answer: ServerResponse, fate: Fate): Promise<void> {
  const body = await read(asked);
  const sent = fate === "alter-request" ? altered(body) : body;
  const { method, url, headers } = asked;
  const upstream = request({ host: "127.0.0.1", port, method, path: url, headers });
  const got = await new Promise<IncomingMessage>((resolve, reject) => {
    upstream.on("response", resolve).on("error", reject).end(sent);
  });
  const bytes = await read(got);
  answer.writeHead(got.statusCode ?? 500, got.headers);
  answer.end(fate === "alter-answer" ? altered(bytes) : bytes);
}

const REFUSAL = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";

/**
 * A way to S3 on which a rule says what happens to each request.
 * @param target The port of the server.
 */
export async function bend(target: number, rule: (asked: Asked) => Fate): Promise<Between> {
  let nth = 0;
  const server = createHttpServer((asked, answer) => {
    const [, object = ""] = /^\/[^/?]+\/?([^?]*)/.exec(asked.url ?? "") ?? [];
    const fate = rule({ method: asked.method ?? "", object: decodeURIComponent(object), nth });
    nth += 1;
    // botocore waits for a `100 Continue` before it sends a body; Node.js gives it by itself.
    if (fate === "cut") asked.once("data", () => asked.destroy());
    else if (fate === "refuse") void read(asked).then(() => answer.writeHead(403).end(REFUSAL));
    else void pass(target, asked, answer, fate).catch(() => answer.destroy());
  });
  return { port: await listen(server), close: () => void (server.close(), server.closeAllConnections()) };
}
