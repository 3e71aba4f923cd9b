// Plain data, as YAML and JSON give it, before anything is known of its shape.

/** A map of unknown values. */
export type Data = Readonly<Record<string, unknown>>;

/** Whether a value is a map, and no list. */
export function isPlainMap(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Data with a value at a path of keys; maps that the way there lacks are made. */
export function withValue(data: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const map = (typeof data === "object" && data !== null ? data : {}) as Data;
  return { ...map, [step]: withValue(map[step], rest, value) };
}
