// The server for assistants, spoken to by the protocol's own client: the same answers as the command line's, nothing
// written unless that was allowed, nothing read from elsewhere, and no question that ends it.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { treeIn } from "../cases.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");

let cwd = "";
let clients: Client[] = [];
beforeEach(() => {
  cwd = join(mkdtempSync(join(tmpdir(), "sage-gen-mcp-")), "work");
  mkdirSync(cwd);
  cpSync(join(ROOT, "spec", "sage.yaml"), join(cwd, "sage.yaml"));
});
afterEach(async () => {
  for (const client of clients) await client.close();
  clients = [];
  rmSync(dirname(cwd), { recursive: true, force: true });
});

async function connected(...args: readonly string[]) {
  const client = new Client({ name: "test", version: "1.0.0" });
  const transport = new StdioClientTransport({ command: process.execPath, args: [COMMAND, "mcp", ...args], cwd });
  await client.connect(transport);
  clients.push(client);
  const call = async (name: string, given: Readonly<Record<string, unknown>> = {}) => {
    const result = await client.callTool({ name, arguments: given });
    const [content] = result.content as readonly { readonly type: string; readonly text: string }[];
    return {
      isError: result.isError ?? false,
      document: result.structuredContent as Readonly<Record<string, unknown>> | undefined,
      text: content?.text ?? "",
    };
  };
  return { client, call };
}

/** What the command line says, as JSON and in words. */
function said(...args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: "1" };
  const run = (...more: readonly string[]) =>
    spawnSync(process.execPath, [COMMAND, ...args, ...more], { cwd, encoding: "utf8", env }).stdout;
  return { isError: false, document: JSON.parse(run("--json")) as unknown, text: run() };
}

const LOG = "error: remaining connection slots are reserved for roles with the SUPERUSER attribute (code 53300)\n";

describe("an assistant", () => {
  test("finds five tools, each with what it takes, and a word on how to use them", async () => {
    const { client } = await connected();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(["build", "diagnose", "diff", "explain", "validate"]);
    for (const { description, inputSchema, outputSchema, annotations } of tools) {
      expect(description).toMatch(/^[A-Z].{20,}\.$/);
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(outputSchema).toMatchObject({ required: ["ok", "diagnostics"] });
      for (const field of Object.values(inputSchema.properties ?? {})) expect(field).toHaveProperty("description");
    }
    expect(client.getInstructions()).toContain("`validate`");
    expect(client.getServerVersion()).toMatchObject({ name: "sage-gen", version: expect.stringMatching(/^\d/) });
  });

  test("gets what the command line says, as JSON and in words", async () => {
    const { call } = await connected();
    writeFileSync(join(cwd, "app.log"), LOG);
    const spec = readFileSync(join(cwd, "sage.yaml"), "utf8");
    writeFileSync(join(cwd, "before.yaml"), spec.replace("db.t4g.small", "db.t4g.micro"));
    expect(await call("validate")).toEqual(said("validate"));
    expect(await call("build")).toEqual(said("build", "--dry-run"));
    expect(await call("build", { only: ["docker"], out: "there" })).toEqual(
      said("build", "--dry-run", "--only", "docker", "--out", "there"),
    );
    expect(await call("diff", { base: "before.yaml" })).toEqual(said("diff", "--base", "before.yaml"));
    expect(await call("diff", { base: "before.yaml", failOn: "update" })).toEqual(
      said("diff", "--base", "before.yaml", "--fail-on", "update"),
    );
    expect(await call("explain")).toEqual(said("explain"));
    for (const about of ["network/too-few-zones", "services.backend.port"])
      expect(await call("explain", { about })).toEqual(said("explain", about));
    expect(await call("explain", { defaults: true })).toEqual(said("explain", "--defaults"));
    expect(await call("diagnose", { log: "app.log" })).toEqual(said("diagnose", "app.log"));
    const { document } = await call("diagnose", { text: LOG });
    expect(document).toMatchObject({ causes: [{ code: "database/too-many-connections" }] });
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  test("gets findings as an answer, not as an error", async () => {
    const { call } = await connected();
    writeFileSync(join(cwd, "sage.yaml"), "version: 1\nnetwrk: {}\n");
    const { isError, document, text } = await call("validate");
    expect({ isError, document }).toMatchObject({
      isError: false,
      document: {
        ok: false,
        diagnostics: expect.arrayContaining([expect.objectContaining({ code: "spec/unknown-key", line: 2 })]),
      },
    });
    expect(text).toContain("error[spec/unknown-key]");
    expect(text).not.toContain("\u001b");
  });

  test("writes nothing, unless the server was started with --write", async () => {
    const before = treeIn(cwd);
    const { call } = await connected();
    expect((await call("build")).text).toContain("nothing was written: --dry-run");
    expect(treeIn(cwd)).toEqual(before);
    const writing = await connected("--write");
    const { tools } = await writing.client.listTools();
    expect(tools.find(({ name }) => name === "build")?.annotations).toMatchObject({ readOnlyHint: false });
    expect((await writing.call("build")).document).toMatchObject({ ok: true });
    expect(existsSync(join(cwd, "out", "docker-compose.yml"))).toBe(true);
    expect((await call("explain", { about: "out/docker-compose.yml:10" })).isError).toBe(false);
    writeFileSync(join(cwd, "out", "docker-compose.yml"), "mine\n");
    expect((await writing.call("build")).document).toMatchObject({
      ok: false,
      diagnostics: [{ code: "output/hand-edited" }],
    });
  });

  test("stays in its folder, wherever names and links lead", async () => {
    const { call } = await connected("--write");
    const outside = dirname(cwd);
    cpSync(join(cwd, "sage.yaml"), join(outside, "other.yaml"));
    writeFileSync(join(outside, "app.log"), LOG);
    mkdirSync(join(outside, "elsewhere"));
    symlinkSync(join(outside, "other.yaml"), join(cwd, "linked.yaml"));
    symlinkSync(outside, join(cwd, "up"));
    const asked: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ["validate", { spec: "../other.yaml" }],
      ["validate", { spec: join(outside, "other.yaml") }],
      ["validate", { spec: "linked.yaml" }],
      ["validate", { spec: "up/other.yaml" }],
      ["validate", { spec: "../*.yaml" }],
      ["validate", { spec: "li*.yaml" }],
      ["validate", { spec: "*/other.yaml" }],
      ["validate", { spec: "{..,x}/other.yaml" }],
      ["build", { out: "../elsewhere" }],
      ["build", { out: "up/elsewhere/new" }],
      ["build", { out: outside }],
      ["diff", { base: "../other.yaml" }],
      ["diff", { base: "linked.yaml" }],
      ["explain", { about: "../app.log:1" }],
      ["explain", { about: "services", spec: "linked.yaml" }],
      ["diagnose", { log: "../app.log" }],
      ["diagnose", { log: "up/app.log" }],
      ["diagnose", { log: "/etc/hostname" }],
    ];
    const seen = readdirSync(outside).sort();
    for (const [tool, given] of asked)
      expect({ given, ...(await call(tool, given)) }).toMatchObject({
        isError: true,
        text: expect.stringMatching(/outside of the folder|no file has such a name/),
      });
    expect(readdirSync(outside).sort()).toEqual(seen);
    expect(readdirSync(join(outside, "elsewhere"))).toEqual([]);
  });

  test("is told of mistakes as errors of the tool, and goes on asking", async () => {
    const { call, client } = await connected();
    const asked: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
      ["validate", { spec: "none.yaml" }, /no such file/],
      ["validate", { spec: "." }, /it is a folder/],
      ["diff", { base: "--upload-pack=x" }, /git|no such/],
      ["explain", { about: "no/such-code" }, /there is no code/],
      ["explain", { about: "services.api.nope" }, /has no key/],
      ["diagnose", {}, /there is no log/],
      ["diagnose", { log: "-" }, /no such file/],
      ["diagnose", { text: LOG, environment: "nowhere" }, /no environment/],
      ["validate", { spec: 7 }, /spec|nvalid/],
      ["build", { only: ["nope"] }, /only|nvalid/],
    ];
    for (const [tool, given, words] of asked) {
      const { isError, text } = await call(tool, given).catch((error: Error) => ({
        isError: true,
        text: error.message,
      }));
      expect({ given, isError, text }).toEqual({ given, isError: true, text: expect.stringMatching(words) });
      expect(text).not.toMatch(/\bat .*\.cjs/);
    }
    await expect(client.callTool({ name: "rm", arguments: {} })).rejects.toThrow();
    expect((await call("validate")).document).toMatchObject({ ok: true });
  });
});

test("standard output carries the protocol alone, and the server ends with its input", async () => {
  const child = spawn(process.execPath, [COMMAND, "mcp"], { cwd, env: { ...process.env, FORCE_COLOR: "1" } });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "x", version: "1" } };
  const messages = [
    "not json",
    JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params }),
    JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }),
    JSON.stringify({ jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "validate", arguments: {} } }),
  ];
  child.stdin.write(`${messages.join("\n")}\n`);
  for (let waited = 0; waited < 60_000 && !text.includes('"id":2'); waited += 20)
    await new Promise((r) => setTimeout(r, 20));
  child.stdin.end();
  expect(await ended).toBe(0);
  const ids = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly jsonrpc: string; readonly id: number });
  expect(ids.map(({ jsonrpc }) => jsonrpc)).toEqual(ids.map(() => "2.0"));
  expect(ids.map(({ id }) => id)).toEqual(expect.arrayContaining([1, 2]));
  expect(text).not.toContain("\\u001b");
});
