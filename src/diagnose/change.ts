// Changes of the spec as JSON Patches: at the key that decides now, in the environment's own part where others share it.
import type { Operation } from "#schema/model.ts";
import type { Value } from "#schema/value.ts";
import type { Situation } from "./situation.ts";

type Steps = readonly string[];

/** Ways to set a value for the situation's environment alone; for all of them where an environment can't have its own. */
export function changes(situation: Situation, path: Steps, value: Value): readonly (readonly Operation[])[] {
  const own = ["environments", situation.environment.name, ...path];
  const overlaid = holds(situation.data, own);
  const alone = situation.model.environments.length === 1;
  if (!overlaid && (alone || !holds(situation.data, own.slice(0, 2)))) return [[put(situation.data, path, value)]];
  return [[put(situation.data, own, value)], [put(situation.data, path, value)]];
}

/** A value that all environments share. */
export function changeForAll({ data }: Situation, path: Steps, value: Value): readonly (readonly Operation[])[] {
  return [[put(data, path, value)]];
}

/** Both changes of each pair at once. */
export function together(...parts: readonly (readonly (readonly Operation[])[])[]): readonly (readonly Operation[])[] {
  const [first = [], ...rest] = parts;
  return first.map((operations, index) => [...operations, ...rest.flatMap((part) => part[index] ?? part[0] ?? [])]);
}

/** One operation: replaces what is there, or adds what is missing from the first missing key on. */
export function put(data: unknown, path: Steps, value: Value): Operation {
  if (holds(data, path)) return { op: "replace", path, value };
  const missing = path.findIndex((_, index) => !holds(data, path.slice(0, index + 1)));
  const inner = path.slice(missing + 1).reduceRight<Value>((below, key) => ({ [key]: below }), value);
  return { op: "add", path: path.slice(0, missing + 1), value: inner };
}

/** Whether something stands at a path. */
function holds(data: unknown, path: Steps): boolean {
  let node = data;
  for (const key of path) {
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, key)) return false;
    node = (node as Readonly<Record<string, unknown>>)[key];
  }
  return node !== null && node !== undefined;
}
