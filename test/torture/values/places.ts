// Where a text can stand in a spec: read from the schema, so that no new key is forgotten.
import * as z from "zod";
import type { Path } from "#schema/path.ts";
import { peel, specSchema } from "#schema/spec.ts";

/** A kind of place: `*` is any name, `#` any item of a list. */
export interface Place {
  readonly pattern: readonly string[];
  /** The name itself is meant, and not what stands below it. */
  readonly isKey: boolean;
}

/** Every place of a text, names of maps among them. */
export const PLACES: readonly Place[] = placesOf(specSchema, []);

function placesOf(schema: z.ZodType, pattern: readonly string[]): readonly Place[] {
  const inner = peel(schema);
  if (inner instanceof z.ZodObject)
    return Object.entries(inner.shape).flatMap(([key, field]) => placesOf(field as z.ZodType, [...pattern, key]));
  if (inner instanceof z.ZodRecord)
    return [{ pattern: [...pattern, "*"], isKey: true }, ...placesOf(inner.valueType as z.ZodType, [...pattern, "*"])];
  if (inner instanceof z.ZodArray) return placesOf(inner.element as z.ZodType, [...pattern, "#"]);
  const isText =
    inner instanceof z.ZodString || inner instanceof z.ZodEnum || inner instanceof z.ZodUnion || isWord(inner);
  if (isText) return [{ pattern, isKey: false }];
  // Any data: a text, a text in a list, and names and texts in a map.
  if (inner instanceof z.ZodUnknown)
    return [
      { pattern, isKey: false },
      { pattern: [...pattern, "*"], isKey: true },
      { pattern: [...pattern, "*"], isKey: false },
      { pattern: [...pattern, "*", "#"], isKey: false },
    ];
  if (inner instanceof z.ZodNumber || inner instanceof z.ZodBoolean || inner instanceof z.ZodLiteral) return [];
  throw new Error(`${pattern.join(".")}: nobody has said what can stand in a ${inner.constructor.name}`);
}

function isWord(schema: z.ZodType): boolean {
  return schema instanceof z.ZodLiteral && typeof schema.value === "string";
}

/** The first path of a spec's data that is of a kind of place, and holds a text there if a text is meant. */
export function pathOf({ pattern, isKey }: Place, data: unknown): Path | undefined {
  const seek = (node: unknown, at: number, path: Path): Path | undefined => {
    const step = pattern[at];
    if (step === undefined) return isKey || typeof node === "string" ? path : undefined;
    if (typeof node !== "object" || node === null || Array.isArray(node) !== (step === "#")) return undefined;
    const keys = step === "*" || step === "#" ? Object.keys(node) : Object.hasOwn(node, step) ? [step] : [];
    for (const key of keys) {
      const found = seek((node as Record<string, unknown>)[key], at + 1, [...path, step === "#" ? Number(key) : key]);
      if (found) return found;
    }
    return undefined;
  };
  return seek(data, 0, []);
}

/** `services.*.env.*`, with `(name)` behind where the name is meant. */
export const shownPlace = ({ pattern, isKey }: Place): string => pattern.join(".") + (isKey ? " (name)" : "");
