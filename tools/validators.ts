// Compiles the schemas of src/verify/schemas to plain functions in build/validators.ts, so that nobody's run pays for ajv.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { buildSync } from "esbuild";
import corrections from "#src/verify/schemas/corrections.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");
const SCHEMAS = {
  workflow: "github-workflow.json",
  compose: "compose-spec.json",
  pulumiProject: "pulumi-project.json",
  pulumiStack: "pulumi-stack.json",
} as const;

/** Formats that the Compose Specification has named in its versions; what they say in ours is left to Compose itself. */
const FORMATS = { duration: true, expose: true, ports: true, subnet_ip_address: true } as const;

/** The text of build/validators.ts: a function a schema, which gives true or keeps its first error in `errors`. */
export function emitValidators(): string {
  const ajv = new Ajv({
    strict: false,
    inlineRefs: false,
    messages: false,
    formats: FORMATS,
    code: { source: true, esm: true, optimize: 2 },
  });
  for (const [name, file] of Object.entries(SCHEMAS)) {
    const schema = readSchema(file);
    // Every one of them is draft 7, which ajv knows by one spelling only.
    ajv.addSchema(
      { ...(withoutWords(schema) as object), $schema: "http://json-schema.org/draft-07/schema#", $id: name },
      name,
    );
  }
  const names = Object.fromEntries(Object.keys(SCHEMAS).map((name) => [name, name]));
  // What the code shares with ajv (deep equality, the length of a text) is put in, so that it stands alone.
  const bundle = buildSync({
    stdin: { contents: standalone.default(ajv, names), resolveDir: ROOT },
    bundle: true,
    charset: "utf8",
    format: "esm",
    minify: true,
    write: false,
  });
  const text = bundle.outputFiles[0]?.text ?? "";
  return `// @ts-nocheck\n// Made by tools/validators.ts from src/verify/schemas.\n${text}`;
}

/** A schema with what its readers have learned since it was published: `corrections.json` has the reasons. */
function readSchema(file: string): Readonly<Record<string, unknown>> {
  const schema = JSON.parse(readFileSync(join(ROOT, "src", "verify", "schemas", file), "utf8")) as Readonly<
    Record<string, unknown>
  >;
  for (const { list, add } of corrections.filter((correction) => correction.file === file)) {
    const found = list.reduce<unknown>(
      (node, key) => (node as Readonly<Record<string, unknown>> | undefined)?.[key],
      schema,
    );
    if (!Array.isArray(found))
      throw new Error(`${file}: no list at ${list.join("/")}: is its correction still needed?`);
    found.push(...add.filter((item) => !found.includes(item)));
  }
  return schema;
}

/** A schema without its explanations, which the compiled code would carry along. Names of properties are no texts. */
function withoutWords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => !(["$comment", "description", "title"].includes(key) && typeof value === "string"),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value)]));
}

/** Writes build/validators.ts. */
export function buildValidators(): void {
  mkdirSync(join(ROOT, "build"), { recursive: true });
  writeFileSync(join(ROOT, "build", "validators.ts"), emitValidators());
}

if (import.meta.main) buildValidators();
