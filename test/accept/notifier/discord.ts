// Stand-ins for the two services that the notifier talks to, over real HTTP: Secrets Manager, and a Discord that is as
// strict as the real one about sizes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What Discord got in one request. */
export interface Post {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly message: Message;
}

export interface Message {
  readonly content?: string;
  readonly embeds: readonly Embed[];
  readonly allowed_mentions: { readonly parse: readonly string[] };
}

export interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly color: number;
  readonly timestamp?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
}

/** An answer that a test wants in place of the usual one; `hang` never comes. */
export type Answer =
  { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | "hang";

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === "hang") return;
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
  response.end(JSON.stringify(answer.body ?? {}));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A Discord that keeps what it gets, and answers from `answers` first. */
export async function discord() {
  const posts: Post[] = [];
  const answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://discord");
    const message = JSON.parse(await textOf(request)) as Message;
    posts.push({ path: url.pathname, query: url.searchParams, message });
    reply(response, answers.shift() ?? (isLegal(message) ? { status: 200 } : { status: 400 }));
  });
  return { origin: await listen(server), posts, answers, close: () => closeNow(server) };
}

/** A Secrets Manager that has `values` by their ids, and counts how often it is asked. */
export async function secretsManager() {
  const values = new Map<string, string>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { SecretId: id } = JSON.parse(await textOf(request)) as { SecretId: string };
    asked.push(id);
    const value = values.get(id);
    const missing = {
      __type: "ResourceNotFoundException",
      Message: "Secrets Manager can't find the specified secret.",
    };
    reply(
      response,
      value === undefined ? { status: 400, body: missing } : { status: 200, body: { ARN: id, SecretString: value } },
    );
  });
  return { origin: await listen(server), values, asked, close: () => closeNow(server) };
}

function closeNow(server: Server): void {
  server.closeAllConnections();
  server.close();
}

const fits = (text: string | undefined, limit: number): boolean =>
  text === undefined || (text.trim() !== "" && text.length <= limit);

/** https://discord.com/developers/docs/resources/message: Embed Limits. */
export function isLegal({ content, embeds }: Message): boolean {
  const texts = embeds.flatMap((embed) => [
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
  ]);
  const sum = texts.reduce((length, text) => length + (text?.length ?? 0), 0);
  return (
    fits(content, 2000) &&
    embeds.length >= 1 &&
    embeds.length <= 10 &&
    sum <= 6000 &&
    embeds.every(
      ({ title, description, fields = [] }) =>
        fits(title, 256) &&
        fits(description, 4096) &&
        fields.length <= 25 &&
        fields.every(({ name, value }) => fits(name, 256) && fits(value, 1024) && value !== undefined),
    )
  );
}
