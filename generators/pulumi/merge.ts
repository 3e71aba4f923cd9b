// Lays the values of several environments over each other: what is equal stays, a leaf that differs becomes a
// setting of the stack's config, and what differs in structure becomes parts that stand in some environments only.
import { ownOf } from "#schema/data.ts";
import type { Archive, Join, Json, Value, ValueMap } from "#schema/value.ts";
import { isTag, pathOf } from "#schema/value.ts";
import { comparison } from "./condition.ts";
import { partsOf } from "./join.ts";
import type { Leaf } from "./leaf.ts";
import { mergeLists } from "./lists.ts";
import type { ArchiveFile, Merged, Part, Scalar, Where } from "./merged.ts";
import { sameWhere } from "./merged.ts";
import { isShared } from "./shared.ts";
import { united } from "./sequence.ts";
import { requestLeaf } from "./settings.ts";
import type { Bare, Slots } from "./slots.ts";
import {
  bareSlots,
  fingerprint,
  groups,
  isEqual,
  isOne,
  kindOfAll,
  rewrap,
  slotsPath,
  whereFound,
  within,
} from "./slots.ts";
import { relation, varying } from "./spoken.ts";
import type { Spot } from "./spot.ts";
import { along, inside, requestValues } from "./spot.ts";

/** One value for the environments of the slots: the first one's own, where they say the same and no setting says it. */
export function merge(slots: Slots, spot: Spot): Merged {
  if (isShared(slots, spot)) return (slots.values[0] ?? null) as Merged;
  return mergeDiffering(slots, spot);
}

function mergeDiffering(slots: Slots, spot: Spot): Merged {
  const own = slotsPath(slots);
  return rewrap(slots, mergeBare(slots, own ? along(spot, own) : spot, own !== undefined));
}

/** A value inside of a whole: a part of it where it does not stand wherever the whole does. */
function mergeInside(slots: Slots, spot: Spot, whole: Where): Merged {
  return sameWhere(slots.where, whole) ? merge(slots, spot) : mergePart(slots, spot);
}

/** One value, with where it stands and the spec path that decides about it. */
function mergePart(slots: Slots, spot: Spot): Part {
  return { $: "part", value: merge(slots, spot), where: slots.where, because: slotsPath(slots) ?? spot.path };
}

function mergeBare(slots: Slots, spot: Spot, told: boolean): Merged {
  const values = bareSlots(slots);
  switch (kindOfAll(values)) {
    case "scalar":
      return mergeScalars(values as Slots<Scalar>, spot, told);
    case "map":
      return mergeMaps(values as Slots<ValueMap>, spot) ?? either(slots, spot);
    case "list":
      return mergeLists(values as Slots<readonly Value[]>, spot, told, mergeInside) ?? either(slots, spot);
    case "join":
      return mergeJoins(values as Slots<Join>, spot) ?? either(slots, spot);
    case "json":
      return { $: "json", value: merge(within(values as Slots<Json>, inJson), spot) };
    case "archive":
      return mergeArchives(values as Slots<Archive>, spot) ?? either(slots, spot);
    default:
      return isOne(values) ? single(values.values[0] ?? null) : either(slots, spot);
  }
}

const inJson = ({ value }: Json): Value => value;

/** A tag without anything inside. */
function single(value: Bare): Merged {
  if (isTag(value) && (value.$ === "ref" || value.$ === "stack")) return value;
  throw new Error(`a graph can't hold ${JSON.stringify(value)}`);
}

/** Different structures, each as it is, with the environments it stands in. */
export function either(slots: Slots, spot: Spot): Merged {
  const options = groups(slots);
  if (options.length === 1) throw new Error(`equal values that don't merge: ${fingerprint(slots.values[0] ?? null)}`);
  return {
    $: "either",
    options: options.map((group) => mergePart(group, spot)),
  };
}

function mergeScalars(slots: Slots<Scalar>, spot: Spot, told: boolean): Merged {
  const { values } = slots;
  const [first = null] = values;
  const spoken = told ? mergeSpoken(slots, spot) : undefined;
  if (spoken) return spoken;
  if (values.every((value) => value === first)) return first;
  if (!values.every((value) => value !== null && typeof value === typeof first)) return either(slots, spot);
  return { $: "setting", setting: requestValues(spot, slots) };
}

/** Leaves of the spec that the model keeps: those that vary are settings under their plain names. */
function mergeSpoken(slots: Slots<Scalar>, spot: Spot): Merged | undefined {
  const leaves = varying(spot, spot.path);
  if (!leaves) return undefined;
  const kind = relation(leaves, slots);
  if (kind) return { $: kind, setting: requestLeaf(spot.settings, spot.path, leaves) };
  return followsFrom(leaves, slots) ? either(slots, spot) : undefined;
}

/** Whether two values follow from a yes or no, or from something given or not: `protect ? 30 : 7`. */
function followsFrom(leaves: readonly Leaf[], slots: Slots<Scalar>): boolean {
  const isYesNo = leaves.every((leaf) => typeof leaf === "boolean") || leaves.includes(undefined);
  const [first, second, ...more] = groups(slots);
  if (!isYesNo || !first || !second || more.length) return false;
  return comparison(leaves, first.where, second.where) !== undefined;
}

/** Whether maps are of one kind: where they name their type and differ in it, they have nothing in common. */
function isOneKind(values: readonly ValueMap[]): boolean {
  const type = values[0]?.["type"];
  for (const value of values) {
    const other = value["type"];
    if (other !== type && !isEqual(type ?? null, other ?? null)) return false;
  }
  return true;
}

/** One map of maps; undefined where they are of two kinds. */
function mergeMaps(slots: Slots<ValueMap>, spot: Spot): Merged | undefined {
  const { values, where } = slots;
  if (!isOneKind(values)) return undefined;
  const lists = values.map(keysOf);
  if (areAlike(lists)) return mergeAlike(slots, lists[0] ?? [], spot);
  const entries = united(lists).map((key): [string, Merged] => {
    const having = whereFound(slots, (value) => ownOf(value, key));
    return [key, mergeInside(having, inside(spot, key), where)];
  });
  return Object.fromEntries(entries);
}

const keysOf = (map: ValueMap): readonly string[] => Object.keys(map);

/** Whether the lists hold the same keys in the same order. */
function areAlike(lists: readonly (readonly string[])[]): boolean {
  const first = lists[0] ?? [];
  for (let at = 1; at < lists.length; at += 1) {
    const list = lists[at] ?? [];
    if (list.length !== first.length) return false;
    for (let index = 0; index < list.length; index += 1) if (list[index] !== first[index]) return false;
  }
  return true;
}

/** Maps with the same keys: a copy of the first with what is not its own value, so that each key keeps its place. */
function mergeAlike({ values, where }: Slots<ValueMap>, keys: readonly string[], spot: Spot): Merged {
  const merged = { ...values[0] } as Record<string, Merged>;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    const column = { where, values: columnOf(values, key) };
    if (!isShared(column, spot)) merged[key] = mergeDiffering(column, inside(spot, key));
  }
  return merged;
}

function columnOf(maps: readonly ValueMap[], key: string): readonly Value[] {
  const column: Value[] = [];
  for (let index = 0; index < maps.length; index += 1) column.push(maps[index]?.[key] ?? null);
  return column;
}

function mergeJoins(slots: Slots<Join>, spot: Spot): Merged | undefined {
  const all = slots.values.map(partsOf);
  const length = all[0]?.length ?? 0;
  if (all.some((parts) => parts.length !== length)) return undefined;
  const columns = Array.from({ length }, (_, index): Slots => {
    return { where: slots.where, values: all.map((parts) => parts[index] ?? null) };
  });
  // Texts that differ without a word about why are better told apart as wholes.
  const isVague = columns.some((column) => !isOne(column) && column.values.some((value) => !pathOf(value)));
  return isVague ? undefined : { $: "join", parts: columns.map((column) => merge(column, spot)) };
}

/** An archive's names and files, whatever its texts say. */
const shape = ({ files }: Archive): string =>
  JSON.stringify(Object.entries(files).map(([name, file]) => [name, "file" in file ? file.file : null]));

function mergeArchives(slots: Slots<Archive>, spot: Spot): Merged | undefined {
  const [first, ...rest] = slots.values;
  if (!first || rest.some((value) => shape(value) !== shape(first))) return undefined;
  const files = Object.entries(first.files).map(([name, file]): [string, ArchiveFile] => {
    if ("file" in file) return [name, file];
    const texts = whereFound(slots, ({ files: { [name]: each } }) => (each && "text" in each ? each.text : undefined));
    return [name, { text: merge(texts, inside(spot, name)) }];
  });
  return { $: "archive", files: Object.fromEntries(files) };
}
