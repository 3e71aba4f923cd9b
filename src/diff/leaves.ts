// Two properties of one resource, compared leaf by leaf: where they differ, and the spec paths that set each.
import { ownOf } from "#schema/data.ts";
import { byText } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import { isMap, isTag, type Value, type ValueMap } from "#schema/value.ts";

/** A place in a resource's properties whose value differs. */
export interface Leaf {
  /** `instanceClass`, `containerDefinitions[api].environment[LOG_LEVEL].value`. */
  readonly property: string;
  /** Plain values: texts with references as `<key.attribute>`, lists, maps; undefined where there is none. */
  readonly from: unknown;
  readonly to: unknown;
  /** The spec paths that the values came from, the new ones first. */
  readonly paths: readonly Path[];
  /** The keys of the resources that only one of the values refers to. */
  readonly refers: readonly string[];
}

/** A value without its wrappers, and the spec paths that they name. */
interface Open {
  readonly value: Value | undefined;
  readonly paths: readonly Path[];
}

/** Every difference between the properties of two resources, sorted by property. */
export function leaves(base: ValueMap, head: ValueMap): readonly Leaf[] {
  return maps("", { value: base, paths: [] }, { value: head, paths: [] });
}

function open(value: Value | undefined, paths: readonly Path[]): Open {
  if (!isTag(value)) return { value, paths };
  if (value.$ === "from") return open(value.value, [value.path, ...paths]);
  if (value.$ === "note" || value.$ === "json") return open(value.value, paths);
  return { value, paths };
}

function compare(property: string, base: Open, head: Open): readonly Leaf[] {
  const [one, two] = [open(base.value, base.paths), open(head.value, head.paths)];
  if (canonical(one.value) === canonical(two.value)) return [];
  if (isMap(one.value) && isMap(two.value)) return maps(property, one, two);
  if (Array.isArray(one.value) && Array.isArray(two.value)) return lists(property, one, two);
  return [leafOf(property, one, two)];
}

function leafOf(property: string, base: Open, head: Open): Leaf {
  const paths = [...head.paths, ...inner(head.value), ...base.paths, ...inner(base.value)];
  const [before, after] = [base, head].map(({ value }) => holdings(value ?? null).map(({ to }) => to));
  const refers = [
    ...(after ?? []).filter((key) => !before?.includes(key)),
    ...(before ?? []).filter((key) => !after?.includes(key)),
  ];
  return { property, from: plain(base.value), to: plain(head.value), paths, refers };
}

function maps(property: string, base: Open, head: Open): readonly Leaf[] {
  const [one, two] = [base.value as ValueMap, head.value as ValueMap];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(two)])].sort(byText);
  return keys.flatMap((key) =>
    compare(
      property === "" ? key : `${property}.${key}`,
      { value: ownOf(one, key), paths: base.paths },
      { value: ownOf(two, key), paths: head.paths },
    ),
  );
}

/** Lists of named things are compared by name, so that one more moves no other; all others as a whole. */
function lists(property: string, base: Open, head: Open): readonly Leaf[] {
  const [one, two] = [named(base.value as readonly Value[]), named(head.value as readonly Value[])];
  if (!one || !two) return [leafOf(property, base, head)];
  const names = [...new Set([...one.keys(), ...two.keys()])].sort(byText);
  return names.flatMap((name) =>
    compare(
      `${property}[${name}]`,
      { value: one.get(name), paths: base.paths },
      { value: two.get(name), paths: head.paths },
    ),
  );
}

/** What tells the items of a list apart, in AWS's own words for it. */
const NAMES = ["name", "Sid", "sid", "id"];

function named(list: readonly Value[]): ReadonlyMap<string, Value> | undefined {
  const items = list.map((item) => [nameOf(item), item] as const);
  const names = new Map(items.flatMap(([name, item]) => (name === undefined ? [] : [[name, item] as const])));
  return names.size === list.length ? names : undefined;
}

function nameOf(item: Value): string | undefined {
  const { value } = open(item, []);
  if (!isMap(value)) return undefined;
  const name = NAMES.map((key) => plain(value[key])).find((found) => typeof found === "string");
  return name as string | undefined;
}

/** Every spec path inside a value. */
export function inner(value: Value | undefined): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  if (isTag(value) && value.$ === "from") return [value.path, ...inner(value.value)];
  return Object.values(value).flatMap((part: Value) => inner(part));
}

/** A value as plain data: wrappers gone, references as `<key.attribute>`, the environment's name as `<stack>`. */
export function plain(value: Value | undefined): unknown {
  const bare = open(value, []).value;
  if (typeof bare !== "object" || bare === null) return bare;
  if (Array.isArray(bare)) return bare.map((item: Value) => plain(item));
  if (!isTag(bare)) {
    const entries = Object.entries(bare as ValueMap).map(([key, item]) => [key, plain(item)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => byText(a, b)));
  }
  if (bare.$ === "ref") return `<${bare.to}.${bare.attribute}>`;
  if (bare.$ === "stack") return "<stack>";
  if (bare.$ === "join") return bare.parts.map((part) => String(plain(part))).join("");
  if (bare.$ === "archive")
    return Object.fromEntries(Object.entries(bare.files).map(([name, file]) => [name, archived(file)]));
  throw new Error(`the tag ${bare.$} does not belong in a graph`);
}

const archived = (file: { readonly file: string } | { readonly text: Value }): unknown =>
  "file" in file ? `file ${file.file}` : plain(file.text);

const canonical = (value: Value | undefined): string => JSON.stringify(plain(value)) ?? "";

/** A reference in a resource's properties, and the property that holds it. */
export interface Holding {
  readonly property: string;
  readonly to: string;
  readonly attribute: string;
}

/** Every reference in a resource's properties. */
export function holdings(value: Value, property = ""): readonly Holding[] {
  const { value: bare } = open(value, []);
  if (typeof bare !== "object" || bare === null || bare === undefined) return [];
  if (Array.isArray(bare)) return bare.flatMap((item: Value) => holdings(item, select(property, item)));
  if (isTag(bare))
    return bare.$ === "ref" ? [{ property, to: bare.to, attribute: bare.attribute }] : within(bare, property);
  return Object.entries(bare as ValueMap).flatMap(([key, item]) =>
    holdings(item, property === "" ? key : `${property}.${key}`),
  );
}

const select = (property: string, item: Value): string => {
  const name = nameOf(item);
  return name === undefined ? property : `${property}[${name}]`;
};

/** References inside a text or an archive belong to the property that holds the whole. */
const within = (tag: object, property: string): readonly Holding[] =>
  Object.values(tag).flatMap((part: unknown) =>
    typeof part === "object" && part !== null
      ? holdings(part as Value, property).map((one) => ({ ...one, property }))
      : [],
  );
