// What is printed is what the ecosystem's formatter leaves unchanged, and every line knows where it came from.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { fc } from "../support/chance.ts";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Draft, YamlDialect } from "#schema/draft.ts";
import {
  above,
  behind,
  call,
  choice,
  code,
  expression,
  from,
  join,
  ref,
  spread,
  template,
  type Value,
} from "#schema/value.ts";
import { LANGUAGES } from "#src/render/language.ts";
import { printTypeScript } from "#src/render/typescript.ts";
import { compile } from "#src/compile.ts";
import { render } from "#src/render.ts";
import { anyText, NASTY } from "./nasty.ts";

const keys = fc
  .oneof(fc.stringMatching(/^[a-z][A-Za-z0-9]{0,30}$/), fc.constantFrom(...NASTY))
  .filter((key) => key !== "__proto__" && key !== "$");
/** Where a line is full depends on how wide a character is; of the rare ones no two tables say the same. */
const common = /^[\u0000-\u02ff\u2000-\u20ff\u3041-\u30ff\u4e00-\u9fff\ufeff]*$/; // oxlint-disable-line no-control-regex
const words = fc.oneof(
  fc.stringMatching(/^[a-z0-9-]{0,40}$/),
  fc.constantFrom(...NASTY),
  anyText.filter((text) => common.test(text)),
);
const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const { plain } = fc.letrec<{ plain: Value }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    words,
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(numbers, { maxLength: 30 }),
    fc.array(words, { maxLength: 6 }),
    fc.array(tie("plain"), { maxLength: 4 }),
    fc.dictionary(keys, tie("plain"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const chain = fc.stringMatching(/^v_[A-Za-z]{0,18}(\.v_[A-Za-z]{0,18}){0,4}$/).map(code);
const test1 = fc.oneof(chain, fc.stringMatching(/^v_[A-Za-z]{0,12} (===|!==|&&|>) v_[a-z]{1,12}$/).map(code));
const { typescript } = fc.letrec<{ typescript: Value }>((tie) => ({
  typescript: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    plain,
    chain,
    words,
    fc.array(fc.oneof(tie("typescript"), tie("typescript").map(spread)), { maxLength: 4 }),
    fc.dictionary(keys, tie("typescript"), { maxKeys: 4, noNullPrototype: true }),
    fc
      .tuple(
        fc.constantFrom("pulumi.jsonStringify", "new aws.ec2.Vpc", "f", "new X", "config.requireNumber"),
        fc.array(tie("typescript"), { maxLength: 3 }),
      )
      .map(([callee, args]) => call(callee, ...args)),
    fc
      .tuple(
        fc.constantFrom(undefined, "pulumi.interpolate"),
        fc.array(fc.oneof(words, chain), { minLength: 1, maxLength: 4 }),
      )
      .map(([tag, parts]) => template(tag, ...parts)),
    fc.tuple(test1, tie("typescript"), tie("typescript")).map((parts) => choice(...parts)),
    fc.array(fc.oneof(words, fc.nat(), chain), { minLength: 1, maxLength: 4 }).map((parts) => join(...parts)),
  ),
}));

/** Prettier's verdict on a statement. */
const unchanged = async (text: string): Promise<void> =>
  expect(await format(text, { parser: "typescript" })).toBe(text);
const place = { source: "sage.yaml", before: "" };
const declared = (value: Value, name = "x"): string => `${LANGUAGES.typescript.declare([name, value], place).text}\n`;

describe("typescript", () => {
  test("Prettier leaves plain values unchanged, and they evaluate to themselves", async () => {
    await fc.assert(
      fc.asyncProperty(plain, fc.stringMatching(/^[a-z]{1,30}$/), async (value, name) => {
        await unchanged(declared(value, `_${name}`));
        expect(runInNewContext(`JSON.stringify(${printTypeScript(value, 0).text})`)).toBe(JSON.stringify(value));
      }),
      { numRuns: 300 },
    );
  });
  test("Prettier leaves expressions unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(typescript, async (value) => {
        let text: string;
        try {
          text = declared(value);
        } catch {
          return;
        }
        await unchanged(text);
      }),
      { numRuns: 400 },
    );
  });
  const properties = { cidrBlock: "10.0.0.0/16", tags: { Name: "x" } };
  test.each<[string, Value]>([
    ["a resource", call("new aws.ec2.Vpc", "vpc", properties, { protect: true, parent: code("this") })],
    ["a resource without options", call("new aws.ec2.Vpc", "vpc", properties)],
    [
      "a resource with a long name",
      call("new aws.ec2.SecurityGroupIngressRuleOfGreatLength", "load-balancer-security-to-backend", properties),
    ],
    [
      "a policy",
      { policy: call("pulumi.jsonStringify", { Statement: [{ Effect: "Allow", Action: ["a:B", "c:D"] }] }) },
    ],
    [
      "a list of two maps",
      {
        list: [
          { a: 1, b: 2 },
          { a: 1, b: 2 },
        ],
      },
    ],
    ["a choice of lists", { list: choice(code('networkNat === "per-az"'), [{ a: 1 }], []) }],
    ["a choice in a spread", [spread(choice(code("isPrivate"), [code("a")], [])), code("b")]],
    ["a chain of choices", choice(code("a"), "one", choice(code("b"), "two ".repeat(20), "three"))],
    [
      "comments",
      {
        a: above("Why a is so, in a sentence that is longer than one line of eighty columns takes.", 1),
        b: behind("seconds", 2),
        c: [above("first", "x"), "y"],
      },
    ],
    ["a comment above all", above("Why.", call("new X", "x", { a: 1 }))],
    ["a comment above an argument", call("f", above("first", "a"), "b")],
    [
      "long texts",
      {
        description: "word ".repeat(20),
        short: "x".repeat(80),
        key: template("pulumi.interpolate", "x".repeat(70), code("a.b")),
      },
    ],
    ["calls in lists", [call("f", "a"), call("g", [1, 2, 3]), call("h", ["a", "b"])]],
    [
      "a long list",
      ["subnet-private-a", "subnet-private-b", "subnet-private-c", "subnet-private-d"].map((name) =>
        code(`subnets.${name.replaceAll("-", "")}.id`),
      ),
    ],
    ["numbers", Array.from({ length: 40 }, (_, index) => index * 37)],
  ])("%s", async (_, value) => {
    await unchanged(declared(value));
    await unchanged(`${LANGUAGES.typescript.statement([call("f", value)], place).text}\n`);
  });
  test("what is not TypeScript is refused", () => {
    expect(() => printTypeScript({ a: ref("vpc", "id") }, 0)).toThrow("ref");
    expect(() => printTypeScript(expression("github.sha"), 0)).toThrow("expression");
    expect(() => printTypeScript({ ["__proto__"]: 1 }, 0)).toThrow("prototype");
    expect(() => printTypeScript(Number.NaN, 0)).toThrow("NaN");
    expect(() => LANGUAGES.typescript.declare(["class", 1], place)).toThrow("identifier");
  });
  test("every line knows where it came from", () => {
    const value = {
      a: from(["a"], 1),
      b: [from(["b"], "x"), { c: from(["c"], above("two\nlines", join("y", from(["d"], "z")))) }],
    };
    const { text, origins } = printTypeScript(value, 0);
    expect(text).toBe(
      '{\n  a: 1,\n  b: [\n    "x",\n    {\n      // two\n      // lines\n      c: "yz",\n    },\n  ],\n}',
    );
    expect(origins.map(({ line, path }) => [line, path.join()])).toEqual([
      [2, "a"],
      [4, "b"],
      [8, "c"],
      [8, "d"],
    ]);
  });
});

const WORKFLOW = `# Code generated by sage-gen from sage.yaml. DO NOT EDIT.

name: Deploy

# A push to the branch.
on:
  push:
    branches:
      - main
  workflow_dispatch:

permissions: {}

jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    env:
      SHA: \${{ github.sha }}
      TEXT: a \${{ '\${{' }} b }}
      BOTH: x-\${{ github.sha }} \${{ '\${{' }}
    steps:
      - uses: actions/checkout@3d3c42e5 # v7.0.1
      # Why.
      # First.
      - name: "Run: it"
        run: |
          set -e
          echo done
        if: github.ref == 'refs/heads/main'

  deploy:
    needs:
      - build
    runs-on: ubuntu-24.04
`;
const base = { target: "github", because: ["delivery"] } as const;
const one = (draft: Draft): string => render([draft], { source: "sage.yaml" })[0]?.text ?? "";
const yaml = (value: Value, dialect: YamlDialect = "plain"): string =>
  one({ ...base, kind: "yaml", path: "a.yml", dialect, value });

describe("yaml", () => {
  const maps = fc.dictionary(keys, plain, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  test("Prettier leaves it unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(maps, fc.constantFrom<YamlDialect>("plain", "workflow", "compose"), async (value, dialect) => {
        const text = yaml(value, dialect);
        expect(await format(text, { parser: "yaml" })).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
  const workflow: Value = {
    name: "Deploy",
    on: above("A push to the branch.", {
      push: { branches: [from(["delivery", "github", "branch"], "main")] },
      workflow_dispatch: null,
    }),
    permissions: {},
    jobs: {
      build: {
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 20,
        env: { SHA: expression("github.sha"), TEXT: "a ${{ b }}", BOTH: join("x-", expression("github.sha"), " ${{") },
        steps: [
          { uses: behind("v7.0.1", "actions/checkout@3d3c42e5") },
          above("Why.", {
            name: above("First.", "Run: it"),
            run: "set -e\necho done\n",
            if: "github.ref == 'refs/heads/main'",
          }),
        ],
      },
      deploy: { needs: ["build"], "runs-on": "ubuntu-24.04" },
    },
  };
  test("a workflow reads well", async () => {
    const text = yaml(workflow, "workflow");
    expect(text).toBe(WORKFLOW);
    expect(await format(text, { parser: "yaml" })).toBe(text);
  });
  test("every line knows where it came from", () => {
    const value = {
      a: from(["a"], { b: 1 }),
      list: from(["list"], [from(["x"], "x"), { c: from(["c"], "c") }]),
      text: join("one\n", from(["two"], "two"), "\n"),
    };
    const [artifact] = render([{ ...base, kind: "yaml", path: "a.yml", dialect: "plain", value }], {
      source: "s.yaml",
    });
    const lines = artifact?.text.split("\n") ?? [];
    expect(artifact?.origins.map(({ line, path }) => [lines[line - 1], path.join()])).toEqual([
      ["a:", "a"],
      ["list:", "list"],
      ["  - x", "x"],
      ["  - c: c", "c"],
      ["  two", "two"],
    ]);
  });
  test("what is not YAML is refused, with the file's name", () => {
    expect(() => yaml({ a: ref("vpc", "id") })).toThrow("a.yml: a `ref`");
    expect(() => yaml({ a: expression("github.sha") })).toThrow("expression");
    expect(() => yaml({ a: expression("a }} b") }, "workflow")).toThrow("no GitHub expression");
    expect(() => yaml({ a: { $: "variable", name: "A", fallback: "}" } }, "compose")).toThrow("Compose variable");
    expect(() => yaml([])).toThrow("a map");
  });
  test("a Compose variable is one", () => {
    const text = yaml(
      {
        a: { $: "variable", name: "A" },
        b: { $: "variable", name: "B", fallback: "x" },
        c: join("p:", { $: "variable", name: "C", required: "set it" }, "$"),
      },
      "compose",
    );
    expect(text).toContain("a: ${A}\nb: ${B:-x}\nc: p:${C:?set it}$$\n");
  });
});

describe("json", () => {
  const maps = fc.dictionary(keys, plain, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  test.each(["a.json", "package.json"])("Prettier leaves %s unchanged, and it parses to the same", async (path) => {
    await fc.assert(
      fc.asyncProperty(maps, async (value) => {
        const text = one({ ...base, kind: "json", path, value });
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
        expect(await format(text, { filepath: path })).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

describe("data", () => {
  const values = fc.dictionary(keys, plain, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  test("is what the text of a file says", () => {
    fc.assert(
      fc.property(values, fc.constantFrom<YamlDialect>("plain", "workflow", "compose"), (value, dialect) => {
        const [yamlFile, jsonFile] = render(
          [
            { ...base, kind: "yaml", path: "a.yml", dialect, value },
            { ...base, kind: "json", path: "a.json", value },
          ],
          { source: "sage.yaml" },
        );
        expect(positive(parse(yamlFile?.text ?? ""))).toEqual(positive(yamlFile?.data));
        expect(positive(JSON.parse(jsonFile?.text ?? ""))).toEqual(positive(jsonFile?.data));
      }),
      { numRuns: 300 },
    );
  });
  test("so in every file of the reference spec, for readers of both versions of YAML", () => {
    const { artifacts } = compile(readFileSync("spec/sage.yaml", "utf8"), "sage.yaml");
    const files = artifacts.filter(({ data }) => data !== undefined);
    expect(files.length).toBeGreaterThan(5);
    for (const { path, text, data } of files) {
      expect(parse(text, { version: "1.2" }), path).toEqual(data);
      // `on` is a boolean to 1.1, as everyone knows who reads workflows.
      expect(parse(text.replace(/^on:/m, '"on":'), { version: "1.1", merge: true }), path).toEqual(data);
    }
  });
});

/** Without negative zeros, which YAML and JSON don't tell from zero. */
const positive = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("files", () => {
  test("a block has its marks", () => {
    expect(one({ ...base, kind: "block", path: ".gitattributes", lines: ["a b"] })).toBe(
      "# sage-gen: begin\na b\n# sage-gen: end\n",
    );
    expect(one({ ...base, kind: "block", path: "AGENTS.md", lines: ["a b"] })).toBe(
      "<!-- sage-gen: begin -->\na b\n\n<!-- sage-gen: end -->\n",
    );
    expect(() => one({ ...base, kind: "block", path: ".gitattributes", lines: ["a\nb"] })).toThrow("one line");
  });
  test("an unknown template is a fault", () =>
    expect(() => one({ ...base, kind: "template", path: "x", template: "no/such.sh", view: {} })).toThrow(
      "x: there is no template `no/such.sh`",
    ));
});
