// A schema in parts, so that a run reads only those that its documents ask for.
import { isMap, type SchemaMap, withInner } from "./inner.ts";

/** A property's schema of more characters is a part of its own. */
const LARGE = 100;

/**
 * The parts of a schema by the references to them. `#` is the whole, `#/definitions/x` what it defines; the others are
 * the large schemas of properties, in whose place a reference stands.
 */
export function partsOf(schema: SchemaMap): ReadonlyMap<string, unknown> {
  const { definitions, ...whole } = schema;
  const parts = new Map<string, unknown>();
  const apart = (inner: unknown, place: string): unknown => {
    const rest = isMap(inner) ? withInner(inner, apart) : inner;
    if (!place.startsWith("properties/") || JSON.stringify(rest).length <= LARGE) return rest;
    const reference = `#${parts.size}`;
    parts.set(reference, rest);
    return { $ref: reference };
  };
  parts.set("#", withInner(whole, apart));
  for (const [name, inner] of Object.entries((definitions ?? {}) as SchemaMap)) {
    parts.set(`#/definitions/${name}`, apart(inner, name));
  }
  return parts;
}
