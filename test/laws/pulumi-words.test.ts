// How the one program says what differs between environments: by example, as it is printed.
import { describe, expect, test } from "vitest";
import { pulumi } from "#generators/pulumi/index.ts";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { above, from, join, json, ref, stack, type Value, type ValueMap } from "#schema/value.ts";
import { compile } from "#src/compile.ts";
import { render } from "#src/render.ts";

const SPEC = `
version: 1
project: shop
region: eu-west-1
network: { nat: single }
services: { api: { framework: node, port: 80, health: /, expose: public, scale: { min: 1, max: 1 } } }
environments:
  test: { services: { api: { env: { LOG: debug } } } }
  live:
    protect: true
    network: { nat: per-az }
    services:
      api:
        scale: { min: 2, max: 5 }
        certificate: arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555
`;
const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555";

const model = ((): Model => {
  const { model: found, findings } = compile(SPEC, "sage.yaml", []);
  if (!found) throw new Error(JSON.stringify(findings));
  return found;
})();

/** A VPC, since nothing here depends on the type. */
const vpc = (key: string, properties: ValueMap, more: Partial<Resource> = {}): Resource => ({
  key,
  type: "aws:ec2/vpc:Vpc",
  name: key,
  module: "network",
  because: ["network"],
  properties,
  options: {},
  ...more,
});

const graph = (environment: string, resources: readonly Resource[]): Graph => ({
  environment,
  lookups: [],
  resources,
  outputs: [],
});

/** The files of the program for a graph of each environment. */
function printed(test: readonly Resource[], live: readonly Resource[]): (path: string) => string {
  const artifacts = render(pulumi(model, [graph("test", test), graph("live", live)]), { source: "sage.yaml" });
  return (path) => artifacts.find((artifact) => artifact.path === `infra/${path}`)?.text ?? "";
}

/** The declaration of one property `p` whose values are these. */
function property(test: Value, live: Value, others: readonly Resource[] = []): string {
  const of = (p: Value): readonly Resource[] => [...others, vpc("it", { p })];
  const found = /export const it = ([^]*?);\n/.exec(printed(of(test), of(live))("network.ts"))?.[1] ?? "";
  return found.replace(/\s+/g, " ").replace(/^new aws.ec2.Vpc\("it", \{ (.*?),? \}\)$/, "$1");
}

const NAT: Path = ["network", "nat"];

describe("a value", () => {
  test.each<[string, Value, Value, string]>([
    ["that is equal is code", "a", "a", 'p: "a"'],
    [
      "that differs is a setting by its path",
      from(["x", "y"], 1),
      from(["environments", "live", "x", "y"], 2),
      "p: xY",
    ],
    ["of a leaf has the leaf's name", from(NAT, "single"), from(NAT, "per-az"), "p: networkNat"],
    ["may be the opposite of a leaf", from(["protect"], true), from(["protect"], false), "p: !protect"],
    ["may follow from a leaf", from(["protect"], 7), from(["protect"], 30), "p: protect ? 30 : 7"],
    ["may be a list that differs as a whole", from(["x", "y"], ["a"]), from(["x", "y"], ["a", "b"]), "p: xY"],
    [
      "that is a name has its prefix",
      join("/ecs/shop-", stack, "/a"),
      join("/ecs/shop-", stack, "/a"),
      "p: `/ecs/${prefix}/a`",
    ],
    ["may have the stack's name elsewhere", join("shop/", stack), join("shop/", stack), "p: `shop/${stack}`"],
    [
      "may be JSON",
      json({ a: from(NAT, "single") }),
      json({ a: from(NAT, "per-az") }),
      "p: JSON.stringify({ a: networkNat })",
    ],
  ])("%s", (_, before, after, words) => {
    expect(property(before, after)).toBe(words);
  });

  test("of a leaf that only some environments have is read where it is", () => {
    const certificate = from(["services", "api", "certificate"], CERTIFICATE);
    expect(property({ a: "x", b: "y" }, { a: "x", b: "y", c: certificate })).toContain("c: apiCertificate");
  });

  test("in a list stands there where its environment has it", () => {
    const one = vpc("one", {});
    const words = property([ref("one", "id")], [ref("one", "id"), from(NAT, "x")], [one]);
    expect(words).toBe('p: [one.id, ...(networkNat === "per-az" ? ["x"] : [])]');
  });

  test("keeps its comment outside of the condition", () => {
    const [before, after] = ["a", "b"].map((value) => above("Why.", from(["protect"], value)));
    expect(property(before ?? "", after ?? "")).toBe('// Why. p: protect ? "b" : "a"');
  });
});

describe("a resource", () => {
  const second = vpc("second", {}, { because: NAT });

  test("that some environments lack is there by its reason, and what needs it by itself", () => {
    const route = (to: string): Resource => vpc("route", { p: ref(to, "id") });
    const text = printed([vpc("first", {}), route("first")], [vpc("first", {}), second, route("second")])("network.ts");
    expect(text).toContain('export const second =\n  networkNat === "per-az" ? new aws.ec2.Vpc("second") : undefined;');
    expect(text).toContain("p: (second ?? first).id");
  });

  test("that needs one which some environments lack is tested by that", () => {
    const third = vpc("third", { p: ref("second", "id") }, { because: NAT });
    expect(printed([], [second, third])("network.ts")).toContain("export const third = second\n  ? new aws.ec2.Vpc");
  });

  test("without a reason in the spec has a switch of its own", () => {
    const odd = vpc("odd", {}, { because: ["alerts", "alarms", "odd"] });
    const file = printed([], [odd]);
    expect(file("network.ts")).toContain('export const odd = oddEnabled ? new aws.ec2.Vpc("odd") : undefined;');
    expect(file("Pulumi.test.yaml")).toContain("shop:oddEnabled: false");
    expect(file("Pulumi.live.yaml")).toContain("shop:oddEnabled: true");
  });
});

describe("a setting", () => {
  const path: Path = ["services", "api", "task", "cpu"];
  const of = (value: number, more: ValueMap = {}): Resource[] => [vpc("it", { cpu: from(path, value), ...more })];

  test("keeps its name when something else is added", () => {
    const before = printed(of(1), of(2))("config.ts");
    const extra = vpc("extra", { a: from(["services", "api", "env", "LOG"], "debug") });
    const other = vpc("extra", { a: from(["services", "api", "env", "LOG"], "info") });
    const after = printed([extra, ...of(1)], [other, ...of(2)])("config.ts");
    expect(before).toContain('export const apiTaskCpu = config.requireNumber("apiTaskCpu");');
    expect(after).toContain('export const apiTaskCpu = config.requireNumber("apiTaskCpu");');
  });

  test("that gives two values in two properties is named after both", () => {
    const config = printed(of(1, { half: from(path, 5) }), of(2, { half: from(path, 10) }))("config.ts");
    expect(config).toContain("export const apiTaskCpuCpu =");
    expect(config).toContain("export const apiTaskCpuHalf =");
  });

  test("is not read where nothing needs it", () => {
    expect(printed([vpc("it", {})], [vpc("it", {})])("config.ts")).toBe("");
  });
});

describe("an address that differs between environments", () => {
  const addresses = (routes: string, live: string): readonly string[] => {
    const spec = `
version: 1
project: shop
region: eu-west-1
services: { api: { port: 80, expose: public, route: ${routes} }, web: { port: 81, expose: public } }
environments: { test: {}, live: { services: ${live} } }
`;
    const { artifacts, findings } = compile(spec, "sage.yaml", ["pulumi"]);
    expect(findings).toEqual([]);
    const text = (path: string): string => artifacts.find((artifact) => artifact.path === path)?.text ?? "";
    expect(text("infra/config.ts")).not.toContain("`` in the spec");
    return [...text("infra/index.ts").matchAll(/export const apiUrl =\s+([^;]*);/g)].map(([, value]) => value ?? "");
  };

  test("follows from the host, where one is a wildcard", () => {
    const [value] = addresses('{ host: "*.example.com" }', "{ api: { route: { host: api.example.com } } }");
    expect(value).toContain('apiRouteHost === "api.example.com" ? apiRouteHost : loadBalancer.loadBalancer.dnsName');
  });

  test("follows from the certificate, also where that is another service's", () => {
    const [value] = addresses("{ host: api.example.com }", `{ web: { certificate: "${CERTIFICATE}" } }`);
    expect(value).toMatch(
      /^webCertificate !== undefined\s+\? "https:\/\/api.example.com"\s+: "http:\/\/api.example.com"$/,
    );
  });
});
