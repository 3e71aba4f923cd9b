// Data to Spec by the table of forms: every default filled in, or undefined where anything is not as it should be.
import { isPlainMap, withoutExtensions } from "#schema/data.ts";
import type { Field, Form } from "./form.ts";

/** What fits data into the root form of a table, keys that begin with `x-` left out. */
export function filler(forms: readonly Form[], root: number): (data: unknown) => unknown {
  const patterns: RegExp[] = [];

  function fill(index: number, value: unknown): unknown {
    const form = forms[index];
    switch (form?.kind) {
      case "text":
        return typeof value === "string" && fits(index, form, value) ? value : undefined;
      case "map":
        return isPlainMap(value) ? mapOf(form.fields, value) : undefined;
      case "names":
        return isPlainMap(value) ? namesOf(form, value) : undefined;
      case "list":
        return Array.isArray(value) && value.length >= (form.least ?? 0) ? listOf(form.form, value) : undefined;
      case "choice":
        return form.choices.includes(value) ? value : undefined;
      case "number":
        return isNumber(form, value) ? value : undefined;
      case "flag":
        return typeof value === "boolean" ? value : undefined;
      case "either":
        return form.forms.map((one) => fill(one, value)).find((found) => found !== undefined);
      case "any":
        return withoutExtensions(value);
      default:
        return undefined;
    }
  }

  function mapOf(fields: readonly Field[], data: Readonly<Record<string, unknown>>): unknown {
    const result: Record<string, unknown> = {};
    let known = 0;
    for (const { key, form, needed, usual } of fields) {
      const own = data[key];
      const value = own === undefined ? usual : own;
      if (own !== undefined) known++;
      else if (needed) return undefined;
      if (value === undefined) continue;
      const filled = own === undefined && typeof value !== "object" ? value : fill(form, value);
      if (filled === undefined) return undefined;
      result[key] = filled;
    }
    for (const key in data) if (key.startsWith("x-")) known++;
    return known === Object.keys(data).length ? result : undefined;
  }

  function namesOf({ name, form }: Form & { kind: "names" }, data: Readonly<Record<string, unknown>>): unknown {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(data)) {
      if (key.startsWith("x-")) continue;
      const filled = fill(name, key) === undefined ? undefined : fill(form, data[key]);
      if (filled === undefined) return undefined;
      result[key] = filled;
    }
    return result;
  }

  function listOf(form: number, values: readonly unknown[]): unknown {
    const result: unknown[] = [];
    for (const value of values) {
      const filled = fill(form, value);
      if (filled === undefined) return undefined;
      result.push(filled);
    }
    return result;
  }

  function fits(index: number, { pattern, most }: Form & { kind: "text" }, value: string): boolean {
    if (most !== undefined && value.length > most) return false;
    return pattern === undefined || (patterns[index] ??= new RegExp(pattern)).test(value);
  }

  return (data) => fill(root, data);
}

function isNumber({ whole, least, most }: Form & { kind: "number" }, value: unknown): boolean {
  if (typeof value !== "number" || !(whole ? Number.isSafeInteger(value) : Number.isFinite(value))) return false;
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}
