// Which values are the spec's own words: where they vary from environment to environment, a setting says them.
import type { Path } from "#schema/path.ts";
import type { Leaf } from "./leaf.ts";
import { leavesAt } from "./leaf.ts";
import type { Scalar } from "./merged.ts";
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
