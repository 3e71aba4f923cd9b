// Where a value of the model came from: the spec's base, or what an environment changes of it.
import type { Environment, Model } from "./model.ts";
import type { Path } from "./path.ts";

/** The spec path that set a value in an environment: in its overlay if that has it, else in the base. */
export function originOf({ name, overlay }: Pick<Environment, "name" | "overlay">, path: Path): Path {
  const first = path[0];
  // Asked for every value of a graph: most leaves differ in their first key already, which takes no call to see.
  for (let at = 0; at < overlay.length; at += 1) {
    const leaf = overlay[at] as Path;
    if ((first === undefined || leaf[0] === first) && isAlong(leaf, path)) return ["environments", name, ...path];
  }
  return path;
}

/** Whether one of two paths leads to the other. */
function isAlong(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/** The spec path that set a value in the first environment that has it; in the base where none has. */
export function originAmong(model: Model, path: Path, has: (environment: Environment) => boolean): Path {
  const environment = model.environments.find(has);
  return environment === undefined ? path : originOf(environment, path);
}
