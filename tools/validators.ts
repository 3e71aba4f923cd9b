// Makes build/validators.ts of src/verify/schemas: with the corrections, without the words, in parts.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UNDERSTOOD } from "#src/verify/schema.ts";
import { isMap, type SchemaMap, withInner } from "./validators/inner.ts";
import { lean } from "./validators/lean.ts";
import { partsOf } from "./validators/parts.ts";
import corrections from "#src/verify/schemas/corrections.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");
const SCHEMAS = {
  workflow: "github-workflow.json",
  compose: "compose-spec.json",
  pulumiProject: "pulumi-project.json",
  pulumiStack: "pulumi-stack.json",
} as const;

/** The text of build/validators.ts: each schema's parts as JSON, which V8 reads faster than code. */
export function emitValidators(): string {
  const texts = Object.keys(SCHEMAS).map((name) => {
    const schema = lean(published(name as keyof typeof SCHEMAS)) as SchemaMap;
    checkKeywords(schema, name);
    return `export const ${name}: readonly string[] = ${JSON.stringify(partsOf(schema))};\n`;
  });
  return `// Made by tools/validators.ts from src/verify/schemas.\n${texts.join("")}`;
}

/** Throws on a keyword that nothing would judge. */
function checkKeywords(schema: unknown, name: string): unknown {
  if (!isMap(schema)) return schema;
  for (const keyword of Object.keys(schema)) {
    if (!UNDERSTOOD.has(keyword))
      throw new Error(`${SCHEMAS[name as keyof typeof SCHEMAS]}: src/verify/schema.ts does not know \`${keyword}\``);
  }
  return withInner(schema, (inner) => checkKeywords(inner, name));
}

/** A schema with what its readers have learned since it was published: `corrections.json` has the reasons. */
export function published(name: keyof typeof SCHEMAS): SchemaMap {
  const file = SCHEMAS[name];
  const schema = JSON.parse(readFileSync(join(ROOT, "src", "verify", "schemas", file), "utf8")) as SchemaMap;
  for (const { list, add } of corrections.filter((correction) => correction.file === file)) {
    const found = list.reduce<unknown>((node, key) => (node as SchemaMap | undefined)?.[key], schema);
    if (!Array.isArray(found))
      throw new Error(`${file}: no list at ${list.join("/")}: is its correction still needed?`);
    found.push(...add.filter((item) => !found.includes(item)));
  }
  return schema;
}

/** Writes build/validators.ts. */
export function buildValidators(): void {
  mkdirSync(join(ROOT, "build"), { recursive: true });
  writeFileSync(join(ROOT, "build", "validators.ts"), emitValidators());
}

if (import.meta.main) buildValidators();
