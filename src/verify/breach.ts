// What data breaks of a schema, and where: looked for only where it does not fit, so that all that fits need not keep it.
import { type Data, isPlainMap } from "#schema/data.ts";
import {
  additional,
  branchOf,
  fits,
  holds,
  isList,
  itemSchema,
  matches,
  needSchema,
  part,
  type Root,
} from "./schema.ts";

/** A keyword that data breaks, and where in the data. */
export interface Breach {
  readonly place: string;
  readonly keyword: string;
  readonly says: unknown;
}

/** What data breaks: nothing, or one keyword and what led to it. Formats are left to the readers themselves. */
export function breaches(root: Root, data: unknown): readonly Breach[] {
  return fits(0, data, root) ? [] : explain(0, data, "", root);
}

/** What data breaks that does not fit. */
function explain(schema: unknown, data: unknown, place: string, root: Root): readonly Breach[] {
  if (typeof schema === "boolean") return schema ? [] : [{ place, keyword: "false", says: false }];
  if (typeof schema === "number") return explain(part(root, schema), data, place, root);
  if (typeof schema === "string") return [{ place, keyword: "type", says: schema }];
  const map = schema as Data;
  const keyword = Object.keys(map).find((key) => !holds(key, map, data, root));
  if (keyword === undefined) return [];
  const says = map[keyword];
  if (keyword === "additionalProperties" && says === false)
    return additional(map, data as Data).map((key) => ({ place, keyword, says: key }));
  const below = partsOf(keyword, map, data, place, root).filter(([inner, value]) => !fits(inner, value, root));
  const [first] = below;
  if (keyword !== "anyOf" && keyword !== "oneOf")
    return first === undefined ? [{ place, keyword, says }] : explain(...first, root);
  const schemas = says as readonly unknown[];
  if (below.length < schemas.length) return [{ place, keyword, says }];
  return [...below.flatMap((each) => explain(...each, root)), { place, keyword, says: schemas.length }];
}

/** A schema, what it judges, and where that is. */
type Part = readonly [schema: unknown, data: unknown, place: string];

/** What a keyword hands on to other schemas. */
function partsOf(keyword: string, whole: Data, data: unknown, place: string, root: Root): readonly Part[] {
  const says = whole[keyword];
  const map = isPlainMap(data) ? data : {};
  const at = (schema: unknown, key: string): Part => [schema, map[key], `${place}/${key}`];
  switch (keyword) {
    case "$ref":
      return [[says, data, place]];
    case "allOf":
    case "anyOf":
    case "oneOf":
      return (says as readonly unknown[]).map((schema) => [schema, data, place]);
    case "if":
      return [[branchOf(whole, data, root), data, place]];
    case "items":
      return isList(data) ? data.map((item, index) => [itemSchema(whole, index), item, `${place}/${index}`]) : [];
    case "properties":
      return Object.keys(map).flatMap((key) =>
        Object.hasOwn(says as Data, key) ? [at((says as Data)[key], key)] : [],
      );
    case "patternProperties":
      return Object.entries(says as Data).flatMap(([pattern, schema]) =>
        Object.keys(map).flatMap((key) => (matches(pattern, key) ? [at(schema, key)] : [])),
      );
    case "additionalProperties":
      return additional(whole, map).map((key) => at(says, key));
    case "propertyNames":
      return Object.keys(map).map((key) => [says, key, place]);
    case "dependencies":
      return Object.entries(says as Data).flatMap(([key, need]) =>
        map[key] === undefined ? [] : [[needSchema(need), data, place] as const],
      );
    default:
      return [];
  }
}
