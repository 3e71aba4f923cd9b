// Schemas without what judges nothing, and with alternatives of types as one list of types.
import { isMap, type SchemaMap, withInner } from "./inner.ts";

/** What says nothing about data: words for people, and what nobody here asks for. */
const SILENT = "$comment $id $schema default deprecated description examples format title".split(" ");

/** The same judgement with less to read. */
export function lean(schema: unknown): unknown {
  if (!isMap(schema)) return schema;
  const kept = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !SILENT.includes(keyword)));
  const entries = Object.entries(withInner(kept, lean)).map(([keyword, value]) =>
    (keyword === "oneOf" || keyword === "anyOf") && Array.isArray(value)
      ? alternatives(keyword, value, "type" in kept)
      : [keyword, value],
  );
  return Object.fromEntries(entries) as SchemaMap;
}

/** Alternatives with those that ask for a type and nothing else as one. */
function alternatives(keyword: string, branches: readonly unknown[], hasType: boolean): readonly [string, unknown] {
  const types = branches.flatMap((branch) => typeOf(branch) ?? []);
  // A whole number is of two types, which only one of these may be.
  if (types.length < 2 || types.includes("integer")) return [keyword, branches];
  if (types.length === branches.length && !hasType) return ["type", types];
  const others = branches.filter((branch) => typeOf(branch) === undefined);
  return [keyword, [{ type: types }, ...others]];
}

/** The type that is all that a schema asks for. */
function typeOf(schema: unknown): string | undefined {
  const { type, ...rest } = isMap(schema) ? schema : {};
  return typeof type === "string" && Object.keys(rest).length === 0 ? type : undefined;
}
