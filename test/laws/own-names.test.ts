// A user's thing may be called as what every object of JavaScript has, and is a thing as any other.
import { expect, test } from "vitest";
import { ownOf, valueAt } from "#schema/data.ts";
import { compile } from "#src/compile.ts";

const SPEC = `
version: 1
project: shop
region: eu-central-1
tags: { constructor: tag, valueOf: tag }
secrets: { constructor: { description: A key }, valueOf: { description: An address } }
services:
  constructor: { port: 3000, expose: public, env: { constructor: one, toString: two }, secrets: { valueOf: constructor } }
  to-string: { port: 3001, calls: [constructor] }
alerts:
  channels: { constructor: { discord: valueOf } }
  alarms: { valueOf: { on: constructor, metric: cpu, above: 80%, channel: constructor } }
environments:
  staging: {}
  production: { services: { constructor: { env: { constructor: three, hasOwnProperty: four } } } }
overrides:
  constructor:
    on: constructor-task
    environments: [production]
    reason: In one environment, so that the other one has no such key.
    patch: [{ op: add, path: /constructor, value: { constructor: five, valueOf: six } }]
`;

test("names that every object has are names of the spec's", () => {
  const { artifacts, findings } = compile(SPEC, "sage.yaml");
  expect(findings).toEqual([]);
  const program = artifacts.find(({ path }) => path === "infra/services/constructor.ts")?.text ?? "";
  expect(program).toMatch(
    /constructor: overridesConstructor\s+\? \{ constructor: "five", valueOf: "six" \}\s+: undefined/,
  );
});

test("what only every object has is not there", () => {
  for (const name of ["constructor", "toString", "valueOf", "hasOwnProperty"]) {
    expect(ownOf({} as Record<string, unknown>, name)).toBeUndefined();
    expect(valueAt({ tags: {} }, ["tags", name])).toBeUndefined();
    expect(valueAt({ tags: { [name]: 1 } }, ["tags", name])).toBe(1);
  }
});
