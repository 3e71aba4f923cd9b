// JSON Schema (draft 7) read as it stands: for the few documents of one build that costs a tenth of what V8 needs to read
// the same schema as code. That it judges as ajv does is a law (test/laws/json-schema.test.ts).
import { type Data, isPlainMap } from "#schema/data.ts";

/** A schema as JSON. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** A whole schema, and what its references point at. */
export interface Root {
  readonly schema: Schema;
  readonly targets: Map<string, unknown>;
}
/** Judges one keyword; `whole` is the schema that says it. */
type Keyword = (says: never, data: unknown, root: Root, whole: Data) => boolean;

/** Whether data obeys a schema. */
export function fits(schema: unknown, data: unknown, root: Root): boolean {
  if (typeof schema === "boolean") return schema;
  const map = schema as Data;
  for (const keyword in map) if (!holds(keyword, map, data, root)) return false;
  return true;
}

/** Whether data obeys what one keyword of a schema says. */
export const holds = (keyword: string, whole: Data, data: unknown, root: Root): boolean =>
  KEYWORDS[keyword]?.(whole[keyword] as never, data, root, whole) !== false;

/** What `#/definitions/x` points at. */
export function target(root: Root, reference: string): unknown {
  const known = root.targets.get(reference);
  if (known !== undefined) return known;
  const steps = reference.split("/").slice(1);
  const found = steps.reduce<unknown>((node, step) => (node as Data | undefined)?.[step], root.schema);
  if (!reference.startsWith("#/") || found === undefined) throw new Error(`the schema has no ${reference}`);
  root.targets.set(reference, found);
  return found;
}

export const isList = (data: unknown): data is readonly unknown[] => Array.isArray(data);

const patterns = new Map<string, RegExp>();

export function matches(pattern: string, text: string): boolean {
  let known = patterns.get(pattern);
  if (known === undefined) patterns.set(pattern, (known = new RegExp(pattern, "u")));
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
  if (a === b || typeof a !== "object" || typeof b !== "object") return a === b;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isPlainMap(a) || !isPlainMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** The keys that neither `properties` nor `patternProperties` speaks of. */
export function additional({ properties, patternProperties }: Data, data: Data): readonly string[] {
  const known = isPlainMap(properties) ? properties : undefined;
  const forms = isPlainMap(patternProperties) ? Object.keys(patternProperties) : undefined;
  return Object.keys(data).filter(
    (key) =>
      (known === undefined || !Object.hasOwn(known, key)) &&
      (forms === undefined || !forms.some((form) => matches(form, key))),
  );
}

export const itemSchema = ({ items, additionalItems }: Data, at: number): unknown =>
  isList(items) ? (items[at] ?? additionalItems ?? true) : items;
export const needSchema = (need: unknown): unknown => (isList(need) ? { required: need } : need);
export const branchOf = (whole: Data, data: unknown, root: Root): unknown =>
  (fits(whole["if"], data, root) ? whole["then"] : whole["else"]) ?? true;

/** The keywords that judge; `then` and `else` are judged by `if`, `additionalItems` by `items`. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $ref: (reference: string, data, root) => fits(target(root, reference), data, root),
  type: (types: string | readonly string[], data) =>
    typeof types === "string" ? isOf(types, data) : types.some((type) => isOf(type, data)),
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
  required: (keys: readonly string[], data) => !isPlainMap(data) || keys.every((key) => data[key] !== undefined),
  items: (_: unknown, data, root, whole) =>
    !isList(data) || data.every((item, at) => fits(itemSchema(whole, at), item, root)),
  properties: (schemas: Data, data, root) => {
    if (!isPlainMap(data)) return true;
    for (const key of Object.keys(data))
      if (Object.hasOwn(schemas, key) && !fits(schemas[key], data[key], root)) return false;
    return true;
  },
  patternProperties: (schemas: Data, data, root) =>
    !isPlainMap(data) ||
    Object.keys(data).every((key) =>
      Object.keys(schemas).every((pattern) => !matches(pattern, key) || fits(schemas[pattern], data[key], root)),
    ),
  additionalProperties: (schema: Schema, data, root, whole) =>
    schema === true || !isPlainMap(data) || additional(whole, data).every((key) => fits(schema, data[key], root)),
  propertyNames: (schema: Schema, data, root) =>
    !isPlainMap(data) || Object.keys(data).every((key) => fits(schema, key, root)),
  dependencies: (needs: Data, data, root) =>
    !isPlainMap(data) ||
    Object.keys(needs).every((key) => data[key] === undefined || fits(needSchema(needs[key]), data, root)),
  allOf: (schemas: readonly unknown[], data, root) => schemas.every((schema) => fits(schema, data, root)),
  anyOf: (schemas: readonly unknown[], data, root) => schemas.some((schema) => fits(schema, data, root)),
  oneOf: (schemas: readonly unknown[], data, root) => {
    let count = 0;
    for (const schema of schemas) if (fits(schema, data, root)) count += 1;
    return count === 1;
  },
  not: (schema: Schema, data, root) => !fits(schema, data, root),
  if: (_: unknown, data, root, whole) => fits(branchOf(whole, data, root), data, root),
};

/** Every keyword that is understood, or says nothing about data. */
export const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...Object.keys(KEYWORDS),
  ..."then else additionalItems definitions format default deprecated examples $schema $id".split(" "),
]);
