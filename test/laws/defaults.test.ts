// explain --defaults tells the truth: a spec that also says every default in force makes the same files, byte for byte.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { parsePath, type Path } from "#schema/path.ts";
import { explainDefaults } from "#src/commands/defaults.ts";
import { compile } from "#src/compile.ts";
import { parse } from "#src/parse.ts";
import { plain } from "#src/report/paint.ts";
import { readFileSync } from "node:fs";
import { goldenCases } from "../cases.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const specs = [join(ROOT, "spec"), ...goldenCases().map(({ folder }) => folder)];

interface Default {
  readonly path: string;
  readonly value: unknown;
  readonly unit: string | null;
  readonly why: string;
}

type Data = { [key: string]: Data | unknown };

function put(data: Data, [key, ...rest]: Path, value: unknown): void {
  const name = String(key);
  if (rest.length === 0) data[name] = value;
  else put(((data[name] as Data | null | undefined) ??= {}) as Data, rest, value);
}

const files = (text: string) => {
  const { artifacts, findings } = compile(text, "sage.yaml");
  return { findings, files: Object.fromEntries(artifacts.map(({ path, text }) => [path, text])) };
};

describe.each(specs)("the defaults of %s", (folder) => {
  test("written out change nothing, and none is left out", async () => {
    const { fields, ok } = await explainDefaults(ROOT, undefined, folder);
    expect(ok).toBe(true);
    const defaults = fields?.["defaults"] as readonly Default[];
    expect(defaults.length).toBeGreaterThan(10);
    const text = readFileSync(join(folder, "sage.yaml"), "utf8");
    const data = structuredClone(parse(text, "sage.yaml").value?.data) as Data;
    for (const { path, value } of defaults) {
      // A map of environments is more than their names.
      if (value !== null && path !== "environments") put(data, parsePath(path) ?? [], value);
    }
    expect(files(stringify(data))).toEqual(files(text));
    expect(defaults.filter(({ why }) => !why.endsWith("."))).toEqual([]);
  });
});

test("a refused spec gets its findings", async () => {
  const { ok, closing } = await explainDefaults(ROOT, undefined, join(ROOT, "test", "refused", "spec", "unknown-key"));
  expect(ok).toBe(false);
  expect(closing(plain)).toContain("is refused");
});
