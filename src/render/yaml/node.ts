// A YAML file before it is laid out: every text said in its dialect, every comment and path with the node it belongs to.
import type { Origin, YamlDialect } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { type From, isTag, type Note, type Value, type ValueMap } from "#schema/value.ts";
import { fault } from "../literal.ts";
import { literalIn, NO_ORIGINS, say, type Scripts } from "./dialect.ts";

/** A value without wrappers, and what those said. All have the same fields, which V8 reads faster. */
export interface Node {
  readonly kind: "text" | "plain" | "list" | "map";
  /** What a scalar says. */
  readonly value: string | number | boolean | null;
  /** Where the lines of a text came from. */
  readonly origins: readonly Origin[];
  /** A map's keys. */
  readonly keys: readonly string[];
  /** The items of a list, or what stands behind a map's keys. */
  readonly items: readonly Node[];
  readonly paths: readonly Path[];
  readonly above: readonly string[];
  readonly behind: readonly string[];
}

/** Who reads the file, and who renders its `run:` scripts. */
export interface Manner {
  readonly dialect: YamlDialect;
  readonly scripts: Scripts;
}

/** What wrappers said. */
type Said = Pick<Node, "paths" | "above" | "behind">;

const NO_PATHS: readonly Path[] = [];
const NO_TEXTS: readonly string[] = [];
const NO_NODES: readonly Node[] = [];
const NOTHING: Said = { paths: NO_PATHS, above: NO_TEXTS, behind: NO_TEXTS };

/** A value as a node; a tag that the dialect does not know is a fault. */
export function nodeOf(given: Value, manner: Manner): Node {
  if (!isWrapper(given)) return bareNode(given, NOTHING, manner);
  const paths: Path[] = [];
  const above: string[] = [];
  const behind: string[] = [];
  let value: Value = given;
  while (isWrapper(value)) {
    if (value.$ === "from") paths.push(value.path);
    else {
      if (value.above !== undefined) above.push(value.above);
      if (value.behind !== undefined) behind.push(value.behind);
    }
    value = value.value;
  }
  return bareNode(value, { paths, above, behind }, manner);
}

const isWrapper = (value: Value): value is From | Note => isTag(value) && (value.$ === "from" || value.$ === "note");

function bareNode(value: Value, said: Said, manner: Manner): Node {
  if (typeof value === "string") return scalarNode("text", literalIn(manner.dialect, value), NO_ORIGINS, said);
  if (value === null || typeof value === "boolean") return scalarNode("plain", value, NO_ORIGINS, said);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return fault(`${value} is no number that a spec can hold`);
    return scalarNode("plain", value, NO_ORIGINS, said);
  }
  if (Array.isArray(value)) {
    const items = (value as readonly Value[]).map((item) => nodeOf(item, manner));
    return innerNode("list", NO_TEXTS, items, said);
  }
  if (isTag(value)) {
    const { text, origins } = say(value, manner.dialect, manner.scripts);
    return scalarNode("text", text, origins, said);
  }
  const map = value as ValueMap;
  const keys: string[] = [];
  const items: Node[] = [];
  for (const key of Object.keys(map)) {
    keys.push(literalIn(manner.dialect, key));
    items.push(nodeOf(map[key] as Value, manner));
  }
  return innerNode("map", keys, items, said);
}

const scalarNode = (
  kind: "text" | "plain",
  value: Node["value"],
  origins: readonly Origin[],
  { paths, above, behind }: Said,
): Node => ({ kind, value, origins, keys: NO_TEXTS, items: NO_NODES, paths, above, behind });

const innerNode = (
  kind: "list" | "map",
  keys: readonly string[],
  items: readonly Node[],
  { paths, above, behind }: Said,
): Node => ({ kind, value: null, origins: NO_ORIGINS, keys, items, paths, above, behind });

/** What a reader of the file gets. */
export function dataOf({ kind, value, keys, items }: Node): unknown {
  if (kind === "list") return items.map(dataOf);
  if (kind !== "map") return value;
  const data: Record<string, unknown> = {};
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as string;
    const inner = dataOf(items[at] as Node);
    // This one name would set the object's prototype.
    if (key === "__proto__") Object.defineProperty(data, key, { value: inner, enumerable: true });
    else data[key] = inner;
  }
  return data;
}
