// What is a schema inside of a schema, and what is a name or data.

export type SchemaMap = Readonly<Record<string, unknown>>;

/** Keywords whose values are maps of schemas by free names. */
const MAPS = ["definitions", "dependencies", "patternProperties", "properties"];

/** Keywords whose values are data. */
const DATA = ["const", "default", "enum", "examples", "required", "type"];

export const isMap = (value: unknown): value is SchemaMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A schema with others in place of those right inside of it; `place` leads there, as `properties/name`. */
export function withInner(schema: SchemaMap, by: (inner: unknown, place: string) => unknown): SchemaMap {
  const entries = Object.entries(schema).map(([keyword, value]) => {
    const each = (map: SchemaMap): unknown =>
      Object.fromEntries(Object.entries(map).map(([name, inner]) => [name, by(inner, `${keyword}/${name}`)]));
    if (DATA.includes(keyword)) return [keyword, value] as const;
    if (Array.isArray(value)) return [keyword, value.map((inner, at) => by(inner, `${keyword}/${at}`))] as const;
    return [keyword, isMap(value) ? (MAPS.includes(keyword) ? each(value) : by(value, keyword)) : value] as const;
  });
  return Object.fromEntries(entries);
}
