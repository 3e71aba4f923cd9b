// Overlays: a map merges key by key, a list or a scalar replaces.
import { type Data, isPlainMap, ownOf } from "#schema/data.ts";
import type { Path } from "#schema/path.ts";
import type { Overlay, Spec } from "#schema/spec.ts";

/** The keys of an overlay that say what the environment is, and overlay nothing. */
const OWN_KEYS = new Set(["account", "protect", "oidcProvider"]);

/** The spec of one environment. */
export function merged(base: Spec, overlay: Overlay): Spec {
  const result: Record<string, unknown> = { ...base };
  for (const key of Object.keys(overlay)) {
    if (!OWN_KEYS.has(key)) result[key] = merge(ownOf(base as unknown as Data, key), (overlay as Data)[key]);
  }
  return result as unknown as Spec;
}

function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isPlainMap(base) || !isPlainMap(over)) return over;
  const result: Record<string, unknown> = { ...base };
  for (const key of Object.keys(over)) result[key] = merge(ownOf(base, key), over[key]);
  return result;
}

/** The paths of the leaves that an overlay sets, lists being leaves. */
export function leavesOf(overlay: Overlay): readonly Path[] {
  const leaves: Path[] = [];
  collect(leaves, overlay, []);
  return leaves;
}

function collect(leaves: Path[], value: unknown, path: Path): void {
  if (isPlainMap(value)) for (const key of Object.keys(value)) collect(leaves, value[key], [...path, key]);
  else if (value !== undefined) leaves.push(path);
}
