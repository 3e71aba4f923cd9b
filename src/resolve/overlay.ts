// Overlays: a map merges key by key, a list or a scalar replaces.
import { isPlainMap, ownOf } from "#schema/data.ts";
import type { Path } from "#schema/path.ts";
import type { Overlay, Spec } from "#schema/spec.ts";

/** The keys of an overlay that say what the environment is, and overlay nothing. */
const OWN_KEYS = new Set(["account", "protect", "oidcProvider"]);

/** The spec of one environment. */
export function merged(base: Spec, overlay: Overlay): Spec {
  const rest = Object.fromEntries(Object.entries(overlay).filter(([key]) => !OWN_KEYS.has(key)));
  return merge(base, rest) as Spec;
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
  const walk = (value: unknown, path: Path): Path[] =>
    isPlainMap(value)
      ? Object.entries(value).flatMap(([key, inner]) => walk(inner, [...path, key]))
      : value === undefined
        ? []
        : [path];
  return walk(overlay, []);
}
