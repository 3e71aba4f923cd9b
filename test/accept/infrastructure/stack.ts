// A stack as its judges see it: the resources of one environment as plain data, in which a reference is the text
// `<key.attribute>`. It can be changed, so that each rule can be shown a stack that breaks it.
import type { Graph } from "#schema/graph.ts";
import type { Environment, Model } from "#schema/model.ts";
import { isTag, type Value } from "#schema/value.ts";
import { judge } from "#src/judge.ts";
import { lower } from "#src/lower.ts";

export type Json = string | number | boolean | null | Json[] | Fields;
export interface Fields {
  [name: string]: Json;
}

/** One resource. */
export interface Item {
  key: string;
  type: string;
  name: string;
  /** The comment on the resource. */
  why: string;
  properties: Fields;
  options: Fields;
}

export interface Stack {
  /** The spec that it is of, for messages. */
  spec: string;
  project: string;
  environment: Environment;
  items: Item[];
  outputs: Fields;
}

/** The stacks of a spec, one an environment; none where the spec is refused. */
export function stacksOf(spec: string, text: string): Stack[] {
  const { model } = judge(text, "sage.yaml");
  if (!model) return [];
  return lower(model).map((graph) => stackOf(spec, model, graph));
}

function stackOf(spec: string, model: Model, graph: Graph): Stack {
  const environment = model.environments.find(({ name }) => name === graph.environment);
  if (!environment) throw new Error(`no environment ${graph.environment}`);
  const see = (value: unknown): Json => plain(value as Value, graph.environment);
  return {
    spec,
    project: model.project,
    environment: structuredClone(environment),
    items: graph.resources.map(({ key, type, name, why, properties, options }) => ({
      key,
      type,
      name,
      why: why ?? "",
      properties: see(properties) as Fields,
      options: see(options) as Fields,
    })),
    outputs: Object.fromEntries(graph.outputs.map(({ name, value }) => [name, see(value)])),
  };
}

/** A value without tags: JSON texts as data, joins as text. */
function plain(value: Value, environment: string): Json {
  const see = (inner: Value): Json => plain(inner, environment);
  if (Array.isArray(value)) return value.map((each: Value) => see(each));
  if (value === null || typeof value !== "object") return value;
  if (!isTag(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, see(inner)]));
  if (value.$ === "from" || value.$ === "note" || value.$ === "json") return see(value.value);
  if (value.$ === "stack") return environment;
  if (value.$ === "ref") return `<${value.to}.${value.attribute}>`;
  if (value.$ === "join") return value.parts.map((part) => String(see(part))).join("");
  if (value.$ !== "archive") throw new Error(`the tag ${value.$} does not belong in a graph`);
  return Object.fromEntries(
    Object.entries(value.files).map(([name, file]) => [name, "text" in file ? see(file.text) : `file ${file.file}`]),
  );
}

/** The resources of a type: `ec2/subnet:Subnet` for `aws:ec2/subnet:Subnet`. */
export const ofType = ({ items }: Stack, type: string): Item[] => items.filter((one) => one.type === `aws:${type}`);

/** The resource with a key; throws where there is none, for sabotage that would do nothing. */
export function item({ items }: Stack, key: string): Item {
  const found = items.find((one) => one.key === key);
  if (!found) throw new Error(`no resource ${key}`);
  return found;
}

/** What lies deeper: `read(value, "target.ecsParameters.taskDefinitionArn")`, with numbers for places in lists. */
export function read(value: Json | undefined, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((node, step) => {
    if (Array.isArray(node)) return node[Number(step)];
    return typeof node === "object" && node !== null ? node[step] : undefined;
  }, value);
}

/** A property as text; empty where it is not there. */
export const text = (value: Json | undefined, path: string): string => String(read(value, path) ?? "");

/** A property as a list: one thing is a list of one, nothing is an empty one. */
export function list(value: Json | undefined, path: string): Json[] {
  const found = read(value, path);
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
}

/** The keys that a value refers to, also inside of texts. */
export function references(value: Json | undefined): string[] {
  const found = JSON.stringify(value ?? null).matchAll(/<([a-z0-9-]+)\.[^>]+>/g);
  return [...new Set([...found].map(([, key = ""]) => key))];
}

/** The key that a reference names: `vpc` of `<vpc.id>`; empty where it is no reference. */
export const target = (reference: Json | undefined): string => /^<([a-z0-9-]+)\./.exec(String(reference))?.[1] ?? "";

/** Whether two lists hold the same things, in whatever order. */
export const same = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify([...new Set(one)].sort()) === JSON.stringify([...new Set(other)].sort());

/** The container definitions of a task definition. */
export const containersOf = (task: Item): Fields[] => list(task.properties, "containerDefinitions") as Fields[];

/** The statements of all policies of a role, by the role's key. */
export function statementsOf(stack: Stack, role: string): Fields[] {
  return ofType(stack, "iam/rolePolicy:RolePolicy")
    .filter(({ properties }) => target(properties["role"]) === role)
    .flatMap(({ properties }) => list(properties, "policy.Statement") as Fields[]);
}

/** The resources that a role's statements allow an action on. */
export const allowed = (stack: Stack, role: string, action: string): string[] =>
  statementsOf(stack, role)
    .filter((statement) => list(statement, "Action").includes(action))
    .flatMap((statement) => list(statement, "Resource").map(String));
