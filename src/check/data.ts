// What the check stage asks of plain data.

/** Whether a value is a map as YAML gives it. */
export function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
