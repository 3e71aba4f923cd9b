// explain: a spec path reads back as it was written, and the way from a generated line to the spec and back is one.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc } from "../support/chance.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE } from "#schema/catalogue.ts";
import { formatPath, parsePath } from "#schema/path.ts";
import { explainCode } from "#src/commands/explanation.ts";
import { buildSchema } from "../../tools/schema.ts";
import { explainLine } from "#src/commands/line-origin.ts";
import { mapped } from "#src/commands/mapping.ts";
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

describe("what tools really say", () => {
  const spec = (part: string, path: string): string =>
    `  ← sage.yaml:${exact(part) || lineOf("sage.yaml", part)} ${path}`;
  const exact = (text: string): number => readFileSync(join(cwd, "sage.yaml"), "utf8").split("\n").indexOf(text) + 1;
  const port = lineOf.bind(undefined, "out/infra/load-balancer.ts", "port: 3000");
  const said: readonly (readonly [tool: string, where: string, line: () => string, behind: () => string])[] = [
    [
      "tsc, as Pulumi's runtime runs it in the program's folder",
      ".",
      () => `    load-balancer.ts(${port()},5): error TS2322: Type 'string' is not assignable to type 'number'.`,
      () => spec("port: 3000", "services.backend.port"),
    ],
    [
      "tsc --pretty",
      ".",
      () =>
        `\u001b[96mout/infra/load-balancer.ts\u001b[0m:\u001b[93m${port()}\u001b[0m:\u001b[93m5\u001b[0m - \u001b[91merror\u001b[0m TS2322: no`,
      () => spec("port: 3000", "services.backend.port"),
    ],
    [
      "a frame of a stack",
      ".",
      () => `        at Object.<anonymous> (${cwd}/out/infra/load-balancer.ts:${port()}:15)`,
      () => spec("port: 3000", "services.backend.port"),
    ],
    [
      "actionlint, in the output",
      "out",
      () =>
        `.github/workflows/deploy-backend.yml:${lineOf("out/.github/workflows/deploy-backend.yml", "- main")}:15: "branch" is unexpected [syntax-check]`,
      () => spec("branch: main", "delivery.github.branch"),
    ],
    [
      "shellcheck on a terminal",
      "out",
      () => `In scripts/backup-db.sh line ${lineOf("out/scripts/backup-db.sh", "backup.log")}:`,
      () => spec("log: /var/log/backup.log", "operations.backup.log"),
    ],
    [
      "shellcheck -f gcc",
      ".",
      () =>
        `out/scripts/backup-db.sh:${lineOf("out/scripts/backup-db.sh", "backup.log")}:6: note: Double quote to prevent globbing [SC2086]`,
      () => spec("log: /var/log/backup.log", "operations.backup.log"),
    ],
    ["pulumi's diagnostics", ".", () => "  aws:rds:Instance (database):", () => spec("database:", "database")],
    [
      "pulumi's table",
      "out/infra",
      () => " +   ├─ aws:ecs:Service      backend-service    **creating failed**     1 error",
      () => spec("  backend:", "services.backend"),
    ],
    [
      "pulumi in a pipeline",
      ".",
      () => " +  aws:elasticache:ReplicationGroup cache creating (0s) ",
      () => spec("cache:", "cache"),
    ],
    [
      "a URN",
      ".",
      () =>
        "    \t* updating urn:pulumi:production::sage::random:index/randomPassword:RandomPassword::database-password: no",
      () => spec("database:", "database"),
    ],
  ];
  test.each(said)("%s", (_, where, line, behind) => {
    expect(mapped(`${line()}\n`, undefined, join(cwd, where))).toBe(
      `${line()}${behind().replace("sage.yaml", file(where))}\n`,
    );
  });
  const file = (where: string): string => (where === "." ? "sage.yaml" : join(cwd, "sage.yaml"));

  test("of what is not generated is left as it is", () => {
    const text =
      "  pulumi:pulumi:Stack (sage-production):\n    error: update failed\n  aws:s3:Bucket (somebody-elses):\n";
    expect(mapped(text, undefined, cwd)).toBe(text);
  });
});

test("every code says why it matters, and shows what is refused and what is right", () => {
  for (const code of Object.keys(CATALOGUE)) {
    const { explanation } = explainCode(code).fields as { readonly explanation: string };
    expect(explanation, code).toMatch(/^[A-Z`'][^]{40,}/);
    // Facts are judged among generated files, of which no reader writes one.
    if (code.startsWith("facts/differ")) continue;
    expect(explanation, code).toMatch(/^ {2}refused {3}\S/m);
    expect(explanation, code).toMatch(/^ {2}right {5}\S/m);
  }
});

test("every key of the language is explained, with its unit where it is a quantity", () => {
  const ask = (path: string) => explainPath(path, question());
  const seen: string[] = [];
  const visit = (path: string, key: string): void => {
    const place = path === "" ? key : `${path}.${key}`;
    const { fields, closing } = ask(place);
    const text = closing(plain);
    expect(text, place).not.toContain("undefined");
    expect(text.split("\n")[1], place).toMatch(/^[A-Z`].*\.$/);
    if (/ {2}type {6}a (?:duration|size|share)/.test(text)) expect(text, place).toMatch(/ {2}unit {6}\S/);
    seen.push(place);
    const { keys, type } = fields as { readonly keys: readonly string[]; readonly type: string };
    for (const inner of keys) visit(place, inner);
    // Under any name: the one that the language knows least of.
    if (type.startsWith("a map of names")) visit(place, "anything");
  };
  const roots = ["version", "project", "network", "database", "cache", "secrets", "services", "alerts", "delivery"];
  for (const root of [...roots, "operations", "local", "overrides", "environments", "logs", "tags"]) visit("", root);
  expect(seen.length).toBeGreaterThan(180);
});
