// Which leaves of the spec differ; a branch that is new or gone is one change.
import type { SpecChange } from "#schema/change.ts";
import { isPlainMap } from "#schema/data.ts";
import { byText } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";

/** Every difference between two specs, in the order of their paths; `x-…` keys say nothing. */
export function specChanges(base: unknown, head: unknown, path: Path = []): readonly SpecChange[] {
  if (isPlainMap(base) && isPlainMap(head)) {
    const keys = [...new Set([...Object.keys(base), ...Object.keys(head)])].filter((key) => !key.startsWith("x-"));
    return keys.sort(byText).flatMap((key) => specChanges(base[key], head[key], [...path, key]));
  }
  if (Array.isArray(base) && Array.isArray(head)) {
    const length = Math.max(base.length, head.length);
    return Array.from({ length }, (_, index) => specChanges(base[index], head[index], [...path, index])).flat();
  }
  return JSON.stringify(base) === JSON.stringify(head) ? [] : [{ path, from: base, to: head }];
}
