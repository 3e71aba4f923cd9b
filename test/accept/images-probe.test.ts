// The health check of a Dockerfile, run against real servers: well, ill, absent, and silent.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { compile } from "#src/compile.ts";

/** The command of the reference backend's HEALTHCHECK, its port exchanged. */
function probe(port: number): readonly string[] {
  const spec = readFileSync(new URL("../../spec/sage.yaml", import.meta.url), "utf8");
  const { artifacts } = compile(spec, "sage.yaml", ["docker"]);
  const dockerfile = artifacts.find(({ path }) => path === "apps/backend/Dockerfile")?.text ?? "";
  const command = /^HEALTHCHECK(?:.|\\\n)*?CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? "[]";
  return (JSON.parse(command) as string[]).map((part) => part.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
}

async function ask(answer: RequestListener | undefined): Promise<{ status: number | null; seconds: number }> {
  const server: Server = createServer(answer);
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  if (!answer) await new Promise((done) => void server.close(done));
  const [, ...args] = probe(port);
  const start = performance.now();
  const status = await new Promise<number | null>((done) => void spawn(process.execPath, args).on("exit", done));
  server.closeAllConnections();
  server.close();
  return { status, seconds: (performance.now() - start) / 1000 };
}

test("a service that is well passes at once, though its connection stays open", async () => {
  const { status, seconds } = await ask((_, response) => void response.end('{"status":"ok"}'));
  expect(status).toBe(0);
  expect(seconds).toBeLessThan(2);
});

test("an ill one does not", async () => {
  expect((await ask((_, response) => void response.writeHead(503).end("no"))).status).toBe(1);
});

test("nor does one that is not there", async () => {
  expect((await ask(undefined)).status).toBe(1);
});

test("nor one that never answers, within the probe's own patience", async () => {
  const { status, seconds } = await ask(() => {});
  expect(status).toBe(1);
  expect(seconds).toBeLessThan(5);
});
