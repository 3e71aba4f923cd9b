// JSON Schema (draft 7) read as it stands: for the few documents of one build that costs a tenth of what V8 needs to read
// the same schema as code. That it judges as ajv does is a law (test/laws/json-schema.test.ts).
import { type Data, isPlainMap } from "#schema/data.ts";

/** A schema as JSON. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** A keyword that data breaks, and where in the data. */
export interface Breach {
  readonly place: string;
  readonly keyword: string;
  readonly says: unknown;
}

type Breaches = readonly Breach[];
type Judge = (schema: unknown, data: unknown, place: string) => Breaches;
/** Judges one keyword: true, false, or what is broken below. */
type Keyword = (says: never, data: unknown, place: string, judge: Judge, schema: Data) => boolean | Breaches;

const NONE: Breaches = [];

/** What data breaks: nothing, or one keyword and what led to it. Formats are left to the readers themselves. */
export function breaches(root: Schema, data: unknown): Breaches {
  const judge: Judge = (schema, inner, place) => {
    if (typeof schema === "boolean") return schema ? NONE : [{ place, keyword: "false", says: false }];
    const map = schema as Data;
    for (const keyword in map) {
      const found =
        keyword === "$ref"
          ? judge(target(root, String(map[keyword])), inner, place)
          : (KEYWORDS[keyword]?.(map[keyword] as never, inner, place, judge, map) ?? true);
      if (found === true || (found !== false && found.length === 0)) continue;
      return found === false ? [{ place, keyword, says: map[keyword] }] : found;
    }
    return NONE;
  };
  return judge(root, data, "");
}

/** What `#/definitions/x` points at. */
function target(root: Schema, reference: string): unknown {
  const steps = reference.split("/").slice(1);
  const found = steps.reduce<unknown>((node, step) => (node as Data | undefined)?.[step], root);
  if (!reference.startsWith("#/") || found === undefined) throw new Error(`the schema has no ${reference}`);
  return found;
}

const isList = (data: unknown): data is readonly unknown[] => Array.isArray(data);

/** The breaches of the first of several judgements that has any. */
function first<T>(items: Iterable<T>, judge: (item: T) => Breaches): Breaches {
  for (const item of items) {
    const found = judge(item);
    if (found.length > 0) return found;
  }
  return NONE;
}

const patterns = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  const known = patterns.get(pattern) ?? new RegExp(pattern, "u");
  patterns.set(pattern, known);
  return known.test(text);
}

function isOf(type: string, data: unknown): boolean {
  switch (type) {
    case "object":
      return isPlainMap(data);
    case "array":
      return isList(data);
    case "null":
      return data === null;
    case "integer":
      return Number.isInteger(data);
    default:
      return typeof data === type;
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isPlainMap(a) || !isPlainMap(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** Whether neither `properties` nor `patternProperties` speaks of a key. */
function isAdditional(key: string, { properties, patternProperties }: Data): boolean {
  if (isPlainMap(properties) && Object.hasOwn(properties, key)) return false;
  return !isPlainMap(patternProperties) || !Object.keys(patternProperties).some((pattern) => matches(pattern, key));
}

const fitting = (schemas: readonly unknown[], data: unknown, place: string, judge: Judge): number =>
  schemas.filter((schema) => judge(schema, data, place).length === 0).length;

/** What each alternative breaks, and that none of them is left. */
const noneOf = (keyword: string, schemas: readonly unknown[], data: unknown, place: string, judge: Judge): Breaches => [
  ...schemas.flatMap((schema) => judge(schema, data, place)),
  { place, keyword, says: schemas.length },
];

/** The keywords that judge; `then` and `else` are judged by `if`, `additionalItems` by `items`. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: (types: string | readonly string[], data) =>
    typeof types === "string" ? isOf(types, data) : types.some((type) => isOf(type, data)),
  enum: (values: readonly unknown[], data) => values.some((value) => isSame(value, data)),
  const: (value: unknown, data) => isSame(value, data),
  pattern: (pattern: string, data) => typeof data !== "string" || matches(pattern, data),
  minLength: (least: number, data) => typeof data !== "string" || [...data].length >= least,
  minimum: (least: number, data) => typeof data !== "number" || data >= least,
  maximum: (most: number, data) => typeof data !== "number" || data <= most,
  minItems: (least: number, data) => !isList(data) || data.length >= least,
  maxItems: (most: number, data) => !isList(data) || data.length <= most,
  uniqueItems: (unique: boolean, data) =>
    !unique || !isList(data) || data.every((item, at) => !data.slice(0, at).some((other) => isSame(item, other))),
  minProperties: (least: number, data) => !isPlainMap(data) || Object.keys(data).length >= least,
  required: (keys: readonly string[], data) => !isPlainMap(data) || keys.every((key) => data[key] !== undefined),
  items: (items: unknown, data, place, judge, { additionalItems }) =>
    !isList(data) ||
    first(data.entries(), ([at, item]) => {
      const schema = isList(items) ? (items[at] ?? additionalItems ?? true) : items;
      return judge(schema, item, `${place}/${at}`);
    }),
  properties: (schemas: Data, data, place, judge) =>
    !isPlainMap(data) ||
    first(Object.keys(data), (key) =>
      Object.hasOwn(schemas, key) ? judge(schemas[key], data[key], `${place}/${key}`) : NONE,
    ),
  patternProperties: (schemas: Data, data, place, judge) =>
    !isPlainMap(data) ||
    first(Object.entries(schemas), ([pattern, schema]) =>
      first(Object.keys(data), (key) => (matches(pattern, key) ? judge(schema, data[key], `${place}/${key}`) : NONE)),
    ),
  additionalProperties: (schema: Schema, data, place, judge, whole) => {
    if (schema === true || !isPlainMap(data)) return true;
    const others = Object.keys(data).filter((key) => isAdditional(key, whole));
    if (schema === false) return others.map((key) => ({ place, keyword: "additionalProperties", says: key }));
    return first(others, (key) => judge(schema, data[key], `${place}/${key}`));
  },
  propertyNames: (schema: Schema, data, place, judge) =>
    !isPlainMap(data) || first(Object.keys(data), (key) => judge(schema, key, place)),
  dependencies: (needs: Data, data, place, judge) =>
    !isPlainMap(data) ||
    first(
      Object.keys(needs).filter((key) => data[key] !== undefined),
      (key) => {
        const need = needs[key];
        return judge(isList(need) ? { required: need } : need, data, place);
      },
    ),
  allOf: (schemas: readonly unknown[], data, place, judge) => first(schemas, (schema) => judge(schema, data, place)),
  anyOf: (schemas: readonly unknown[], data, place, judge) =>
    schemas.some((schema) => judge(schema, data, place).length === 0) || noneOf("anyOf", schemas, data, place, judge),
  oneOf: (schemas: readonly unknown[], data, place, judge) => {
    const count = fitting(schemas, data, place, judge);
    return count === 0 ? noneOf("oneOf", schemas, data, place, judge) : count === 1;
  },
  not: (schema: Schema, data, place, judge) => judge(schema, data, place).length > 0,
  if: (test: Schema, data, place, judge, whole) =>
    judge((judge(test, data, place).length === 0 ? whole["then"] : whole["else"]) ?? true, data, place),
};

/** Every keyword that is understood, or says nothing about data. */
export const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...Object.keys(KEYWORDS),
  ..."$ref then else additionalItems definitions format default deprecated examples $schema $id".split(" "),
]);
