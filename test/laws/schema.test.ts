// The published JSON Schema and zod give the same verdict on the shape of every case.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { specSchema } from "#schema/spec.ts";
import { parse } from "#src/parse.ts";
import { goldenCases, refusedCases } from "../cases.ts";

const published = JSON.parse(readFileSync("schema/sage.schema.json", "utf8")) as Record<string, unknown>;
const validate = new Ajv({ strict: false, allErrors: true }).compile(published);
const folders = ["spec", ...[...goldenCases(), ...refusedCases()].map(({ folder }) => folder)];
const documents = folders.flatMap((folder) => {
  const document = parse(readFileSync(join(folder, "sage.yaml"), "utf8"), "sage.yaml").value;
  return document ? [{ folder: folder.slice(folder.indexOf("test")), data: document.data }] : [];
});

describe("the published schema", () => {
  test.each(documents)("agrees with zod on $folder", ({ data }) => {
    expect(validate(data)).toBe(specSchema.safeParse(data).success);
  });

  test("is draft-07, and says what each key is for", () => {
    expect(published["$schema"]).toBe("http://json-schema.org/draft-07/schema#");
    const text = JSON.stringify(published);
    expect(text.match(/"description"/g)?.length ?? 0).toBeGreaterThan(100);
    expect(text.match(/"default"/g)?.length ?? 0).toBeGreaterThan(30);
    expect(text.match(/"examples"/g)?.length ?? 0).toBeGreaterThan(10);
  });

  test("leaves keys that begin with x- to the user, everywhere", () => {
    const free = { "x-mine": { any: [1] } };
    const spec = {
      ...free,
      version: 1,
      project: "a",
      region: "eu-west-1",
      services: { api: { ...free, image: free } },
    };
    expect(validate(spec)).toBe(true);
  });
});
