// Which values are one in all environments, so that they stand in the program as they are. Every value of every graph
// comes by here: one walk over both sides of a pair, in plain loops that copy nothing, and one look at each tag.
import type { Path } from "#schema/path.ts";
import type { Note, Tag, Value, ValueMap } from "#schema/value.ts";
import { basePath } from "./leaf.ts";
import type { Where } from "./merged.ts";
import { isList, type Slots } from "./slots.ts";
import { relation, varying } from "./spoken.ts";
import type { Spot } from "./spot.ts";

/** Whether all environments have the same value, with all that is said about it, and no setting says anything in it. */
export function isShared({ where, values }: Slots, spot: Spot): boolean {
  const first = values[0] ?? null;
  if (values.length === 1) return agree(first, first, where, spot);
  for (let index = 1; index < values.length; index += 1) {
    if (!agree(first, values[index] ?? null, where, spot)) return false;
  }
  return true;
}

function agree(one: Value, other: Value, where: Where, spot: Spot): boolean {
  if (typeof one !== "object" || one === null) return one === other;
  if (typeof other !== "object" || other === null) return false;
  if (isList(one)) return isList(other) && agreeAll(one, other, where, spot);
  return !isList(other) && agreeTagged(one as TagOrMap, other as TagOrMap, where, spot);
}

type TagOrMap = Tag | { readonly $: undefined };

/** Tags by the fields that they have: asking an object for its keys takes V8 longer than all of them. */
function agreeTagged(one: TagOrMap, other: TagOrMap, where: Where, spot: Spot): boolean {
  switch (one.$) {
    case undefined:
      return other.$ === undefined && agreeMaps(one as unknown as ValueMap, other as unknown as ValueMap, where, spot);
    case "from":
      if (other.$ !== "from" || !isSamePath(one.path, other.path)) return false;
      return agreeAt(basePath(one.path), one.value, other.value, where, spot);
    case "ref":
      return other.$ === "ref" && one.to === other.to && one.attribute === other.attribute;
    case "join":
      return other.$ === "join" && agreeAll(one.parts, other.parts, where, spot);
    case "stack":
      return other.$ === "stack";
    case "json":
      return other.$ === "json" && agree(one.value, other.value, where, spot);
    case "note":
      return other.$ === "note" && isSameNote(one, other) && agree(one.value, other.value, where, spot);
    case "archive":
      return other.$ === "archive" && agreeMaps(one.files as ValueMap, other.files as ValueMap, where, spot);
    default:
      throw new Error(`a graph can't hold ${JSON.stringify(one)}`);
  }
}

/** The same for values that came from a place in the spec; the outermost place counts. */
function agreeAt(path: Path, one: Value, other: Value, where: Where, spot: Spot): boolean {
  if (typeof one !== "object" || one === null) {
    if (one !== other) return false;
    const leaves = varying(spot, path);
    return leaves === undefined || relation(leaves, { where, values: where.map(() => one) }) === undefined;
  }
  if (typeof other !== "object" || other === null) return false;
  const tag = one as TagOrMap;
  const twin = other as TagOrMap;
  if (tag.$ === "from") {
    return twin.$ === "from" && isSamePath(tag.path, twin.path) && agreeAt(path, tag.value, twin.value, where, spot);
  }
  if (tag.$ === "note") {
    return twin.$ === "note" && isSameNote(tag, twin) && agreeAt(path, tag.value, twin.value, where, spot);
  }
  return agree(one, other, where, spot);
}

function agreeMaps(one: ValueMap, other: ValueMap, where: Where, spot: Spot): boolean {
  let more = 0;
  for (const key in one) {
    const a = one[key] ?? null;
    const b = other[key] ?? null;
    if (typeof a === "object" ? !agree(a, b, where, spot) : a !== b) return false;
    more += 1;
  }
  for (const _ in other) more -= 1;
  return more === 0;
}

function agreeAll(one: readonly Value[], other: readonly Value[], where: Where, spot: Spot): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) {
    const a = one[index] ?? null;
    const b = other[index] ?? null;
    if (typeof a === "object" ? !agree(a, b, where, spot) : a !== b) return false;
  }
  return true;
}

const isSameNote = (one: Note, other: Note): boolean => one.above === other.above && one.behind === other.behind;

function isSamePath(one: Path, other: Path): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}
