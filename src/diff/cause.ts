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
    const name = spec.find((change) => isRename(change) && path.length === 2 && isWithin(change.path, path));
    if (name) return [name.path];
    const found = spec.filter((change) => isWithin(change.path, path) || isWithin(path, change.path));
    if (found.length > 0) return once(found.map((change) => change.path));
  }
  return [];
}

/** What follows from a service as such (its name) follows from its renaming, whatever else of it changes. */
const isRename = ({ path, from, to }: SpecChange): boolean =>
  path.length === 3 && path[0] === "services" && path[2] === "renamedFrom" && from === undefined && to !== undefined;

/** The changes of the spec that can matter to an environment: its own and everybody's. */
const concerning = (environment: string, spec: readonly SpecChange[]): readonly SpecChange[] =>
  spec.filter(({ path }) => path[0] !== "environments" || path.length === 1 || path[1] === environment);

/**
 * The changes of the spec that a consequence has where no path leads to one: the only one there is, or the environment
 * that is new or gone; else those without which it would not be, as `isGoneWithout` finds out by trying. Where none can
 * be taken back alone, it is all of them.
 */
export function traced(
  environment: string,
  spec: readonly SpecChange[],
  isGoneWithout: (change: SpecChange) => boolean,
): readonly Path[] {
  const own = concerning(environment, spec);
  const whole = own.filter(({ path }) => path[0] === "environments" && path.length <= 2);
  if (own.length <= 1 || whole.length > 0) return once((whole.length > 0 ? whole : own).map(({ path }) => path));
  const tried = own.filter(isGoneWithout);
  return once((tried.length > 0 ? tried : own).map(({ path }) => path));
}
