// What the stand-in engine must have been asked for, read from a graph alone: references resolved to what that engine
// answers, texts joined, comments and provenance taken off.
import type { Graph, Resource } from "#schema/graph.ts";
import { bare, isMap, isTag, type Value } from "#schema/value.ts";

/** Plain data, as it goes over the wire. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/** What the engine tells of one registered resource. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: { readonly [key: string]: Data };
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  /** Other URNs that the resource may have in the state. */
  readonly aliases: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** The answers to a graph's lookups by token: for each attribute that the graph asks for, a value that says which it is. */
export function answersOf(graph: Graph): Readonly<Record<string, { readonly [attribute: string]: Data }>> {
  const asked = [...graph.resources.flatMap(references), ...graph.outputs.flatMap(({ value }) => refsIn(value))];
  return Object.fromEntries(
    graph.lookups.map(({ key, type }) => {
      const attributes = asked.filter(({ to }) => to === key).map(({ attribute }) => attribute);
      return [type, Object.fromEntries(attributes.map((attribute) => answer(key, attribute, attributes)))];
    }),
  );
}

function answer(key: string, attribute: string, all: readonly string[]): [string, Data] {
  const [, list] = /^(\w+)\[\d+\]$/.exec(attribute) ?? [];
  if (list === undefined) return [attribute, `<${key}.${attribute}>`];
  const count = Math.max(...all.map((each) => Number(/\[(\d+)\]$/.exec(each)?.[1] ?? -1))) + 1;
  return [list, Array.from({ length: count }, (_, index) => `<${key}.${list}[${index}]>`)];
}

interface Reference {
  readonly to: string;
  readonly attribute: string;
}

function references({ properties, options }: Resource): readonly Reference[] {
  return [...refsIn(properties), ...(options.dependsOn ?? []).map((to) => ({ to, attribute: "" }))];
}

function refsIn(value: Value): readonly Reference[] {
  if (typeof value !== "object" || value === null) return [];
  if (isTag(value) && value.$ === "ref") return [value];
  return Object.values(value).flatMap((inner: Value) => refsIn(inner));
}

/** A graph's resources as the engine must see them. */
export function expectedOf(graph: Graph, project: string): readonly Registered[] {
  const byKey = new Map(graph.resources.map((resource) => [resource.key, resource]));
  const urn = ({ type, name }: Pick<Resource, "type" | "name">): string =>
    `urn:pulumi:${graph.environment}::${project}::${type}::${name}`;
  return graph.resources.map((resource): Registered => {
    const { type, name, properties, options } = resource;
    const needed = references(resource).flatMap(({ to }) => byKey.get(to) ?? []);
    return {
      urn: urn(resource),
      type,
      name,
      inputs: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(value, graph)])),
      dependencies: [...new Set(needed.map(urn))].sort(),
      protect: plain(options.protect ?? false, graph) === true,
      retainOnDelete: plain(options.retainOnDelete ?? false, graph) === true,
      deleteBeforeReplace: options.deleteBeforeReplace ?? false,
      ignoreChanges: options.ignoreChanges ?? [],
      aliases: (options.aliases ?? []).map((one) => urn({ type, name: String(bare(one.name)) })),
      additionalSecretOutputs: options.additionalSecretOutputs ?? [],
    };
  });
}

/** The stack's outputs as the engine must see them. */
export function outputsOf(graph: Graph): { readonly [name: string]: Data } {
  return Object.fromEntries(graph.outputs.map(({ name, value }) => [name, plain(value, graph)]));
}

function plain(value: Value, graph: Graph): Data {
  const inner = bare(value);
  if (typeof inner !== "object" || inner === null) return inner;
  if (Array.isArray(inner)) return inner.map((each: Value) => plain(each, graph));
  if (isMap(inner)) return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, plain(each, graph)]));
  if (!isTag(inner)) throw new Error("neither data nor tag");
  switch (inner.$) {
    case "ref":
      return resolved(inner, graph);
    case "join":
      return inner.parts.map((part) => String(plain(part, graph))).join("");
    case "json":
      return JSON.stringify(plain(inner.value, graph));
    case "stack":
      return graph.environment;
    case "archive":
      return archive(inner, graph);
    default:
      throw new Error(`a graph holds no ${inner.$}`);
  }
}

/** An attribute: what the resource was given under that name, else the engine's own answer. */
function resolved({ to, attribute }: Reference, graph: Graph): Data {
  const resource = graph.resources.find(({ key }) => key === to);
  if (!resource) return `<${to}.${attribute}>`;
  const given = attribute === "id" ? undefined : resource.properties[attribute];
  return given === undefined ? `<${resource.name}.${attribute}>` : plain(given, graph);
}

const MARK = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** An archive on the wire; files are named from the program's folder. */
function archive({ files }: Extract<Value, { $: "archive" }>, graph: Graph): Data {
  const assets = Object.entries(files).map(([name, file]): [string, Data] => {
    const content = "file" in file ? { path: file.file.replace(/^infra\//, "") } : { text: plain(file.text, graph) };
    return [name, { [MARK]: ASSET, ...content }];
  });
  return { [MARK]: ARCHIVE, assets: Object.fromEntries(assets) };
}
