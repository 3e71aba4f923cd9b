// The law of the merge: whatever graphs the environments have, the one program that is printed for them makes in each
// environment just what that environment's graph says. Programs run here with stand-ins for the SDK; the real SDK and
// Pulumi's own runtime judge them in test/accept/pulumi.test.ts.
import { readFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { runInNewContext } from "node:vm";
import { fc } from "../support/chance.ts";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { pulumi } from "#generators/pulumi/index.ts";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { from, join, json, ref, stack, type Value } from "#schema/value.ts";
import { compile } from "#src/compile.ts";
import { render } from "#src/render.ts";
import { type Data, expectedOf } from "../accept/pulumi/expected.ts";

const GOLDEN = joinPath(import.meta.dirname, "../golden/three-environments/sage.yaml");

/** Three environments, none alike. */
const model = ((): Model => {
  const found = compile(readFileSync(GOLDEN, "utf8"), "sage.yaml", []).model;
  if (!found) throw new Error("the golden case is refused");
  return found;
})();

/** Paths whose leaves the model keeps, and paths where it keeps none. */
const PATHS: readonly (Path | undefined)[] = [
  undefined,
  ["network", "nat"],
  ["protect"],
  ["services", "tracker", "certificate"],
  ["services", "tracker", "scale", "max"],
  ["services", "tracker"],
  ["alerts", "alarms", "a", "above"],
  ["x-own", "thing"],
  ["environments", "staging", "x-own", "thing"],
];

/** Keys in the order of their declaration; each may refer to those before it. */
const KEYS = ["one", "two-b", "three-1", "four"];

const text = fc.constantFrom("", "a", "b", "comet-", 'q"`${x}', "\\n", "none", "per-az");
const scalar = fc.oneof(text, fc.integer({ min: -3, max: 3 }), fc.boolean());

/** A value that refers only to what exists before it. */
function valueOf(known: readonly string[]): fc.Arbitrary<Value> {
  const reference = known.length
    ? fc.tuple(fc.constantFrom(...known), fc.constantFrom("id", "arn")).map(([to, attribute]) => ref(to, attribute))
    : scalar;
  const { value } = fc.letrec<{ value: Value; bare: Value }>((tie) => ({
    bare: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      reference,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("name", "type", "x", "Y-z"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
      fc
        .array(fc.oneof(text, reference, fc.constant(stack)), { minLength: 1, maxLength: 4 })
        .map((all) => join(...all)),
      tie("value").map(json),
    ),
    value: fc.tuple(fc.constantFrom(...PATHS), tie("bare")).map(([path, inner]) => (path ? from(path, inner) : inner)),
  }));
  return value;
}

/** The graph of one environment: some of the resources, with properties of any shape. */
const graphOf = (environment: string): fc.Arbitrary<Graph> =>
  fc
    .subarray(KEYS, { minLength: 1 })
    .chain((keys) => fc.tuple(...keys.map((key, index) => resourceOf(key, keys.slice(0, index)))))
    .map((resources) => ({ environment, lookups: [], resources, outputs: [] }));

function resourceOf(key: string, known: readonly string[]): fc.Arbitrary<Resource> {
  const because = fc.constantFrom(...PATHS.flatMap((path) => (path ? [path] : [])));
  const properties = fc.dictionary(fc.constantFrom("p", "q", "flag"), valueOf(known), {
    maxKeys: 3,
    noNullPrototype: true,
  });
  return fc
    .tuple(because, properties, fc.subarray([...known]), fc.boolean())
    .map(([path, all, dependsOn, protect]) => ({
      key,
      type: "aws:ec2/vpc:Vpc",
      name: key,
      module: "network",
      because: path,
      properties: all,
      options: { dependsOn, protect: from(["protect"], protect), ignoreChanges: Object.keys(all) },
    }));
}

/** What a program makes in one environment, run with stand-ins. */
function made(files: ReadonlyMap<string, string>, environment: string): readonly unknown[] {
  const settings = (parse(files.get(`infra/Pulumi.${environment}.yaml`) ?? "") as { config: Record<string, Data> })
    .config;
  const resources: unknown[] = [];
  class Vpc {
    readonly id: string;
    readonly arn: string;
    constructor(name: string, inputs: object = {}, options: { readonly dependsOn?: readonly Vpc[] } = {}) {
      this.id = `<${name}.id>`;
      this.arn = `<${name}.arn>`;
      const dependsOn = (options.dependsOn ?? []).map((each) => each.id);
      resources.push(JSON.parse(JSON.stringify({ name, inputs, protect: false, ...options, dependsOn })));
    }
  }
  class Config {
    readonly #space: string;
    constructor(space = model.project) {
      this.#space = space;
    }
    get = (key: string): Data | undefined => settings[`${this.#space}:${key}`];
    require = (key: string): Data => this.get(key) ?? fail(key);
    getNumber = this.get;
    getBoolean = this.get;
    getObject = this.get;
    requireNumber = this.require;
    requireBoolean = this.require;
    requireObject = this.require;
  }
  const program = ["infra/config.ts", "infra/network.ts"].map((file) => script(files.get(file) ?? "")).join("\n");
  const sdk = { getStack: () => environment, Config, interpolate, jsonStringify: JSON.stringify };
  runInNewContext(program, { aws: { ec2: { Vpc } }, pulumi: sdk });
  return resources;
}

/** `pulumi.interpolate`, where everything is known. */
const interpolate = (texts: readonly string[], ...values: unknown[]): string =>
  texts.map((each, index) => (index ? String(values[index - 1]) : "") + each).join("");

function fail(key: string): never {
  throw new Error(`the stack has no setting ${key}`);
}

/** A module as a script: without imports, exports and types. */
const script = (module: string): string =>
  module
    .replace(/^import [^;]*;$/gm, "")
    .replace(/^export /gm, "")
    .replace(/Object<[^>]*>\(/g, "Object(");

test("in each environment the program makes what its graph says", () => {
  const graphs = fc.tuple(...model.environments.map(({ name }) => graphOf(name)));
  fc.assert(
    fc.property(graphs, (all) => {
      const files = new Map(render(pulumi(model, all), { source: "sage.yaml" }).map(({ path, text }) => [path, text]));
      for (const graph of all) {
        const expected = expectedOf(graph, model.project).map(({ name, inputs, protect, ignoreChanges }) => {
          const needed = graph.resources.find((resource) => resource.key === name)?.options.dependsOn ?? [];
          const dependsOn = needed.map((key) => `<${key}.id>`);
          return { name, inputs, protect, dependsOn, ...(ignoreChanges.length ? { ignoreChanges } : {}) };
        });
        expect(sorted(made(files, graph.environment))).toEqual(
          sorted(JSON.parse(JSON.stringify(expected)) as unknown[]),
        );
      }
    }),
    { numRuns: 150 },
  );
});

/** Resources by name; the order of maps' keys and of lists in options says nothing. */
const sorted = (resources: readonly unknown[]): readonly unknown[] =>
  resources.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
