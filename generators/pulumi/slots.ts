// The same value in several environments, side by side, before it is merged.
import type { Path } from "#schema/path.ts";
import { formatPath } from "#schema/path.ts";
import type { From, Note, Tag, Value } from "#schema/value.ts";
import { bare, isMap, isTag, pathOf } from "#schema/value.ts";
import { basePath } from "./leaf.ts";
import type { Merged, Scalar, Where } from "./merged.ts";

/** A value and the environment that has it, by its position. */
export interface Slot<V extends Value = Value> {
  readonly at: number;
  readonly value: V;
}
export type Slots<V extends Value = Value> = readonly Slot<V>[];

/** A value without the words around it. */
export type Bare = Exclude<Value, From | Note>;

/** The slots without the wrappers at the top of their values. */
export const bareSlots = (slots: Slots): Slots<Bare> => slots.map(({ at, value }) => ({ at, value: bare(value) }));

/** Where slots stand. */
export const whereOf = (slots: readonly { readonly at: number }[]): Where => slots.map((slot) => slot.at);

/** The base path that the values name at their top, if any does. */
export function slotsPath(slots: Slots): Path | undefined {
  const path = slots.map((slot) => pathOf(slot.value)).find((each) => each !== undefined);
  return path && basePath(path);
}

/** Whether every value passes a test, with its type. */
export function every<V extends Bare>(slots: Slots<Bare>, test: (value: Bare) => value is V): slots is Slots<V> {
  return slots.every((slot) => test(slot.value));
}

export const isScalar = (value: Value): value is Scalar => typeof value !== "object" || value === null;
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
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

/** Slots with equal values together, in the order of their first environment. */
export function groups(slots: Slots): readonly Slots[] {
  if (slots.length === 1) return [slots];
  const found = new Map<string, Slot[]>();
  for (const slot of slots) {
    const key = fingerprint(slot.value);
    found.set(key, [...(found.get(key) ?? []), slot]);
  }
  return [...found.values()];
}

/** Puts back around a merged value what the slots' values said about theirs. */
export function rewrap(slots: Slots, merged: Merged): Merged {
  const paths = new Map<string, Path>();
  let note: Note | undefined;
  for (const slot of slots) {
    for (let value = slot.value; isTag(value) && (value.$ === "from" || value.$ === "note"); value = value.value) {
      if (value.$ === "from") paths.set(formatPath(value.path), value.path);
      else note ??= value;
    }
  }
  const told: Merged = paths.size ? { kind: "origin", paths: [...paths.values()], value: merged } : merged;
  if (!note) return told;
  return {
    kind: "note",
    ...(note.above === undefined ? {} : { above: note.above }),
    ...(note.behind === undefined ? {} : { behind: note.behind }),
    value: told,
  };
}
