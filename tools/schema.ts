// Writes schema/sage.schema.json, the spec's published JSON Schema, from the one in zod.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { specSchema } from "#schema/spec.ts";

const FILE = join(import.meta.dirname, "..", "schema", "sage.schema.json");

/** Keys that begin with `x-` are the user's own, everywhere. */
const OWN_KEYS = "^x-";
const IN_OVERLAY = "Left out, it is as outside of `environments`.";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft 7, which every editor knows) of what a user may write. */
export function publishedSchema(): JsonSchema {
  const schema = z.toJSONSchema(specSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => admitOwnKeys(jsonSchema),
  }) as JsonSchema;
  const overlay = of(of(schema, "environments"), undefined);
  if (overlay) inherit(overlay, schema);
  complete(schema);
  return { $schema: schema.$schema, $id: "sage.schema.json", ...schema } as JsonSchema;
}

function admitOwnKeys(schema: JsonSchema): void {
  if (schema.type !== "object") return;
  schema.patternProperties = { [OWN_KEYS]: {} };
  if (typeof schema.propertyNames === "object") {
    schema.propertyNames = { anyOf: [{ pattern: OWN_KEYS }, schema.propertyNames] };
  }
}

/** What a section has under a key, or under any name. */
function of(schema: JsonSchema | undefined, key: string | undefined): JsonSchema | undefined {
  const found = key === undefined ? undefined : schema?.properties?.[key];
  const inner = found ?? schema?.additionalProperties ?? undefined;
  return typeof inner === "object" ? inner : undefined;
}

const below = (schema: JsonSchema): readonly (readonly [key: string | undefined, inner: JsonSchema])[] => [
  ...Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, inner as JsonSchema] as const),
  ...[schema.additionalProperties, schema.items].flatMap((inner) =>
    typeof inner === "object" ? [[undefined, inner as JsonSchema] as const] : [],
  ),
];

/** An environment's keys mean what the same keys mean outside, and are as outside where they are left out. */
function inherit(overlay: JsonSchema, base: JsonSchema): void {
  for (const [key, inner] of below(overlay)) {
    const same = of(base, key);
    const meaning = inner.description ?? same?.description;
    const isKey = key !== undefined && same !== undefined;
    if (meaning !== undefined)
      inner.description = isKey ? `${meaning.replace(/ Left out.*$/s, "")} ${IN_OVERLAY}` : meaning;
    if (same) inherit(inner, same);
  }
}

/** What an editor shows over a key: also its range and its default, which schemas say where editors do not look. */
function complete(schema: JsonSchema): void {
  const { minimum, maximum, default: usual, examples } = schema;
  const isCount = schema.type === "integer" && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const range = isCount ? ` A whole number from ${minimum ?? 0} to ${maximum}.` : "";
  const fallback = usual === undefined || typeof usual === "object" ? "" : ` Default: \`${asWritten(usual)}\`.`;
  if (schema.description !== undefined) {
    const [meaning = "", ...otherwise] = schema.description.split(/(?= Left out)/);
    schema.description = [meaning, range, ...otherwise, fallback].join("");
    // Without it, editors escape what is code in a description.
    if (/[`<]/.test(schema.description))
      schema["markdownDescription"] = schema.description.replace(/<[A-Z]+>/g, "\\$&");
  }
  // Editors show each example in a block of its own: one will do, and none beside a default.
  if (examples && fallback === "") schema.examples = examples.slice(0, 1);
  else delete schema.examples;
  for (const [, inner] of below(schema)) complete(inner);
}

/** A text that YAML would read as a number stands in quotes. */
function asWritten(value: unknown): string {
  return typeof value === "string" && /^[\d.]+$/.test(value) ? JSON.stringify(value) : String(value);
}

/** Writes the file. */
export function buildSchema(): void {
  writeFileSync(FILE, `${JSON.stringify(publishedSchema(), null, 2)}\n`);
}
