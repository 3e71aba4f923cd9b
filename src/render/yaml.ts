// Values as YAML: a row a line, comments above and behind, and where each row came from.
import type { Draft, Origin } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { headerText, oneLine, wrap } from "./comment.ts";
import { fault } from "./literal.ts";
import { type Printed, sortedOrigins } from "./page.ts";
import type { Scripts } from "./yaml/dialect.ts";
import { type Content, dataOf, type Node, nodeOf, sizeOf } from "./yaml/node.ts";
import { block, scalar } from "./yaml/scalar.ts";

const WIDTH = 100;

interface Row {
  readonly text: string;
  readonly paths: readonly Path[];
}

/** Where rows stand: the columns before them, and how many keys and lists lead there. */
interface Level {
  readonly indent: number;
  readonly depth: number;
  /** `on` is a boolean to YAML 1.1, and a key of workflows all the same. */
  readonly plainOn: boolean;
}

/** The whole text of a YAML artifact, whose value is a map with keys. */
export function printYaml(draft: Extract<Draft, { kind: "yaml" }>, source: string, scripts: Scripts): Printed {
  const top = nodeOf(draft.value, { dialect: draft.dialect, scripts });
  if (top.content.kind !== "map" || sizeOf(top) === 0) return fault("a YAML artifact is a map with keys");
  const comments = [draft.intro ?? [], top.above].flat().flatMap((text) => commentRows(text, 0));
  const rows: Row[] = [plainRow(`# ${headerText(source)}`), ...comments, plainRow("")];
  const first = rows.length;
  mapRows(rows, top.content.entries, { indent: 0, depth: 0, plainOn: draft.dialect === "workflow" });
  amend(rows, first, (text) => text, top.paths);
  const origins = rows.flatMap(({ paths }, index): Origin[] => paths.map((path) => ({ line: index + 1, path })));
  return {
    text: rows.map(({ text }) => `${text}\n`).join(""),
    origins: sortedOrigins(origins),
    data: dataOf(top),
  };
}

const plainRow = (text: string): Row => ({ text, paths: [] });

/** Says a row otherwise, and gives it further paths. */
function amend(rows: Row[], at: number, say: (text: string) => string, paths: readonly Path[]): void {
  const row = rows[at];
  if (row) rows[at] = { text: say(row.text), paths: [...row.paths, ...paths] };
}

const commentRows = (text: string, indent: number): readonly Row[] =>
  wrap(text, Math.max(40, WIDTH - indent - 2)).map((line) =>
    plainRow(`${" ".repeat(indent)}#${line === "" ? "" : ` ${line}`}`),
  );

/** Adds a map's rows; all that follow add theirs to the same list. */
function mapRows(rows: Row[], entries: readonly (readonly [string, Node])[], level: Level): void {
  const { indent, depth } = level;
  const first = rows.length;
  let previous = false;
  for (const [key, node] of entries) {
    const large =
      depth === 0
        ? node.above.length > 0 || sizeOf(node) > 0
        : depth === 1 && node.content.kind === "map" && sizeOf(node) > 1;
    // Sections stand apart; below the top only from one another.
    if (rows.length > first && (depth === 0 ? large || previous : large && previous)) rows.push(plainRow(""));
    previous = large;
    const name = depth === 0 && key === "on" && level.plainOn ? key : scalar(key);
    rows.push(...node.above.flatMap((text) => commentRows(text, indent)));
    entryRows(rows, `${" ".repeat(indent)}${name}:`, node, level);
  }
}

/** What stands behind `key:` or `-`, on its row and below. */
function entryRows(rows: Row[], head: string, node: Node, level: Level): void {
  const { content, paths } = node;
  const behind = node.behind.length === 0 ? "" : ` # ${oneLine(node.behind.join("; "))}`;
  switch (content.kind) {
    case "map":
    case "list": {
      const empty = sizeOf(node) > 0 ? "" : content.kind === "map" ? " {}" : " []";
      rows.push({ text: head + empty + behind, paths });
      return innerRows(rows, content, level);
    }
    case "plain": {
      const value = content.value === null && head.endsWith(":") ? "" : ` ${content.value}`;
      return void rows.push({ text: head + value + behind, paths });
    }
    case "text": {
      const lines = block(content.text);
      if (lines !== undefined)
        return blockRows(rows, `${head} ${lines.head}${behind}`, lines.lines, node, level.indent + 2);
      const inside = content.origins.map(({ path }) => path);
      return void rows.push({ text: `${head} ${scalar(content.text)}${behind}`, paths: [...paths, ...inside] });
    }
  }
}

function blockRows(rows: Row[], head: string, lines: readonly string[], node: Node, indent: number): void {
  const origins = node.content.kind === "text" ? node.content.origins : [];
  rows.push({ text: head, paths: node.paths });
  for (const [index, text] of lines.entries()) {
    const paths = origins.filter(({ line }) => line === index + 1).map(({ path }) => path);
    rows.push({ text: text === "" ? "" : " ".repeat(indent) + text, paths });
  }
}

/** The rows of a list or a map, a level deeper. */
function innerRows(rows: Row[], content: Content, level: Level): void {
  const inner: Level = { ...level, indent: level.indent + 2, depth: level.depth + 1 };
  if (content.kind === "map") mapRows(rows, content.entries, inner);
  if (content.kind === "list") for (const item of content.items) itemRows(rows, item, inner);
}

function itemRows(rows: Row[], node: Node, level: Level): void {
  const { indent } = level;
  const dash = `${" ".repeat(indent)}-`;
  rows.push(...node.above.flatMap((text) => commentRows(text, indent)));
  if (sizeOf(node) === 0) return entryRows(rows, dash, node, level);
  if (node.behind.length > 0) return fault("only a scalar takes a comment behind it");
  // The comment of the first key would stand between the dash and that key.
  const [content, hoisted] = hoistComment(node.content);
  rows.push(...hoisted.flatMap((text) => commentRows(text, indent)));
  const first = rows.length;
  innerRows(rows, content, level);
  amend(rows, first, (text) => `${dash} ${text.slice(indent + 2)}`, node.paths);
}

/** A map without the comment above its first key, and that comment. */
function hoistComment(content: Content): readonly [Content, readonly string[]] {
  const [first, ...others] = content.kind === "map" ? content.entries : [];
  if (first === undefined) return [content, []];
  const [key, node] = first;
  return [{ kind: "map", entries: [[key, { ...node, above: [] }], ...others] }, node.above];
}
