#!/usr/bin/env node
// A stand-in for Prisma's native schema engine, which the CLI downloads and which can't be had everywhere. The engine is
// Prisma's own, in its WebAssembly build with Prisma's own driver for PostgreSQL; only the way in is rebuilt here: the
// protocol that the CLI of Prisma 7 speaks with the native one (arguments, JSON-RPC by line). What differs from the
// native engine is the wording of some errors. Use: PRISMA_SCHEMA_ENGINE_BINARY=<this file>
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const options = (name) => args.flatMap((arg, at) => (arg === name ? [args[at + 1]] : []));
const url = new URL(JSON.parse(option("--datasource") ?? "{}").url ?? process.env.DATABASE_URL);

/** What the native engine makes of the URL's own parameters, and of OpenSSL's SSL_CERT_FILE. */
function settings(database = decodeURIComponent(url.pathname.slice(1))) {
  const said = (name) => url.searchParams.get(name);
  const strict = said("sslaccept") === "strict";
  const authorities = process.env.SSL_CERT_FILE ? readFileSync(process.env.SSL_CERT_FILE, "utf8") : undefined;
  return {
    host: said("host") ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
    // As the native engine says it: SET search_path. A blank ends an option of a startup packet, unless escaped.
    options: `-c search_path="${(said("schema") ?? "public").replaceAll('"', '""').replaceAll(/[\\ ]/g, "\\$&")}"`,
    ssl: said("sslmode") === "require" ? { rejectUnauthorized: strict, ca: strict ? authorities : undefined } : false,
  };
}

/** One statement on a connection of its own. */
async function ask(statement, database) {
  const client = new pg.Client(settings(database));
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

const CODES = { "3D000": "P1003", "28P01": "P1000", ECONNREFUSED: "P1001", ENOTFOUND: "P1001" };

function log(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** `cli can-connect-to-database` and its like: one question, one exit status. */
async function runOnce(command) {
  const database = settings().database;
  const name = pg.escapeIdentifier(database);
  const statements = {
    "can-connect-to-database": ["select 1", database],
    "create-database": [`create database ${name}`, "postgres"],
    "drop-database": [`drop database if exists ${name}`, "postgres"],
  };
  try {
    await ask(...statements[command]);
    log("INFO", { message: "done" });
  } catch (error) {
    const meta = { database_name: database, message: error.message };
    log("ERROR", { message: error.message, is_panic: false, error_code: CODES[error.code] ?? "P1011", meta });
    process.exitCode = 1;
  }
}

/** The driver cuts a script at every `;`, also in a function's body; the native engine sends it as one. */
function sendWholeScripts(factory) {
  for (const kind of ["connect", "connectToShadowDb"]) {
    const connect = factory[kind]?.bind(factory);
    if (!connect) continue;
    factory[kind] = async () => {
      const adapter = await connect();
      adapter.executeScript = async (script) => {
        try {
          await adapter.client.query(script);
        } catch (error) {
          adapter.onError?.(error);
          throw error;
        }
      };
      return adapter;
    };
  }
  return factory;
}

async function startEngine() {
  const folder = dirname(fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg")));
  const wasm = readFileSync(join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  const models = options("--datamodels").map((file) => [file, readFileSync(file, "utf8")]);
  const driver = new PrismaPg(settings(), { schema: url.searchParams.get("schema") ?? "public" });
  const factory = bindMigrationAwareSqlAdapterFactory(sendWholeScripts(driver));
  return bindings.SchemaEngine.new({ datamodels: models.length > 0 ? models : undefined }, () => {}, factory);
}

/** The engine says what is wrong as JSON, or as a plain error. */
function problem(error) {
  try {
    return JSON.parse(error.message);
  } catch {
    return { is_panic: false, message: error.message, error_code: error.code ?? null, meta: error.meta ?? {} };
  }
}

async function serve() {
  let engine;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const { id, method, params } = JSON.parse(line);
    const answer = { jsonrpc: "2.0", id };
    try {
      engine ??= await startEngine();
      answer.result = (await engine[method === "getDatabaseVersion" ? "version" : method](params)) ?? null;
    } catch (error) {
      answer.error = {
        code: 4466,
        message: "An error happened. Check the data field for details.",
        data: problem(error),
      };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit();
}

await (args.includes("cli") ? runOnce(args[args.indexOf("cli") + 1]) : serve());
