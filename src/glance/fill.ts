// Data to Spec by the table of forms: every default filled in, or undefined where anything is not as it should be.
import { type Data, isPlainMap, withoutExtensions } from "#schema/data.ts";
import type { Field, Form } from "./form.ts";

/** The forms by their numbers, and the patterns of those that were met. */
export interface Table {
  readonly forms: readonly Form[];
  readonly patterns: RegExp[];
}

/** What fits a value into the form of a number; keys that begin with `x-` are left out. */
export function fill(table: Table, index: number, value: unknown): unknown {
  const form = table.forms[index];
  switch (form?.kind) {
    case "text":
      return typeof value === "string" && isText(table, index, form, value) ? value : undefined;
    case "map":
      return isPlainMap(value) ? mapOf(table, form.fields, value) : undefined;
    case "names":
      return isPlainMap(value) ? namesOf(table, form, value) : undefined;
    case "list":
      return Array.isArray(value) && value.length >= (form.least ?? 0) ? listOf(table, form.form, value) : undefined;
    case "choice":
      return form.choices.includes(value) ? value : undefined;
    case "number":
      return isNumber(form, value) ? value : undefined;
    case "flag":
      return typeof value === "boolean" ? value : undefined;
    case "either":
      return form.forms.map((one) => fill(table, one, value)).find((found) => found !== undefined);
    case "any":
      return withoutExtensions(value);
    default:
      return undefined;
  }
}

const isOwn = (key: string): boolean => key.startsWith("x-");

function mapOf(table: Table, fields: readonly Field[], data: Data): unknown {
  const result: Record<string, unknown> = {};
  let known = 0;
  for (const { key, form, needed, usual } of fields) {
    const own = data[key];
    if (own !== undefined) known++;
    else if (needed) return undefined;
    else if (usual === undefined) continue;
    const value = own === undefined ? usual : own;
    // A usual scalar is right as it stands.
    const filled = own === undefined && typeof usual !== "object" ? usual : fill(table, form, value);
    if (filled === undefined) return undefined;
    result[key] = filled;
  }
  const keys = Object.keys(data);
  return known === keys.length || known + keys.filter(isOwn).length === keys.length ? result : undefined;
}

function namesOf(table: Table, { name, form }: Form & { kind: "names" }, data: Data): unknown {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(data)) {
    if (isOwn(key)) continue;
    const filled = fill(table, name, key) === undefined ? undefined : fill(table, form, data[key]);
    if (filled === undefined) return undefined;
    result[key] = filled;
  }
  return result;
}

function listOf(table: Table, form: number, values: readonly unknown[]): unknown {
  const result: unknown[] = [];
  for (const value of values) {
    const filled = fill(table, form, value);
    if (filled === undefined) return undefined;
    result.push(filled);
  }
  return result;
}

function isText(
  { patterns }: Table,
  index: number,
  { pattern, most }: Form & { kind: "text" },
  value: string,
): boolean {
  if (most !== undefined && value.length > most) return false;
  return pattern === undefined || (patterns[index] ??= new RegExp(pattern)).test(value);
}

function isNumber({ whole, least, most }: Form & { kind: "number" }, value: unknown): boolean {
  if (typeof value !== "number" || !(whole ? Number.isSafeInteger(value) : Number.isFinite(value))) return false;
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}
