// Lays lists over each other: elements that mean the same thing are merged, and the others stand in some
// environments only.
import type { Value } from "#schema/value.ts";
import { bare, pathOf } from "#schema/value.ts";
import type { Merged, Where } from "./merged.ts";
import { isScalar } from "./merged.ts";
import { keepsOrder, united } from "./sequence.ts";
import type { Slots } from "./slots.ts";
import { fingerprint, isEqual, isOne, isPlainMap, whereFound, within } from "./slots.ts";
import type { Spot } from "./spot.ts";
import { requestValues } from "./spot.ts";

/** The properties that name an element among its siblings. */
const NAMES = ["name", "Name", "Sid", "sid", "id", "Id", "key", "Key", "containerName"];

/** Marks an element's own name; no JSON text starts so. */
const OWN = "=";

/** Merges what stands inside: `merge.ts`, which calls us. */
type MergeInside = (slots: Slots, spot: Spot, whole: Where) => Merged;

/** One list for the environments of the slots; undefined where the elements can't be told apart. */
export function mergeLists(
  slots: Slots<readonly Value[]>,
  spot: Spot,
  told: boolean,
  mergeInside: MergeInside,
): Merged | undefined {
  const inside = (found: Slots): Merged => mergeInside(found, spot, slots.where);
  if (told && isData(slots) && !isOne(slots)) return { $: "setting", setting: requestValues(spot, slots) };
  const names =
    areAlone(slots.values) || isAlike(slots.values) ? undefined : slots.values.map((list) => list.map(nameOf));
  if (names === undefined || isAligned(names)) {
    return (slots.values[0] ?? []).map((_, index) => inside(within(slots, (list) => list[index] ?? null)));
  }
  if (names.some((list) => new Set(list).size < list.length)) return undefined;
  const union = united(names);
  if (!names.every((list) => keepsOrder(union, list))) return undefined;
  return union.map((name) => inside(whereFound(slots, (list, index) => list[names[index]?.indexOf(name) ?? -1])));
}

/** Whether lists are equal, so that nothing needs a name. */
function isAlike(lists: readonly (readonly Value[])[]): boolean {
  const first = lists[0];
  return first === undefined || lists.every((list) => list === first || isEqual(first, list));
}

/** Whether each list has one element without an own name: they need none to be merged. */
function areAlone(lists: readonly (readonly Value[])[]): boolean {
  return lists.every((list) => list.length === 1 && ownKey(bare(list[0] ?? null)) === undefined);
}

/** Whether elements can be merged place by place: as many in each list, none at two places, no two own names at one. */
function isAligned(lists: readonly (readonly string[])[]): boolean {
  return lists.every(
    (list) =>
      list.length === lists[0]?.length && list.every((name, index) => lists.every((other) => fits(name, index, other))),
  );
}

/** Whether a name can be merged with what stands at its place in another list. */
function fits(name: string, index: number, other: readonly string[]): boolean {
  if (other[index] === name) return true;
  return !other.includes(name) && !name.startsWith(OWN) && !other[index]?.startsWith(OWN);
}

/** What an element is called among its siblings: its own name, else what it is. */
function nameOf(element: Value): string {
  const value = bare(element);
  const named = ownKey(value);
  if (named === undefined || !isPlainMap(value)) return fingerprint(element);
  return `${OWN}${named}=${fingerprint(value[named] ?? null)}`;
}

/** The property that names an element, if one does. */
function ownKey(value: Value): string | undefined {
  return isPlainMap(value) ? NAMES.find((key) => value[key] !== undefined) : undefined;
}

/** Lists of plain data that came from one place in the spec as wholes. */
function isData(slots: Slots<readonly Value[]>): boolean {
  return slots.values.every((list) => list.every((element) => isScalar(element) && pathOf(element) === undefined));
}
