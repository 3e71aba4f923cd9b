// One change of a spec as data, as somebody's hand or program may make it.
import type { Chance } from "../chance.ts";
import { KEYS, ODD_NAMES, ODD_VALUES } from "./words.ts";

type Map = Record<string, unknown>;

const isMap = (value: unknown): value is Map => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every map and list with its entries, the root first. */
function nodesOf(value: unknown): (Map | unknown[])[] {
  if (Array.isArray(value)) return [value, ...value.flatMap(nodesOf)];
  return isMap(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : [];
}

/** Sets a key as YAML would, also `__proto__`. */
function put(node: Map, key: string, value: unknown): void {
  Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Changes the data in one place. */
export function mutate(root: Map, chance: Chance): void {
  const nodes = nodesOf(root);
  const node = chance.of(nodes);
  if (Array.isArray(node)) mutateList(node, nodes, chance);
  else mutateMap(node, nodes, chance);
}

function mutateList(list: unknown[], nodes: readonly unknown[], chance: Chance): void {
  const at = chance.upTo(list.length + 1);
  const way = chance.upTo(4);
  if (way === 0) list.splice(at, 1);
  else if (way === 1) list.splice(at, 0, copy(chance.of(nodes)));
  else if (way === 2) list.push(...copy(list).slice(0, 3));
  else list.splice(at, 1, chance.of(ODD_VALUES));
}

function mutateMap(map: Map, nodes: readonly unknown[], chance: Chance): void {
  const keys = Object.keys(map);
  const key = keys.length > 0 ? chance.of(keys) : chance.of(KEYS);
  const way = chance.upTo(10);
  if (way < 4) put(map, key, chance.of(ODD_VALUES));
  else if (way === 4) Reflect.deleteProperty(map, key);
  else if (way === 5) rename(map, key, chance.of(chance.once(2) ? ODD_NAMES : KEYS));
  else if (way === 6) put(map, chance.of(chance.once(2) ? ODD_NAMES : KEYS), chance.of(ODD_VALUES));
  else if (way === 7) put(map, key, copy(chance.of(nodes)));
  else if (way === 8) put(map, `${key}${chance.of(["x", "-x", "2", "_", "X"])}`, copy(map[key]));
  else put(map, key, tweak(map[key], chance));
}

function rename(map: Map, from: string, to: string): void {
  const value = map[from];
  Reflect.deleteProperty(map, from);
  put(map, to, value);
}

/** Nearly the same value. */
function tweak(value: unknown, chance: Chance): unknown {
  if (typeof value === "number") return value + chance.of([-1, 1, 0.5, 100, -value]);
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return JSON.stringify(value) ?? "nothing";
  const at = chance.upTo(value.length + 1);
  return chance.of([
    value.slice(0, at) + value.slice(at + 1),
    value.slice(0, at) + chance.of([..."0az-_./ $'\"`{}:#\n\u2028🎉", "${{", "99"]) + value.slice(at),
    value.toUpperCase(),
    value + value,
    Number(value),
  ]);
}

const copy = <T>(value: T): T => structuredClone(value);
