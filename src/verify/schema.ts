// JSON Schema (draft 7) read as it stands: for the few documents of one build that costs a tenth of what V8 needs to read
// the same schema as code. That it judges as ajv does is a law (test/laws/json-schema.test.ts).
import { type Data, isPlainMap as isPlainMapOf } from "#schema/data.ts";

/** Under a name of this chunk: what another one exports is got anew at each of thousands of calls. */
const isPlainMap = isPlainMapOf;

/** A schema as JSON: a number for another part, a type's name where nothing else is asked for, keywords. */
export type Schema = boolean | number | string | { readonly [keyword: string]: unknown };

/** A whole schema: its parts as JSON, the first of which is its top, and those read. */
export interface Root {
  readonly texts: readonly string[];
  readonly read: Schema[];
}
/** Judges one keyword; `whole` is the schema that says it. */
type Keyword = (says: never, data: unknown, root: Root, whole: Data) => boolean;

/** Whether data obeys a schema. */
export function fits(schema: unknown, data: unknown, root: Root): boolean {
  if (typeof schema === "string") return isOf(schema, data);
  if (typeof schema === "number") return fits(part(root, schema), data, root);
  if (typeof schema === "boolean") return schema;
  const map = schema as Data;
  const type = map["type"] as Types | undefined;
  // Most alternatives are refused by their type.
  if (type !== undefined && !(typeof type === "string" ? isOf(type, data) : isOfTypes(type, data))) return false;
  for (const keyword in map)
    if (keyword !== "type" && KEYWORDS[keyword]?.(map[keyword] as never, data, root, map) === false) return false;
  return true;
}

/** Whether data obeys what one keyword of a schema says. */
export const holds = (keyword: string, whole: Data, data: unknown, root: Root): boolean =>
  KEYWORDS[keyword]?.(whole[keyword] as never, data, root, whole) !== false;

/** A part of a schema, read when it is asked for. */
export function part({ texts, read }: Root, number: number): Schema {
  return (read[number] ??= JSON.parse(texts[number] as string) as Schema);
}

export const isList = (data: unknown): data is readonly unknown[] => Array.isArray(data);

const patterns = new Map<string, RegExp>();

export function matches(pattern: string, text: string): boolean {
  let known = patterns.get(pattern);
  if (known === undefined) patterns.set(pattern, (known = new RegExp(pattern, "u")));
  return known.test(text);
}

type Types = string | readonly string[];

function isOfTypes(types: Types, data: unknown): boolean {
  if (typeof types === "string") return isOf(types, data);
  // By index here and below: an iterator would make an object a step.
  for (let at = 0; at < types.length; at += 1) if (isOf(types[at] as string, data)) return true;
  return false;
}

function isOf(type: string, data: unknown): boolean {
  if (typeof data === type) return type !== "object" || isPlainMap(data);
  if (type === "array") return isList(data);
  return type === "integer" ? Number.isInteger(data) : type === "null" && data === null;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b || typeof a !== "object" || typeof b !== "object") return a === b;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isPlainMap(a) || !isPlainMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** The keys that neither `properties` nor `patternProperties` speaks of. */
export function additional({ properties, patternProperties }: Data, data: Data): readonly string[] {
  const known = properties as Data | undefined;
  const forms = patternProperties as Data | undefined;
  const others: string[] = [];
  for (const key in data) {
    if (known !== undefined && Object.hasOwn(known, key)) continue;
    if (forms === undefined || !isOfForm(key, forms)) others.push(key);
  }
  return others;
}

function isOfForm(key: string, forms: Data): boolean {
  for (const form in forms) if (matches(form, key)) return true;
  return false;
}

export const itemSchema = ({ items, additionalItems }: Data, at: number): unknown =>
  isList(items) ? (items[at] ?? additionalItems ?? true) : items;
export const needSchema = (need: unknown): unknown => (isList(need) ? { required: need } : need);
export const branchOf = (whole: Data, data: unknown, root: Root): unknown =>
  (fits(whole["if"], data, root) ? whole["then"] : whole["else"]) ?? true;

/** The keywords that judge; `then` and `else` are judged by `if`, `additionalItems` by `items`. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $ref: (number: number, data, root) => fits(part(root, number), data, root),
  type: (types: Types, data) => isOfTypes(types, data),
  enum: (values: readonly unknown[], data) =>
    typeof data === "object" ? values.some((value) => isSame(value, data)) : values.includes(data),
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
  required: (keys: readonly string[], data) => {
    if (!isPlainMap(data)) return true;
    for (let at = 0; at < keys.length; at += 1) if (data[keys[at] as string] === undefined) return false;
    return true;
  },
  items: (_: unknown, data, root, whole) =>
    !isList(data) || data.every((item, at) => fits(itemSchema(whole, at), item, root)),
  properties: (schemas: Data, data, root) => {
    if (!isPlainMap(data)) return true;
    for (const key in data) if (Object.hasOwn(schemas, key) && !fits(schemas[key], data[key], root)) return false;
    return true;
  },
  patternProperties: (schemas: Data, data, root) =>
    !isPlainMap(data) ||
    Object.keys(data).every((key) =>
      Object.keys(schemas).every((pattern) => !matches(pattern, key) || fits(schemas[pattern], data[key], root)),
    ),
  additionalProperties: (schema: Schema, data, root, whole) => {
    if (schema === true || !isPlainMap(data)) return true;
    const keys = additional(whole, data);
    for (let at = 0; at < keys.length; at += 1) if (!fits(schema, data[keys[at] as string], root)) return false;
    return true;
  },
  propertyNames: (schema: Schema, data, root) =>
    !isPlainMap(data) || Object.keys(data).every((key) => fits(schema, key, root)),
  dependencies: (needs: Data, data, root) =>
    !isPlainMap(data) ||
    Object.keys(needs).every((key) => data[key] === undefined || fits(needSchema(needs[key]), data, root)),
  allOf: (schemas: readonly unknown[], data, root) => schemas.every((schema) => fits(schema, data, root)),
  anyOf: (schemas: readonly unknown[], data, root) => schemas.some((schema) => fits(schema, data, root)),
  oneOf: (schemas: readonly unknown[], data, root) => {
    let count = 0;
    for (let at = 0; at < schemas.length; at += 1) if (fits(schemas[at], data, root)) count += 1;
    return count === 1;
  },
  not: (schema: Schema, data, root) => !fits(schema, data, root),
  if: (_: unknown, data, root, whole) => fits(branchOf(whole, data, root), data, root),
};

/** Every keyword that is understood, or is read where another asks for it. */
export const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...Object.keys(KEYWORDS),
  ..."then else additionalItems definitions".split(" "),
]);
