// Overrides: a patch does what RFC 6902 says, keeps what is said about the rest, and can't smuggle in code.
import { describe, expect, test } from "vitest";
import type { Operation } from "#schema/model.ts";
import { from, isTag, json, ref, type Value } from "#schema/value.ts";
import { compile } from "#src/compile.ts";
import { applied } from "#src/override/patch.ts";

const ORIGIN = ["overrides", "x"];
const operation = (op: Operation["op"], path: string, value: Value = null): Operation => {
  const steps = path.split("/").slice(1);
  return { op, path: steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")), value };
};

/** What a reader of the value gets. */
function plain(value: Value): unknown {
  if (isTag(value)) return value.$ === "from" || value.$ === "note" || value.$ === "json" ? plain(value.value) : value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]: [string, Value]) => [key, plain(inner)]));
}

function run(value: Value, one: Operation): unknown {
  const result = applied(value, one, ORIGIN);
  return "problem" in result ? result.problem : plain(result.value);
}

/** The examples of RFC 6902's appendix A that are about these operations and have no other one's. */
const EXAMPLES: readonly (readonly [name: string, before: Value, one: Operation, after: unknown])[] = [
  ["A.1", { foo: "bar" }, operation("add", "/baz", "qux"), { baz: "qux", foo: "bar" }],
  ["A.2", { foo: ["bar", "baz"] }, operation("add", "/foo/1", "qux"), { foo: ["bar", "qux", "baz"] }],
  ["A.3", { baz: "qux", foo: "bar" }, operation("remove", "/baz"), { foo: "bar" }],
  ["A.4", { foo: ["bar", "qux", "baz"] }, operation("remove", "/foo/1"), { foo: ["bar", "baz"] }],
  ["A.5", { baz: "qux", foo: "bar" }, operation("replace", "/baz", "boo"), { baz: "boo", foo: "bar" }],
  ["A.8", { foo: ["a", 2, "c"] }, operation("test", "/foo/1", 2), { foo: ["a", 2, "c"] }],
  ["A.9", { baz: "qux" }, operation("test", "/baz", "bar"), '/baz is "qux"'],
  ["A.10", { foo: "bar" }, operation("add", "/child", { grandchild: {} }), { foo: "bar", child: { grandchild: {} } }],
  ["A.12", { foo: "bar" }, operation("add", "/baz/bat", "qux"), "there is no /baz"],
  ["A.14", { "/": 9, "~1": 10 }, operation("test", "/~01", 10), { "/": 9, "~1": 10 }],
  ["A.15", { "/": 9, "~1": 10 }, operation("test", "/~01", "10"), "/~01 is 10"],
  ["A.16", { foo: ["bar"] }, operation("add", "/foo/-", ["abc", "def"]), { foo: ["bar", ["abc", "def"]] }],
];

describe("a patch", () => {
  test.each(EXAMPLES)("does as example %s", (_, before, one, after) => expect(run(before, one)).toEqual(after));

  test.each([
    [operation("remove", "/list/2"), "there is no /list/2"],
    [operation("add", "/list/3", 1), "there is no /list/3"],
    [operation("add", "/list/01", 1), "there is no /list/01"],
    [operation("replace", "/toString", 1), "there is no /toString"],
    [operation("test", "/role", "x"), "/role is known only when the program runs"],
    [operation("add", "/role/x", 1), "/role is known only when the program runs"],
    [operation("add", "/name/x", 1), "/name holds one value, and nothing below it"],
  ])("refuses %j", (one, problem) => {
    expect(run({ list: [1, 2], role: ref("role", "arn"), name: from(["project"], "shop") }, one)).toBe(problem);
  });

  test("enters JSON texts, and leaves what is said about the rest", () => {
    const value: Value = { policy: from(["a"], json({ Statement: [{ Effect: "Allow" }] })), other: from(["b"], 1) };
    const result = applied(value, operation("replace", "/policy/Statement/0/Effect", "Deny"), ORIGIN);
    expect(result).toEqual({
      value: { policy: from(["a"], json({ Statement: [{ Effect: from(ORIGIN, "Deny") }] })), other: from(["b"], 1) },
    });
  });
});

const specWith = (value: string): string => `version: 1
project: shop
region: eu-central-1
services:
  api: { port: 3000 }
overrides:
  x: { on: api-task, reason: r, patch: [{ op: add, path: /tags, value: ${value} }] }
`;

describe("a value of an override", () => {
  test("is never code", () => {
    const { findings } = compile(specWith('{ $: code, code: "process.exit(1)" }'), "sage.yaml");
    expect(findings.map(({ code }) => code)).toEqual(["spec/wrong-value"]);
  });
  test("is the same in any order of its keys", () => {
    const texts = ["{ a: 1, b: 2 }", "{ b: 2, a: 1 }"].map((value) => compile(specWith(value), "sage.yaml").artifacts);
    expect(texts[0]?.length).toBeGreaterThan(0);
    expect(texts[0]?.map(({ text }) => text)).toEqual(texts[1]?.map(({ text }) => text));
  });
  test("is known as the override's wherever it stands", () => {
    const { artifacts } = compile(specWith("{ Owner: team }"), "sage.yaml");
    const module = artifacts.find(({ path }) => path === "infra/services/api.ts");
    const line = (module?.text.split("\n").findIndex((text) => text.includes('Owner: "team"')) ?? -2) + 1;
    expect(module?.origins).toContainEqual({ line, path: ["overrides", "x"] });
  });
});
