// Which keys the spec knows, and where: read from the zod schema, so that there is no second list.
import * as z from "zod";
import type { Path } from "#schema/path.ts";
import { peel, specSchema } from "#schema/spec.ts";

function step(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  const inner = peel(schema);
  if (inner instanceof z.ZodObject) {
    const field = (inner.shape as Record<string, z.ZodType>)[String(key)];
    return field && Object.hasOwn(inner.shape, String(key)) ? field : undefined;
  }
  if (inner instanceof z.ZodRecord) return inner.valueType as z.ZodType;
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
  return undefined;
}

/** The schema of the node that a path leads to, without default and optional wrappers; undefined where it leads nowhere. */
export function schemaAt(path: Path): z.ZodType | undefined {
  const found = path.reduce<z.ZodType | undefined>((schema, key) => schema && step(schema, key), specSchema);
  return found && peel(found);
}

/** The keys that the spec knows at a path; none below a map of free names. */
export function keysAt(path: Path): readonly string[] {
  const schema = schemaAt(path);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Where a key stands that is unknown at `path`: `services.backend`, or the first other place; empty where none. */
export function parentsOf(key: string, path: Path): string {
  const places = placesOf(key, specSchema, []).filter((place) => place[0] !== "environments");
  const fitted = places.map((place) =>
    place.map((step, index) => (step === "<name>" && sameSoFar(place, path, index) ? String(path[index]) : step)),
  );
  const best = fitted.sort((a, b) => shared(b, path) - shared(a, path))[0];
  if (!best) return "";
  return best.length === 0 ? "the top level" : best.join(".");
}

function sameSoFar(place: readonly string[], path: Path, index: number): boolean {
  return path.length > index + 1 && place.slice(0, index).every((step, i) => step === path[i] || step === "<name>");
}

function shared(place: readonly string[], path: Path): number {
  const differs = place.findIndex((step, index) => step !== path[index]);
  return differs === -1 ? place.length : differs;
}

function placesOf(key: string, schema: z.ZodType, here: readonly string[]): (readonly string[])[] {
  const inner = peel(schema);
  if (inner instanceof z.ZodRecord) return placesOf(key, inner.valueType as z.ZodType, [...here, "<name>"]);
  if (!(inner instanceof z.ZodObject)) return [];
  const own = Object.hasOwn(inner.shape, key) ? [here] : [];
  const below = Object.entries(inner.shape).flatMap(([name, field]) =>
    placesOf(key, field as z.ZodType, [...here, name]),
  );
  return [...own, ...below];
}
