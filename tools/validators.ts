// Makes build/validators.ts of src/verify/schemas: with the corrections, without the words.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UNDERSTOOD } from "#src/verify/schema.ts";
import corrections from "#src/verify/schemas/corrections.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");
const SCHEMAS = {
  workflow: "github-workflow.json",
  compose: "compose-spec.json",
  pulumiProject: "pulumi-project.json",
  pulumiStack: "pulumi-stack.json",
} as const;

/** The text of build/validators.ts: each schema as JSON, which V8 reads faster than code. */
export function emitValidators(): string {
  const texts = Object.entries(SCHEMAS).map(([name, file]) => {
    const schema = withoutWords(readSchema(file));
    checkKeywords(schema, file);
    const json = JSON.stringify(JSON.stringify(schema));
    return `export const ${name} = ${json};\n`;
  });
  return `// Made by tools/validators.ts from src/verify/schemas.\n${texts.join("")}`;
}

/** Keywords whose values are maps of schemas by free names. */
const MAPS = ["definitions", "dependencies", "patternProperties", "properties"];

/** Throws on a keyword that nothing would judge. */
function checkKeywords(schema: unknown, place: string): void {
  if (Array.isArray(schema)) for (const inner of schema) checkKeywords(inner, place);
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (!UNDERSTOOD.has(keyword)) throw new Error(`${place}: src/verify/schema.ts does not know \`${keyword}\``);
    if (["const", "default", "enum", "examples", "required"].includes(keyword)) continue;
    if (MAPS.includes(keyword)) for (const inner of Object.values(value as object)) checkKeywords(inner, place);
    else checkKeywords(value, place);
  }
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

/** A schema without its explanations, which every run would carry along. Names of properties are no texts. */
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
