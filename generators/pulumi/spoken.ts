// Which values are the spec's own words: where they vary from environment to environment, a setting says them.
import type { Path } from "#schema/path.ts";
import type { Leaf } from "./leaf.ts";
import { basePath, leavesAt } from "./leaf.ts";
import type { Merged, Scalar, Where } from "./merged.ts";
import { inside, isList, isMergedTag, isTagged } from "./merged.ts";
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
  if (typeof value !== "object" || value === null) return true;
  if (isList(value)) return areFixed(value, where, spot);
  if (!isMergedTag(value)) {
    for (const key in value) {
      const inner = value[key] ?? null;
      if (typeof inner === "object" && !isFixed(inner, where, spot)) return false;
    }
    return true;
  }
  switch (value.$) {
    case "from":
      return isFixedAt(basePath(value.path), value.value, where, spot);
    case "note":
    case "json":
      return isFixed(value.value, where, spot);
    case "join":
      return areFixed(value.parts, where, spot);
    case "ref":
    case "stack":
      return true;
    case "archive":
      return areFixed(inside(value), where, spot);
    default:
      throw new Error(`a graph can't hold ${JSON.stringify(value)}`);
  }
}

function areFixed(values: readonly Merged[], where: Where, spot: Spot): boolean {
  for (let index = 0; index < values.length; index += 1) {
    const inner = values[index] ?? null;
    if (typeof inner === "object" && !isFixed(inner, where, spot)) return false;
  }
  return true;
}

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
