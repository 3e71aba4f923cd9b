// The same value in several environments, side by side, before it is merged.
import type { Path } from "#schema/path.ts";
import type { From, Note, Tag, Value, ValueMap } from "#schema/value.ts";
import { bare, isMap, isTag, pathOf } from "#schema/value.ts";
import { basePath } from "./leaf.ts";
import type { Merged, Where } from "./merged.ts";
import { isScalar } from "./merged.ts";

/** A value of each of these environments, in their order. */
export interface Slots<V extends Value = Value> {
  readonly where: Where;
  readonly values: readonly V[];
}

/** A value without the words around it. */
export type Bare = Exclude<Value, From | Note>;

/** The slots without the wrappers at the top of their values. */
export const bareSlots = ({ where, values }: Slots): Slots<Bare> => ({ where, values: values.map(bare) });

/** What stands somewhere in each value. */
export const within = <V extends Value>({ where, values }: Slots<V>, pick: (value: V) => Value): Slots => ({
  where,
  values: values.map(pick),
});

/** What stands somewhere in some of the values, where it does. */
export function whereFound<V extends Value>(
  slots: Slots<V>,
  pick: (value: V, index: number) => Value | undefined,
): Slots {
  const where: number[] = [];
  const values: Value[] = [];
  for (let index = 0; index < slots.values.length; index += 1) {
    const value = pick(slots.values[index] as V, index);
    if (value === undefined) continue;
    where.push(slots.where[index] ?? 0);
    values.push(value);
  }
  return { where: where.length === slots.where.length ? slots.where : where, values };
}

/** The base path that the values name at their top, if any does. */
export function slotsPath({ values }: Slots): Path | undefined {
  for (let index = 0; index < values.length; index += 1) {
    const path = pathOf(values[index] ?? null);
    if (path) return basePath(path);
  }
  return undefined;
}

/** What a value is: a scalar, a list, a map, or a tag by its name. */
function kindOf(value: Bare): string {
  if (typeof value !== "object" || value === null) return "scalar";
  if (isList(value)) return "list";
  return (value as Partial<Tag>).$ ?? "map";
}

/** What all values are; undefined where they are not of one kind. */
export function kindOfAll({ values }: Slots<Bare>): string | undefined {
  const kind = kindOf(values[0] ?? null);
  for (let index = 1; index < values.length; index += 1) if (kindOf(values[index] ?? null) !== kind) return undefined;
  return kind;
}

export const isList = Array.isArray as (value: Value) => value is readonly Value[];
export const isPlainMap = isMap as (value: Value) => value is { readonly [key: string]: Value };

/** Tests for one kind of tag. */
export function tagged<K extends Tag["$"]>(kind: K): (value: Value) => value is Extract<Tag, { $: K }> {
  return (value): value is Extract<Tag, { $: K }> => isTag(value) && value.$ === kind;
}

/** A value as text, without what is said about it: equal texts are equal values. */
export function fingerprint(value: Value): string {
  if (isScalar(value)) return JSON.stringify(value);
  return JSON.stringify(value, (_, inner: Value) =>
    typeof inner === "object" && inner !== null ? bare(inner) : inner,
  );
}

/** Whether two values are equal, whatever is said about them. */
export function isEqual(one: Value, other: Value): boolean {
  const a = bare(one);
  const b = bare(other);
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((inner, index) => isEqual(inner, b[index] ?? null));
  return !isList(b) && areEqualMaps(a as ValueMap, b as ValueMap);
}

function areEqualMaps(one: ValueMap, other: ValueMap): boolean {
  let more = 0;
  for (const key in one) {
    if (!Object.hasOwn(other, key) || !isEqual(one[key] ?? null, other[key] ?? null)) return false;
    more += 1;
  }
  for (const _ in other) more -= 1;
  return more === 0;
}

/** Whether the values are one value in all environments. */
export function isOne({ values }: Slots): boolean {
  const first = values[0];
  return first === undefined || values.every((value) => value === first || isEqual(first, value));
}

/** Slots with equal values together, in the order of their first environment. */
export function groups(slots: Slots): readonly Slots[] {
  if (isOne(slots)) return [slots];
  const found: { readonly where: number[]; readonly values: Value[] }[] = [];
  for (const [index, value] of slots.values.entries()) {
    const at = slots.where[index] ?? 0;
    const same = found.find(({ values: [first] }) => first !== undefined && isEqual(first, value));
    if (!same) found.push({ where: [at], values: [value] });
    same?.where.push(at);
    same?.values.push(value);
  }
  return found;
}

/** Puts back around a merged value what the slots' values said about theirs. */
export function rewrap({ values }: Slots, merged: Merged): Merged {
  const paths: Path[] = [];
  let note: Note | undefined;
  for (let index = 0; index < values.length; index += 1) {
    let value = values[index] ?? null;
    while (typeof value === "object" && value !== null) {
      const tag = value as Tag;
      if (tag.$ === "from") addPath(paths, tag.path);
      else if (tag.$ === "note") note ??= tag;
      else break;
      value = tag.value;
    }
  }
  if (paths.length === 0 && !note) return merged;
  const told = paths.reduceRight<Merged>((value, path) => ({ $: "from", path, value }), merged);
  return note ? { ...note, value: told } : told;
}

function addPath(paths: Path[], path: Path): void {
  const isKnown = paths.some((each) => each.length === path.length && each.every((key, index) => key === path[index]));
  if (!isKnown) paths.push(path);
}
