// What an editor shows over a key: every key of the published schema says what it is, in which unit, and what holds
// where it is left out.
import { expect, test } from "vitest";
import { PATTERNS } from "#schema/units.ts";
import { publishedSchema } from "../../tools/schema.ts";

interface Schema {
  readonly type?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}
interface Key {
  readonly path: string;
  readonly schema: Schema;
  /** It may be left out: a key of a section, not a name of a map or an item of a list. */
  readonly isOptional: boolean;
}

function keysOf(schema: Schema, path = "", isOptional = false): readonly Key[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    keysOf(inner, path === "" ? key : `${path}.${key}`, !schema.required?.includes(key)),
  );
  const any = [schema.additionalProperties, schema.items].flatMap((inner) =>
    typeof inner === "object" ? keysOf(inner, `${path}.*`) : [],
  );
  return [...(path === "" ? [] : [{ path, schema, isOptional }]), ...own, ...any];
}

const keys = keysOf(publishedSchema() as Schema);
const failing = (isRight: (key: Key) => boolean): readonly string[] =>
  keys.filter((key) => !isRight(key)).map(({ path, schema }) => `${path}: ${schema.description ?? ""}`);

test("there are many keys", () => {
  expect(keys.length).toBeGreaterThan(180);
});

test("every key says what it is, in whole sentences", () => {
  expect(failing(({ schema }) => /^[A-Z`][^]{8,}\.$/.test(schema.description ?? ""))).toEqual([]);
});

test("no key is only told the form of a name", () => {
  expect(failing(({ schema }) => !(schema.description ?? "").startsWith("A name: "))).toEqual([]);
});

test("a default stands in the words, last", () => {
  const isSaid = ({ schema }: Key): boolean => {
    if (schema.default === undefined || typeof schema.default === "object") return true;
    const said = / Default: `"?([^`]*?)"?`\.$/.exec(schema.description ?? "")?.[1];
    return said === String(schema.default);
  };
  expect(keys.filter(({ schema }) => typeof schema.default !== "object").length).toBeGreaterThan(40);
  expect(failing(isSaid)).toEqual([]);
});

test("what may be left out and has no default says what holds then", () => {
  expect(
    failing(
      ({ schema, isOptional }) =>
        !isOptional || schema.default !== undefined || / Left out,? /.test(schema.description ?? ""),
    ),
  ).toEqual([]);
});

test("a quantity names its forms, and a number its range", () => {
  const forms = Object.entries(PATTERNS).map(([kind, { source }]) => [source, `A ${kind}`] as const);
  const isSaid = ({ schema: { pattern, type, maximum, minimum, description = "" } }: Key): boolean => {
    const form = forms.find(([source]) => source === pattern)?.[1];
    if (form !== undefined) return description.includes(form);
    return (
      type !== "integer" ||
      (maximum ?? 0) >= Number.MAX_SAFE_INTEGER ||
      description.includes(`from ${minimum} to ${maximum}.`)
    );
  };
  expect(keys.filter(({ schema }) => forms.some(([source]) => source === schema.pattern)).length).toBeGreaterThan(15);
  expect(failing(isSaid)).toEqual([]);
});

test("editors get code as code, and at most one example", () => {
  expect(
    failing(
      ({ schema: { description = "", markdownDescription, examples } }) =>
        (examples?.length ?? 0) <= 1 && (!description.includes("`") || markdownDescription !== undefined),
    ),
  ).toEqual([]);
});
