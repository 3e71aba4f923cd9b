// What the laws about lowering look at: the graphs of real specs, with every value as the program would see it.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import { isTag, type Value } from "#schema/value.ts";
import { check } from "#src/check.ts";
import { lower } from "#src/lower.ts";
import { parse } from "#src/parse.ts";
import { resolve } from "#src/resolve.ts";

const ROOT = new URL("../../", import.meta.url);

/** A spec's text as a model; throws where it has errors. */
export function modelOf(text: string): Model {
  const document = parse(text, "sage.yaml").value;
  const checked = document && check(document).value;
  const outcome = checked && resolve(checked.spec, "sage.yaml", checked.lost);
  if (!outcome?.value) throw new Error("the spec has errors");
  return outcome.value;
}

/** The reference spec. */
export const REFERENCE = readFileSync(new URL("spec/sage.yaml", ROOT), "utf8");

/** The reference spec and every golden one, by name. */
export const SPECS: readonly (readonly [string, string])[] = [
  ["reference", REFERENCE],
  ...readdirSync(fileURLToPath(new URL("test/golden/", ROOT)))
    .toSorted()
    .map((name): [string, string] => [name, readFileSync(new URL(`test/golden/${name}/sage.yaml`, ROOT), "utf8")]),
];

/** A resource with plain values: references as `<key.attribute>`, JSON texts as data, texts joined. */
export interface Seen extends Omit<Resource, "properties"> {
  readonly properties: Readonly<Record<string, never>>;
}

/** The resources of an environment by their keys. */
export function seen(text: string, environment: string): ReadonlyMap<string, Seen> {
  const graph = graphOf(text, environment);
  return new Map(
    graph.resources.map((one) => [one.key, { ...one, properties: plain(one.properties, environment) as never }]),
  );
}

/** The graph of an environment. */
export function graphOf(text: string, environment: string): Graph {
  const graph = lower(modelOf(text)).find((one) => one.environment === environment);
  if (!graph) throw new Error(`no environment ${environment}`);
  return graph;
}

/** A value without tags. */
export function plain(value: Value, environment: string): unknown {
  if (Array.isArray(value)) return value.map((item: Value) => plain(item, environment));
  if (value === null || typeof value !== "object") return value;
  if (!isTag(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, environment)]));
  if (value.$ === "from" || value.$ === "note" || value.$ === "json") return plain(value.value, environment);
  if (value.$ === "stack") return environment;
  if (value.$ === "ref") return `<${value.to}.${value.attribute}>`;
  if (value.$ === "join") return value.parts.map((part) => String(plain(part, environment))).join("");
  if (value.$ === "archive") return value.files;
  throw new Error(`the tag ${value.$} does not belong in a graph`);
}
