// What is left of a spec whose shape is wrong in places: the wrong places go, so that the rest can still be judged and
// one run reports every fault.
import { isPlainMap } from "#schema/data.ts";
import type { Path } from "#schema/path.ts";

/** Stands for what every spec must say, so that the rest can be judged without it. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  version: 1,
  project: "project",
  region: "us-east-1",
  services: {},
};

/** What a repair takes out. */
export interface Loss {
  readonly path: Path;
  /** The key is not there: then its parent goes, or something stands in for it. */
  readonly missing: boolean;
}

/** The data without the lost places, and the paths that went. */
export function repair(
  data: Readonly<Record<string, unknown>>,
  losses: readonly Loss[],
): { readonly data: Record<string, unknown>; readonly lost: readonly Path[] } {
  const copy = structuredClone(data) as Record<string, unknown>;
  const lost: Path[] = [];
  for (const { path, missing } of losses) {
    const top = String(path[0]);
    lost.push(missing && path.length > 1 ? path.slice(0, -1) : path);
    if (path.length === 1 && Object.hasOwn(STAND_INS, top)) copy[top] = structuredClone(STAND_INS[top]);
    else remove(copy, missing ? path.slice(0, -1) : path);
  }
  return { data: copy, lost };
}

/** Removes a node; an element of a list takes the list along, because the others would change their places. */
function remove(data: Record<string, unknown>, path: Path): void {
  const cut = path.findIndex((key) => typeof key === "number");
  const target = cut === -1 ? path : path.slice(0, cut);
  const parent = target
    .slice(0, -1)
    .reduce<unknown>((node, key) => (isPlainMap(node) ? node[String(key)] : undefined), data);
  if (isPlainMap(parent)) Reflect.deleteProperty(parent, String(target[target.length - 1]));
}
