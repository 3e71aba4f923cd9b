// Conditions in the words of the spec: the leaf that decides whether a part of the program is there.
import type { Path } from "#schema/path.ts";
import type { Leaf } from "./leaf.ts";
import { deciders, leavesAt } from "./leaf.ts";
import { targets } from "./merged.ts";
import type { Part, Where } from "./merged.ts";
import type { Scene, Standing } from "./scene.ts";
import { requestLeaf } from "./settings.ts";
import { variable } from "./words.ts";

/** A test that is true in a part's environments and false in the rest of the scope. */
export function condition(part: Part, standing: Standing, scene: Scene): string {
  const outside = standing.scope.filter((at) => !part.where.includes(at));
  for (const path of reasons(part, standing, scene)) {
    const leaves = leavesAt(scene.environments, path);
    const compare = leaves && comparison(leaves, part.where, outside);
    if (compare) return compare(scene.read(requestLeaf(scene.settings, path, leaves)));
  }
  return ownSwitch(part, outside, standing, scene);
}

/** The paths that may decide, the likeliest first: of the part, of what it refers to, of the resource around. */
function reasons({ because, value }: Part, { subject }: Standing, scene: Scene): readonly Path[] {
  const around = scene.has(subject) ? [scene.becauseOf(subject)] : [];
  const paths = [because, ...targets(value).map((key) => scene.becauseOf(key)), ...around];
  const service = [because, ...around].find((path) => path[0] === "services")?.[1];
  return paths.flatMap((path) => deciders(path, scene.environments, service === undefined ? service : String(service)));
}

/** A yes or no of our own, where no leaf of the spec tells the environments apart; one for both sides of a question. */
function ownSwitch({ where, because }: Part, outside: readonly number[], { subject }: Standing, scene: Scene): string {
  const last = scene.environments.length - 1;
  const yes = outside.includes(last) ? outside : where;
  const values = scene.environments.map((_, at) => yes.includes(at));
  const wish = { path: because, values, plain: false, property: "enabled", subject: variable(subject) };
  const name = scene.read(scene.settings.request(wish));
  return yes === where ? name : `!${name}`;
}

/** How to tell the leaves of the environments inside from those outside, if they can be told apart. */
export function comparison(
  leaves: readonly Leaf[],
  inside: Where,
  outside: Where,
): ((name: string) => string) | undefined {
  const [ins, outs] = [new Set(inside.map((at) => leaves[at])), new Set(outside.map((at) => leaves[at]))];
  if ([...ins].some((leaf) => outs.has(leaf))) return undefined;
  if (is(outs, undefined)) return (name) => `${name} !== undefined`;
  if (is(ins, undefined)) return (name) => `${name} === undefined`;
  if (is(ins, true) && is(outs, false)) return (name) => name;
  if (is(ins, false) && is(outs, true)) return (name) => `!${name}`;
  // That a number is the same in some environments is chance, and no reason.
  const [inner, outer] = [ins, outs].map((set) => (set.size === 1 ? [...set][0] : undefined));
  if (typeof inner === "string") return (name) => `${name} === ${JSON.stringify(inner)}`;
  if (typeof outer === "string") return (name) => `${name} !== ${JSON.stringify(outer)}`;
  return undefined;
}

const is = (leaves: ReadonlySet<Leaf>, leaf: Leaf): boolean => leaves.size === 1 && leaves.has(leaf);
