// What a helper or a printer may take as plain text: literals, unwrapped and checked, with the paths they came from.
import type { Path } from "#schema/path.ts";
import { isTag, type Value } from "#schema/value.ts";

/** A mistake of ours in a view, a template or a value: the build ends with exit status 2. */
export function fault(message: string): never {
  throw new Error(message);
}

/** The kind of a value, in the words of an error message. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isTag(value)) return `a \`${value.$}\``;
  return typeof value === "object" ? "a map" : `a ${typeof value}`;
}

/**
 * The text of a string, a number, or a join of such; `paths` takes the spec paths that it came from.
 * Anything else is a fault: a reference or an expression has no text of its own in this language.
 */
export function textOf(value: unknown, paths: Path[]): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (!isTag(value)) return fault(`wants a text, got ${kindOf(value)}`);
  if (value.$ === "from") paths.push(value.path);
  if (value.$ === "from" || value.$ === "note") return textOf(value.value, paths);
  if (value.$ === "join") return value.parts.map((part) => textOf(part, paths)).join("");
  if (value.$ === "json") return JSON.stringify(plainOf(value.value, paths));
  return fault(`wants a text, got ${kindOf(value)}`);
}

/** A value as JavaScript's own data, for JSON text; a tag that is code is a fault. */
export function plainOf(value: Value, paths: Path[]): unknown {
  if (isTag(value)) {
    if (value.$ === "from") paths.push(value.path);
    if (value.$ === "from" || value.$ === "note") return plainOf(value.value, paths);
    return textOf(value, paths);
  }
  if (Array.isArray(value)) return value.map((item: Value) => plainOf(item, paths));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainOf(inner as Value, paths)]));
}

/** A value without the wrappers that say where it came from; `paths` takes those. */
export function peel(value: unknown, paths: Path[]): unknown {
  let inner = value;
  while (isTag(inner) && (inner.$ === "from" || inner.$ === "note")) {
    if (inner.$ === "from") paths.push(inner.path);
    inner = inner.value;
  }
  return inner;
}
