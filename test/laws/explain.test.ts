// explain: a spec path reads back as it was written, and the way from a generated line to the spec and back is one.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatPath, parsePath } from "#schema/path.ts";
import { buildSchema } from "../../tools/schema.ts";
import { explainLine, mapped } from "#src/commands/line-origin.ts";
import { explainPath } from "#src/commands/meaning.ts";
import { write } from "#src/commands/outcome.ts";
import { planAll } from "#src/commands/output.ts";
import { loadSpecs } from "#src/load.ts";
import { plain } from "#src/report/paint.ts";

const ROOT = join(import.meta.dirname, "..", "..");
let cwd = "";
beforeAll(() => {
  buildSchema();
  cwd = mkdtempSync(join(tmpdir(), "sage-gen-explain-"));
  cpSync(join(ROOT, "spec", "sage.yaml"), join(cwd, "sage.yaml"));
  write(planAll(loadSpecs(undefined, cwd), undefined, {}, cwd));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("a path reads back as it was written", () => {
  const step = fc.oneof(fc.string(), fc.nat(), fc.constantFrom("a", "web-api", "$", "__proto__"));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
  );
  for (const text of ["", ".a", "a..b", "a b", "a[x]", "a.", "a:1"]) expect(parsePath(text)).toBeUndefined();
});

const lineOf = (file: string, part: string): number =>
  readFileSync(join(cwd, file), "utf8")
    .split("\n")
    .findIndex((text) => text.includes(part)) + 1;
const question = () => ({ home: ROOT, named: undefined, out: undefined, cwd });

describe("a generated line", () => {
  test("tells the line of the spec that made it, which tells the generated line", () => {
    const line = lineOf("out/infra/cache.ts", "nodeType:");
    const spec = lineOf("sage.yaml", "node: cache.");
    const { fields } = explainLine("out/infra/cache.ts", line, undefined, cwd);
    expect(fields).toMatchObject({ own: true, origins: [{ path: "cache.node", file: "sage.yaml", line: spec }] });
    expect(explainPath("cache.node", question()).fields).toMatchObject({
      path: "cache.node",
      line: spec,
      makes: [{ file: "out/infra/cache.ts", lines: [line] }],
    });
  });

  test("of its own has what it stands in", () => {
    const line = lineOf("out/infra/cache.ts", "nodeType:") + 2;
    expect(explainLine("out/infra/cache.ts", line, undefined, cwd).closing(plain)).toContain("comes from");
  });

  test("is asked for in files that were generated alone", () => {
    expect(() => explainLine("sage.yaml", 1, undefined, cwd)).toThrow("lies in no output");
    expect(() => explainLine("out/infra/extensions.ts", 1, undefined, cwd)).toThrow("is not made from lines");
    expect(() => explainLine("nowhere.ts", 1, undefined, cwd)).toThrow("no such file");
  });
});

test("a section names its keys; a key that is not there names the near one", () => {
  const { fields, closing } = explainPath("services.backend.scale", question());
  expect(fields).toMatchObject({ type: "a section", keys: ["min", "max", "cpu"] });
  expect(closing(plain)).toContain("default 1");
  expect(() => explainPath("cache.nde", question())).toThrow("`cache` has no key `nde`");
});

test("places in another tool's output get the spec's lines behind them", () => {
  writeFileSync(join(cwd, "mine.ts"), "");
  const line = lineOf("out/infra/cache.ts", "nodeType:");
  const spec = `  ← sage.yaml:${lineOf("sage.yaml", "node: cache.")} cache.node`;
  const said = [
    `out/infra/cache.ts(${line},3): error TS2322: no`,
    `${cwd}/out/infra/cache.ts:${line}:3: note: x [SC1]`,
  ];
  const others = ["mine.ts:1:1: x", "no place at all", "nowhere.ts:3: y", ""];
  expect(mapped([...said, ...others].join("\r\n"), undefined, cwd)).toBe(
    [...said.map((text) => text + spec), ...others].join("\r\n"),
  );
});
