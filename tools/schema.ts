// Writes schema/sage.schema.json, the spec's published JSON Schema, from the one in zod.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { specSchema } from "#schema/spec.ts";

const FILE = join(import.meta.dirname, "..", "schema", "sage.schema.json");

/** Keys that begin with `x-` are the user's own, everywhere. */
const OWN_KEYS = "^x-";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft 7, which every editor knows) of what a user may write. */
export function publishedSchema(): JsonSchema {
  const schema = z.toJSONSchema(specSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => admitOwnKeys(jsonSchema),
  });
  return { $schema: schema.$schema, $id: "sage.schema.json", ...schema } as JsonSchema;
}

function admitOwnKeys(schema: JsonSchema): void {
  if (schema.type !== "object") return;
  schema.patternProperties = { [OWN_KEYS]: {} };
  if (typeof schema.propertyNames === "object") {
    schema.propertyNames = { anyOf: [{ pattern: OWN_KEYS }, schema.propertyNames] };
  }
}

/** Writes the file. */
export function buildSchema(): void {
  writeFileSync(FILE, `${JSON.stringify(publishedSchema(), null, 2)}\n`);
}
