// Our reading of the published schemas is ajv's: on every golden document, and on each with one place changed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { fc } from "../support/chance.ts";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as schemas from "#build/validators.ts";
import { breaches } from "#src/verify/breach.ts";
import { published } from "../../tools/validators.ts";
import type { Root } from "#src/verify/schema.ts";

const GOLDEN = join(import.meta.dirname, "..", "golden");
const FILES = {
  workflow: /\.github\/workflows\/[^/]+\.ya?ml$/,
  compose: /docker-compose\.ya?ml$/,
  pulumiProject: /Pulumi\.yaml$/,
  pulumiStack: /Pulumi\.[^/]+\.yaml$/,
};
const paths = readdirSync(GOLDEN, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));

/** Every place in data, as the keys that lead there. */
function placesIn(data: unknown): (readonly string[])[] {
  if (typeof data !== "object" || data === null) return [[]];
  const below = Object.entries(data).flatMap(([key, inner]) => placesIn(inner).map((place) => [key, ...place]));
  return [[], ...below];
}

/** Data with another value at a place; undefined takes the place away. */
function changed(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = changed((data as Readonly<Record<string, unknown>>)[key], rest, value);
  if (Array.isArray(data))
    return data.flatMap((item: unknown, at) => (String(at) !== key ? [item] : inner === undefined ? [] : [inner]));
  const { [key]: _, ...others } = data as Readonly<Record<string, unknown>>;
  return inner === undefined ? others : { ...others, [key]: inner };
}

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  true,
  0,
  1.5,
  -1,
  "",
  "x",
  "a b",
  "${{ x }}",
  "1m",
  [],
  [1, 1],
  ["a", "a"],
  {},
  { x: 1 },
  { name: "a" },
);

describe.each(Object.entries(FILES))("the schema of %s", (name, form) => {
  const texts = (schemas as Readonly<Record<string, readonly string[]>>)[name] ?? [];
  const schema: Root = { texts, read: [] };
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const judge = ajv.compile({
    ...published(name as keyof typeof FILES),
    $schema: "http://json-schema.org/draft-07/schema#",
  });
  const documents = paths
    .filter((path) => form.test(path))
    .map((path) => parse(readFileSync(join(GOLDEN, path), "utf8")) as unknown);

  test("judges documents as ajv does", () => {
    expect(documents.length).toBeGreaterThan(0);
    for (const data of documents) expect(breaches(schema, data)).toEqual([]);
    const change = fc
      .nat(documents.length - 1)
      .chain((index) => fc.tuple(fc.constant(documents[index]), fc.constantFrom(...placesIn(documents[index])), odd));
    fc.assert(
      fc.property(change, ([data, place, value]) => {
        const other = changed(data, place, value);
        expect(breaches(schema, other).length === 0).toBe(judge(other));
      }),
      { numRuns: 1500, seed: 6 },
    );
  });
});
