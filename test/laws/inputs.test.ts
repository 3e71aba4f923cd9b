// Specs that once broke the compiler, each with what it must come to.
import { expect, test } from "vitest";
import { CATALOGUE } from "#schema/catalogue.ts";
import { compile } from "#src/compile.ts";

const HEAD = "version: 1\nproject: shop\nregion: eu-central-1\n";
const told = (text: string): string[] =>
  compile(text, "sage.yaml").findings.map(({ code, path, values }) => {
    return `${code} ${path.join(".")}: ${CATALOGUE[code].summary(values)} = ${CATALOGUE[code].help(values)}`;
  });

test("a certificate that only some environments have beside another's", () => {
  const arn = (account: string, name: string): string =>
    `arn:aws:acm:eu-central-1:${account}:certificate/${name}-0f1e2d3c`;
  const { findings, artifacts } = compile(
    `${HEAD}services:
  a: { port: 3000, expose: public }
  b: { port: 3001, expose: public, route: { host: b.example.com } }
environments:
  one: { account: "111122223333" }
  two: { account: "444455556666", services: { a: { certificate: "${arn("444455556666", "a")}" }, b: { certificate: "${arn("444455556666", "b")}" } } }
`,
    "sage.yaml",
  );
  expect(findings).toEqual([]);
  const config = artifacts.find(({ path }) => path === "infra/config.ts")?.text;
  expect(config).toContain("export const bCertificateSetting = ");
});

test("subnets of some tiers in an environment, where the rest of the spec has none", () => {
  const spec = `${HEAD}services: { a: {} }\nenvironments: { one: { network: { subnets: { public: [10.0.0.0/24, 10.0.1.0/24] } } } }\n`;
  expect(told(spec)).toEqual([
    "spec/missing-key environments.one.network.subnets: `private` is missing in environments.one.network.subnets = " +
      "add `private: [10.0.21.0/24, 10.0.21.0/24]`",
  ]);
});

test("a number where a text is meant is quoted as it was written", () => {
  const environments = "environments: { one: { account: 012345678901 }, two: { account: .nan } }\n";
  expect(told(`${HEAD}services: { a: {} }\n${environments}`)).toEqual([
    'spec/wrong-type environments.one.account: `account` is the number 012345678901, and must be a text = put it in quotes: "012345678901"',
    'spec/wrong-type environments.two.account: `account` is the number .nan, and must be a text = put it in quotes: ".nan"',
  ]);
});

test.each([
  ["a folder that Windows keeps for a device", "a: { path: nul.txt }", "spec/wrong-value services.a.path"],
  ["a service whose module Windows could not write", "con: { path: apps/x }", "name/invalid services.con"],
  ["a folder where a file of ours stands", "a: { path: docker-compose.yml/x }", "spec/wrong-value services.a.path"],
  [
    "folders that are one where case does not count",
    "a: { path: apps/X }\n  b: { path: apps/x }",
    "name/clash services.b",
  ],
  ["a path of a megabyte", `a: { path: ${"x/".repeat(2 ** 19)}x }`, "spec/wrong-value services.a.path"],
  ["a name of a megabyte", `a: { env: { ${"X".repeat(1000)}: x } }`, `name/invalid services.a.env.${"X".repeat(1000)}`],
  [
    "a path that no load balancer compares",
    `a: { port: 1234, expose: public, route: { path: /${"x".repeat(126)} } }`,
    "spec/wrong-value services.a.route.path",
  ],
])("%s", (_, services, expected) => {
  expect(told(`${HEAD}services:\n  ${services}\n`).map((line) => line.split(": ")[0])).toEqual([expected]);
});

test.each(["/__proto__", "/$", "/containerDefinitions/0/__proto__/x"])("an override of %s", (path) => {
  const override = `overrides: { x: { on: a-task, reason: r, patch: [{ op: add, path: "${path}", value: 1 }] } }\n`;
  expect(told(`${HEAD}services: { a: {} }\n${override}`).map((line) => line.split(": ")[0])).toEqual([
    "spec/wrong-value overrides.x.patch.0.path",
  ]);
});

test("an environment changes a service whose name check left out", () => {
  const environments = "environments: { one: { services: { A: { internet: false }, b: { internet: false } } } }\n";
  expect(told(`${HEAD}services: { A: {}, b: {} }\n${environments}`).map((line) => line.split(": ")[0])).toEqual([
    "name/invalid services.A",
    "name/invalid environments.one.services.A",
  ]);
});
