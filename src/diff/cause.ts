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

/** The changes of the spec that the nearest of a value's own paths leads to. */
export function related(paths: readonly Path[], spec: readonly SpecChange[]): readonly Path[] {
  for (const path of paths) {
    const found = spec.filter((change) => isWithin(change.path, path) || isWithin(path, change.path));
    if (found.length > 0) return once(found.map((change) => change.path));
  }
  return [];
}

/** The changes of the spec that can matter to an environment: its own and everybody's. */
export const concerning = (environment: string, spec: readonly SpecChange[]): readonly SpecChange[] =>
  spec.filter(({ path }) => path[0] !== "environments" || path.length === 1 || path[1] === environment);

/**
 * The changes of the spec that have a consequence: what the paths of its value lead to; else those without which it
 * would not be, as `isGoneWithout` finds out by trying; else the place that says the value.
 */
export function causes(
  paths: readonly Path[],
  environment: string,
  spec: readonly SpecChange[],
  isGoneWithout: (change: SpecChange) => boolean = () => false,
): readonly Path[] {
  const direct = related(paths, spec);
  if (direct.length > 0) return direct;
  const own = concerning(environment, spec);
  const [only] = own;
  if (own.length === 1 && only) return [only.path];
  const whole = own.filter(({ path }) => path[0] === "environments" && path.length <= 2);
  if (whole.length > 0) return once(whole.map(({ path }) => path));
  const tried = own.filter(isGoneWithout);
  return tried.length > 0 ? once(tried.map(({ path }) => path)) : paths.slice(0, 1);
}
