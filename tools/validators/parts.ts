// A schema in parts, so that a run reads only those that its documents ask for, and in few words.
import { isMap, type SchemaMap, withInner } from "./inner.ts";

/** A schema of more characters is a part of its own, where what stands around it can be read without it. */
const LARGE = 24;

const DEFINED = "#/definitions/";

/**
 * The parts of a schema as JSON: the whole, what it defines, and the large schemas of properties and alternatives. A
 * number stands where another part is meant, and a type's name where nothing else is asked for.
 */
export function partsOf(schema: SchemaMap): readonly string[] {
  const { definitions: defined, ...whole } = schema;
  const definitions = (defined ?? {}) as Readonly<Record<string, SchemaMap>>;
  const names = Object.keys(definitions);
  const texts: string[] = ["", ...names].map(() => "");

  const numberOf = (reference: unknown): number => {
    const at = names.findIndex((name) => reference === DEFINED + name);
    if (at === -1) throw new Error(`the schema has no ${String(reference)}`);
    return at + 1;
  };
  const apart = (inner: unknown): number => {
    const text = JSON.stringify(inner);
    return texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1;
  };
  const terse = (inner: unknown, place: string): unknown => {
    if (!isMap(inner)) return inner;
    const { $ref: reference, ...others } = withInner(inner, terse);
    const keys = Object.keys(others);
    if (reference === undefined && keys.length === 0) return true;
    if (keys.length === 0) return isShort(definitions, reference) ?? numberOf(reference);
    const { type } = others;
    if (reference === undefined && keys.length === 1 && typeof type === "string") return type;
    const map = reference === undefined ? others : { $ref: numberOf(reference), ...others };
    if (JSON.stringify(map).length <= LARGE) return map;
    if (place.startsWith("properties/")) return apart(map);
    // Most alternatives are refused by their type, which stays where it is.
    return /^(?:any|one)Of\//.test(place) && type !== undefined ? { type, $ref: apart(map) } : map;
  };
  names.forEach((name, at) => (texts[at + 1] = JSON.stringify(terse(definitions[name], ""))));
  texts[0] = JSON.stringify(terse(whole, ""));
  return texts;
}

/** The type that is all that a definition asks for. */
function isShort(definitions: Readonly<Record<string, SchemaMap>>, reference: unknown): string | undefined {
  const { type, ...others } = definitions[String(reference).slice(DEFINED.length)] ?? {};
  return typeof type === "string" && Object.keys(others).length === 0 ? type : undefined;
}
