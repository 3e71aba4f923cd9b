// Plain data, as YAML and JSON give it, before anything is known of its shape.

/** A map of unknown values. */
export type Data = Readonly<Record<string, unknown>>;

/** Whether a value is a map, and no list. */
export function isPlainMap(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a map has under a key of its own: a user's `constructor` is a key as any other. */
export function ownOf<T>(map: { readonly [key: string]: T }, key: string | number): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** What stands at a path of keys in data; undefined where nothing does. */
export function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (typeof node === "object" && node !== null ? ownOf(node as Data, key) : undefined),
    data,
  );
}

/** The same data without the keys that begin with `x-`, which are the user's own, at any depth. */
export function withoutExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (!isPlainMap(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith("x-"));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutExtensions(inner)]));
}

/** Data with a value at a path of keys; maps that the way there lacks are made. */
export function withValue(data: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const map = (typeof data === "object" && data !== null ? data : {}) as Data;
  return { ...map, [step]: withValue(map[step], rest, value) };
}
