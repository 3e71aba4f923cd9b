// Which values are the spec's own words: where they vary from environment to environment, a setting says them.
import type { Path } from "#schema/path.ts";
import type { Leaf } from "./leaf.ts";
import { basePath, leavesAt } from "./leaf.ts";
import type { Merged, MergedTag, Scalar, Where } from "./merged.ts";
import { inside, isTagged, tagOf } from "./merged.ts";
import type { Slots } from "./slots.ts";
import type { Spot } from "./spot.ts";

/** The leaves of the spec at a path, where the model keeps them and they vary; the region is always a setting. */
export function varying({ environments }: Spot, path: Path): readonly Leaf[] | undefined {
  const leaves = leavesAt(environments, path);
  const isFixed = leaves?.every((leaf) => leaf === leaves[0]) && !(path.length === 1 && path[0] === "region");
  return isFixed ? undefined : leaves;
}

/** What values are to the leaves at their path: what they say, or the opposite; undefined: something else. */
export function relation(leaves: readonly Leaf[], { where, values }: Slots<Scalar>): "setting" | "not" | undefined {
  if (where.every((at, index) => values[index] === leaves[at])) return "setting";
  const isOpposite = where.every((at, index) => typeof values[index] === "boolean" && leaves[at] === !values[index]);
  return isOpposite ? "not" : undefined;
}

/** Whether no setting says anything in a value that these environments share: it is code as it stands. */
export function isFixed(value: Merged, where: Where, spot: Spot): boolean {
  if (typeof value !== "object") return true;
  const tag = tagOf(value);
  if (tag?.$ === "from") return isFixedAt(basePath(tag.path), tag.value, where, spot);
  if (tag && !PLAIN.has(tag.$)) throw new Error(`a graph can't hold ${JSON.stringify(value)}`);
  const values = inside(value);
  for (let index = 0; index < values.length; index += 1) {
    const inner = values[index] ?? null;
    if (typeof inner === "object" && !isFixed(inner, where, spot)) return false;
  }
  return true;
}

/** The tags of a graph that say nothing about where a value comes from. */
const PLAIN: ReadonlySet<MergedTag["$"]> = new Set(["ref", "stack", "note", "join", "json", "archive"] as const);

/** The same for a value that came from a place in the spec; the outermost place counts. */
function isFixedAt(path: Path, value: Merged, where: Where, spot: Spot): boolean {
  if (typeof value === "object" && value !== null) {
    return isTagged(value, "from") || isTagged(value, "note")
      ? isFixedAt(path, value.value, where, spot)
      : isFixed(value, where, spot);
  }
  const leaves = varying(spot, path);
  return leaves === undefined || relation(leaves, { where, values: where.map(() => value) }) === undefined;
}
