// A YAML file before it is laid out: every text said in its dialect, every comment and path with the node it belongs to.
import type { Origin, YamlDialect } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { isMap, isTag, type Value } from "#schema/value.ts";
import { fault } from "../literal.ts";
import { literalIn, say, type Scripts } from "./dialect.ts";

/** A value without wrappers, and what those said. */
export interface Node {
  readonly paths: readonly Path[];
  readonly above: readonly string[];
  readonly behind: readonly string[];
  readonly content: Content;
}

export type Content =
  | { readonly kind: "text"; readonly text: string; readonly origins: readonly Origin[] }
  | { readonly kind: "plain"; readonly value: number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [string, Node])[] };

/** Who reads the file, and who renders its `run:` scripts. */
export interface Manner {
  readonly dialect: YamlDialect;
  readonly scripts: Scripts;
}

/** A value as a node; a tag that the dialect does not know is a fault. */
export function nodeOf(given: Value, manner: Manner): Node {
  const [paths, above, behind]: [Path[], string[], string[]] = [[], [], []];
  let value = given;
  while (isTag(value) && (value.$ === "from" || value.$ === "note")) {
    if (value.$ === "from") paths.push(value.path);
    else {
      if (value.above !== undefined) above.push(value.above);
      if (value.behind !== undefined) behind.push(value.behind);
    }
    value = value.value;
  }
  return { paths, above, behind, content: contentOf(value, manner) };
}

function contentOf(value: Value, manner: Manner): Content {
  if (isMap(value)) {
    const entries = Object.entries(value);
    return {
      kind: "map",
      entries: entries.map(([key, inner]) => [literalIn(manner.dialect, key), nodeOf(inner, manner)]),
    };
  }
  if (value === null || typeof value === "boolean") return { kind: "plain", value };
  if (typeof value === "number") {
    return Number.isFinite(value) ? { kind: "plain", value } : fault(`${value} is no number that a spec can hold`);
  }
  if (typeof value === "string" || isTag(value)) {
    return { kind: "text", ...say(value, manner.dialect, manner.scripts) };
  }
  return { kind: "list", items: value.map((item) => nodeOf(item, manner)) };
}

/** What a reader of the file gets. */
export function dataOf({ content }: Node): unknown {
  switch (content.kind) {
    case "text":
      return content.text;
    case "plain":
      return content.value;
    case "list":
      return content.items.map(dataOf);
    case "map":
      return Object.fromEntries(content.entries.map(([key, inner]) => [key, dataOf(inner)]));
  }
}

/** How many items or keys a list or a map has; a scalar has none. */
export const sizeOf = ({ content }: Node): number =>
  content.kind === "list" ? content.items.length : content.kind === "map" ? content.entries.length : 0;
