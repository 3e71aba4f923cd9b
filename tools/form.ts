// Makes build/form.ts of the zod schema: the same verdicts as a table that is read in no time, without a word of why.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { specSchema } from "#schema/spec.ts";
import type { Field, Form } from "#src/glance/form.ts";

const ROOT = join(import.meta.dirname, "..");

type Schema = z.core.$ZodTypes;

/** The forms that were met, each once. */
interface Table {
  readonly forms: Form[];
  readonly places: Map<string, number>;
}

/** The text of build/form.ts: JSON, which V8 reads faster than code. */
export function emitForm(): string {
  const table: Table = { forms: [], places: new Map() };
  const root = indexOf(table, specSchema);
  const json = JSON.stringify(JSON.stringify(table.forms));
  return `// Made by tools/form.ts from schema/spec.ts.\nexport const ROOT = ${root};\nexport const FORMS = ${json};\n`;
}

function indexOf(table: Table, schema: z.core.$ZodType): number {
  const form = formOf(table, schema as Schema);
  const key = JSON.stringify(form);
  const known = table.places.get(key);
  if (known !== undefined) return known;
  table.places.set(key, table.forms.length);
  return table.forms.push(form) - 1;
}

/** One schema's form. Throws on what the glance would not judge as zod does. */
function formOf(table: Table, schema: Schema): Form {
  const { def } = schema._zod;
  const limits = limitsOf(schema);
  switch (def.type) {
    case "string":
      return { kind: "text", ...limits };
    case "number":
      return { kind: "number", ...limits };
    case "boolean":
      return { kind: "flag" };
    case "unknown":
      return { kind: "any" };
    case "enum":
      return { kind: "choice", choices: Object.values(def.entries) };
    case "literal":
      return { kind: "choice", choices: def.values };
    case "object":
      if (def.catchall?._zod.def.type !== "never") throw new Error("a map of the spec takes unknown keys");
      return { kind: "map", fields: Object.entries(def.shape).map(([key, field]) => fieldOf(table, key, field)) };
    case "record":
      return { kind: "names", name: indexOf(table, def.keyType), form: indexOf(table, def.valueType) };
    case "array":
      return { kind: "list", form: indexOf(table, def.element), ...limits };
    case "union":
      return { kind: "either", forms: def.options.map((option) => indexOf(table, option)) };
    default:
      throw new Error(`no form for zod's ${def.type}`);
  }
}

/** What a key holds, and what holds where it is left out. */
function fieldOf(table: Table, key: string, schema: z.core.$ZodType): Field {
  const { def } = (schema as Schema)._zod;
  if (def.type === "optional") return { key, form: indexOf(table, def.innerType) };
  if (def.type !== "default" && def.type !== "prefault") return { key, form: indexOf(table, schema), needed: true };
  return { key, form: indexOf(table, def.innerType), usual: def.defaultValue };
}

/** The limits of a text, a number or a list. */
function limitsOf(schema: Schema): object {
  const { def } = schema._zod;
  const isWhole = "format" in def && def.format === "safeint";
  if ("format" in def && !isWhole) throw new Error(`no form for zod's ${String(def.format)}`);
  const checks = (def.checks ?? []).map((check) => limitOf((check as z.core.$ZodChecks)._zod.def));
  return Object.assign(isWhole ? { whole: true } : {}, ...checks) as object;
}

function limitOf(check: z.core.$ZodChecks["_zod"]["def"]): object {
  if (check.check === "string_format" && "pattern" in check && check.pattern) return plainly(check.pattern);
  if (check.check === "max_length") return { most: check.maximum };
  if (check.check === "min_length") return { least: check.minimum };
  if (check.check === "greater_than" && check.inclusive) return { least: check.value };
  if (check.check === "less_than" && check.inclusive) return { most: check.value };
  throw new Error(`no form for zod's ${check.check}`);
}

/**
 * A pattern for texts without characters of two units, of which the glance reads none, and with ASCII alone where it names
 * letters of all scripts: V8 makes long lists of both.
 */
function plainly({ source, flags }: RegExp): object {
  const pattern = source.replaceAll(String.raw`\p{L}\p{N}`, "A-Za-z0-9");
  if (/[^u]/.test(flags) || /\\[pPu]\{/.test(pattern)) throw new Error(`no form for the pattern ${pattern}`);
  return { pattern };
}

/** Writes build/form.ts. */
export function buildForm(): void {
  mkdirSync(join(ROOT, "build"), { recursive: true });
  writeFileSync(join(ROOT, "build", "form.ts"), emitForm());
}

if (import.meta.main) buildForm();
