// Lays the values of several environments over each other: what is equal stays, a leaf that differs becomes a
// setting of the stack's config, and what differs in structure becomes parts that stand in some environments only.
import { formatPath } from "#schema/path.ts";
import type { Archive, Join, Value, ValueMap } from "#schema/value.ts";
import { bare, from, isTag, pathOf } from "#schema/value.ts";
import { comparison } from "./condition.ts";
import type { Leaf } from "./leaf.ts";
import { leavesAt } from "./leaf.ts";
import { mergeLists } from "./lists.ts";
import type { Entry, Merged, Scalar } from "./merged.ts";
import { united } from "./sequence.ts";
import { requestLeaf } from "./settings.ts";
import type { Bare, Slots } from "./slots.ts";
import {
  bareSlots,
  every,
  fingerprint,
  groups,
  isList,
  isPlainMap,
  isScalar,
  rewrap,
  slotsPath,
  tagged,
  whereOf,
} from "./slots.ts";
import type { Spot } from "./spot.ts";
import { requestValues } from "./spot.ts";

/** One value for the environments of the slots. */
export function merge(slots: Slots, spot: Spot): Merged {
  const own = slotsPath(slots);
  return rewrap(slots, mergeBare(slots, own ? { ...spot, path: own } : spot, own !== undefined));
}

function mergeBare(slots: Slots, spot: Spot, told: boolean): Merged {
  const values = bareSlots(slots);
  if (every(values, isScalar)) return mergeScalars(values, spot, told);
  if (every(values, isPlainMap)) return isOneKind(values) ? mergeMaps(values, spot) : either(slots, spot);
  if (every(values, isList)) return mergeLists(values, spot, told, merge) ?? either(slots, spot);
  if (every(values, tagged("join"))) return mergeJoins(values, spot) ?? either(slots, spot);
  if (every(values, tagged("json"))) {
    return {
      kind: "json",
      value: merge(
        values.map(({ at, value }) => ({ at, value: value.value })),
        spot,
      ),
    };
  }
  if (every(values, tagged("archive"))) return mergeArchives(values, spot) ?? either(slots, spot);
  return groups(slots).length === 1 ? single(values[0]?.value ?? null) : either(slots, spot);
}

/** A tag without anything inside. */
function single(value: Bare): Merged {
  if (isTag(value) && value.$ === "ref") return { kind: "ref", to: value.to, attribute: value.attribute };
  if (isTag(value) && value.$ === "stack") return { kind: "stack" };
  throw new Error(`a graph can't hold ${JSON.stringify(value)}`);
}

/** Different structures, each as it is, with the environments it stands in. */
export function either(slots: Slots, spot: Spot): Merged {
  const options = groups(slots);
  if (options.length === 1) throw new Error(`equal values that don't merge: ${fingerprint(slots[0]?.value ?? null)}`);
  return {
    kind: "either",
    options: options.map((group) => ({
      value: merge(group, spot),
      where: whereOf(group),
      because: slotsPath(group) ?? spot.path,
    })),
  };
}

function mergeScalars(slots: Slots<Scalar>, spot: Spot, told: boolean): Merged {
  const [first] = slots;
  const spoken = told ? mergeSpoken(slots, spot) : undefined;
  if (spoken) return spoken;
  if (slots.every((slot) => slot.value === first?.value)) return { kind: "literal", value: first?.value ?? null };
  if (!slots.every((slot) => slot.value !== null && typeof slot.value === typeof first?.value)) {
    return either(slots, spot);
  }
  return { kind: "setting", setting: requestValues(spot, slots) };
}

/** Leaves of the spec that the model keeps: those that vary are settings under their plain names. */
function mergeSpoken(slots: Slots<Scalar>, spot: Spot): Merged | undefined {
  const leaves = leavesAt(spot.environments, spot.path);
  if (!leaves) return undefined;
  const same = leaves.every((leaf) => leaf === leaves[0]);
  if (same && formatPath(spot.path) !== "region") return undefined;
  const setting = (): number => requestLeaf(spot.settings, spot.path, leaves);
  if (slots.every(({ at, value }) => value === leaves[at])) return { kind: "setting", setting: setting() };
  if (slots.every(({ at, value }) => typeof value === "boolean" && leaves[at] === !value)) {
    return { kind: "not", setting: setting() };
  }
  return followsFrom(leaves, slots) ? either(slots, spot) : undefined;
}

/** Whether two values follow from a yes or no, or from something given or not: `protect ? 30 : 7`. */
function followsFrom(leaves: readonly Leaf[], slots: Slots<Scalar>): boolean {
  const isYesNo = leaves.every((leaf) => typeof leaf === "boolean") || leaves.includes(undefined);
  const [first, second, ...more] = groups(slots);
  if (!isYesNo || !first || !second || more.length) return false;
  return comparison(leaves, whereOf(first), whereOf(second)) !== undefined;
}

/** Whether maps are of one kind: where they name their type and differ in it, they have nothing in common. */
function isOneKind(slots: Slots<ValueMap>): boolean {
  const [first, ...rest] = slots.map(({ value }) => value["type"]);
  if (rest.every((type) => type === first)) return true;
  const types = new Set([first, ...rest].map((type) => fingerprint(type ?? null)));
  return types.size === 1;
}

function mergeMaps(slots: Slots<ValueMap>, spot: Spot): Merged {
  const keys = united(slots.map((slot) => Object.keys(slot.value)));
  const entries = keys.map((key): Entry => {
    const having = slots.flatMap(({ at, value }) => (value[key] === undefined ? [] : [{ at, value: value[key] }]));
    const value = merge(having, { ...spot, property: key });
    return { key, value, where: whereOf(having), because: slotsPath(having) ?? spot.path };
  });
  return { kind: "map", entries };
}

/** The parts of a text, joined ones laid flat and neighbouring literals without a path made one. */
function partsOf(join: Join): readonly Value[] {
  return join.parts.flatMap(flat).reduce<Value[]>((parts, part) => {
    const last = parts.at(-1);
    const literal = typeof last === "string" && (typeof part === "string" || typeof part === "number");
    return literal ? [...parts.slice(0, -1), `${last}${part}`] : [...parts, part];
  }, []);
}

/** The parts of a part that is joined itself; each keeps what is said about the whole. */
function flat(part: Value): readonly Value[] {
  const inner = bare(part);
  if (!tagged("join")(inner)) return [part];
  const path = pathOf(part);
  return path ? partsOf(inner).map((each) => (pathOf(each) ? each : from(path, each))) : partsOf(inner);
}

function mergeJoins(slots: Slots<Join>, spot: Spot): Merged | undefined {
  const all = slots.map(({ at, value }) => ({ at, parts: partsOf(value) }));
  const length = all[0]?.parts.length ?? 0;
  if (all.some((each) => each.parts.length !== length)) return undefined;
  const columns = Array.from({ length }, (_, index) =>
    all.map(({ at, parts }) => ({ at, value: parts[index] ?? null })),
  );
  // Texts that differ without a word about why are better told apart as wholes.
  const vague = columns.some((column) => groups(column).length > 1 && column.some((slot) => !pathOf(slot.value)));
  if (vague && groups(slots).length > 1) return undefined;
  return { kind: "join", parts: columns.map((column) => merge(column, spot)) };
}

/** An archive's names and files, whatever its texts say. */
const shape = ({ files }: Archive): string =>
  JSON.stringify(Object.entries(files).map(([name, file]) => [name, "file" in file ? file.file : null]));

function mergeArchives(slots: Slots<Archive>, spot: Spot): Merged | undefined {
  if (slots.some((slot) => shape(slot.value) !== shape(slots[0]?.value ?? slot.value))) return undefined;
  const files = Object.entries(slots[0]?.value.files ?? {}).map(([name, file]) => {
    if ("file" in file) return { name, file: file.file };
    const texts = slots.flatMap(({ at, value }) => {
      const each = value.files[name];
      return each && "text" in each ? [{ at, value: each.text }] : [];
    });
    return { name, text: merge(texts, { ...spot, property: name }) };
  });
  return { kind: "archive", files };
}
