// Which change of the spec makes a change of a resource.
import type { SpecChange } from "#schema/change.ts";
import { isWithin, type Path } from "#schema/path.ts";

/** Spec paths, each once. */
export function once(paths: readonly Path[]): readonly Path[] {
  const seen = new Set<string>();
  return paths.filter((path) => {
    const key = JSON.stringify(path);
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * The paths among the spec's changes that a value's own paths lead to; the nearest of them count. Where none does, the
 * only change that there is; and where there are several, the path that the value is said at.
 */
export function causes(paths: readonly Path[], environment: string, spec: readonly SpecChange[]): readonly Path[] {
  for (const path of paths) {
    const related = spec.filter((change) => isWithin(change.path, path) || isWithin(path, change.path));
    if (related.length > 0) return once(related.map((change) => change.path));
  }
  const own = spec.filter(({ path }) => path[0] !== "environments" || path[1] === environment || path.length === 1);
  const whole = own.filter(({ path }) => path[0] === "environments" && path.length <= 2);
  if (whole.length > 0) return once(whole.map(({ path }) => path));
  const [only] = own;
  if (own.length === 1 && only) return [only.path];
  const [said] = paths;
  return said === undefined ? [] : [said];
}
