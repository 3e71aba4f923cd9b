// A YAML file before it is laid out: every text said in its dialect, every comment and path with the node it belongs to.
import type { Origin, YamlDialect } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { type From, isTag, type Note, type Value, type ValueMap } from "#schema/value.ts";
import { fault } from "../literal.ts";
import { NO_ORIGINS, say, type Scripts } from "./dialect.ts";

/** A value without wrappers, and what those said. All have the same fields, which V8 reads faster. */
export interface Node {
  readonly kind: "text" | "plain" | "list" | "map";
  /** What a reader of the file gets. */
  readonly data: unknown;
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
  readonly literal: (text: string) => string;
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
  if (typeof value === "string") return scalarNode("text", manner.literal(value), NO_ORIGINS, said);
  if (value === null || typeof value === "boolean") return scalarNode("plain", value, NO_ORIGINS, said);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return fault(`${value} is no number that a spec can hold`);
    return scalarNode("plain", value, NO_ORIGINS, said);
  }
  if (Array.isArray(value)) {
    const items: Node[] = [];
    const data: unknown[] = [];
    for (let at = 0; at < value.length; at += 1) {
      const item = nodeOf(value[at] as Value, manner);
      items.push(item);
      data.push(item.data);
    }
    return innerNode("list", data, NO_TEXTS, items, said);
  }
  if (isTag(value)) {
    const { text, origins } = say(value, manner.dialect, manner.scripts);
    return scalarNode("text", text, origins, said);
  }
  return mapNode(value as ValueMap, said, manner);
}

function mapNode(map: ValueMap, said: Said, manner: Manner): Node {
  const keys: string[] = [];
  const items: Node[] = [];
  const data: Record<string, unknown> = {};
  for (const given in map) {
    const key = manner.literal(given);
    const item = nodeOf(map[given] as Value, manner);
    keys.push(key);
    items.push(item);
    // This one name would set the object's prototype.
    if (key === "__proto__") Object.defineProperty(data, key, { value: item.data, enumerable: true });
    else data[key] = item.data;
  }
  return innerNode("map", data, keys, items, said);
}

const scalarNode = (
  kind: "text" | "plain",
  data: string | number | boolean | null,
  origins: readonly Origin[],
  { paths, above, behind }: Said,
): Node => ({ kind, data, origins, keys: NO_TEXTS, items: NO_NODES, paths, above, behind });

const innerNode = (
  kind: "list" | "map",
  data: unknown,
  keys: readonly string[],
  items: readonly Node[],
  { paths, above, behind }: Said,
): Node => ({ kind, data, origins: NO_ORIGINS, keys, items, paths, above, behind });
