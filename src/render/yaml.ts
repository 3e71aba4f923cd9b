// Values as YAML: a row a line, comments above and behind, and where each row came from.
import type { Draft, Origin, YamlDialect } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { isMap, isTag, type Value, type ValueMap } from "#schema/value.ts";
import { headerText, oneLine, wrap } from "./comment.ts";
import { fault } from "./literal.ts";
import { type Printed, sortedOrigins } from "./page.ts";
import { literalIn, say, type Scripts } from "./yaml/dialect.ts";
import { block, scalar } from "./yaml/scalar.ts";

const WIDTH = 100;

interface Row {
  readonly text: string;
  readonly paths: readonly Path[];
}

/** A value without wrappers, and what those said. */
interface Opened {
  readonly value: Exclude<Value, { readonly $: "from" | "note" }>;
  readonly paths: readonly Path[];
  readonly above: readonly string[];
  readonly behind: readonly string[];
}

/** How a file is printed: its dialect, and who renders `run:` scripts. */
interface Manner {
  readonly dialect: YamlDialect;
  readonly scripts: Scripts;
}

/** The whole text of a YAML artifact, whose value is a map with keys. */
export function printYaml(draft: Extract<Draft, { kind: "yaml" }>, source: string, scripts: Scripts): Printed {
  const top = open(draft.value);
  if (!isMap(top.value) || Object.keys(top.value).length === 0) return fault("a YAML artifact is a map with keys");
  const head = [
    `# ${headerText(source)}`,
    ...[draft.intro ?? [], top.above].flat().flatMap((text) => commentLines(text, 0)),
  ];
  const rows: readonly Row[] = [
    ...head.map(plainRow),
    plainRow(""),
    ...withPaths(mapRows(top.value, 0, 0, { dialect: draft.dialect, scripts }), top.paths),
  ];
  const origins = rows.flatMap(({ paths }, index): Origin[] => paths.map((path) => ({ line: index + 1, path })));
  return { text: rows.map(({ text }) => `${text}\n`).join(""), origins: sortedOrigins(origins) };
}

const plainRow = (text: string): Row => ({ text, paths: [] });

/** Gives the first row further paths. */
const withPaths = (rows: readonly Row[], paths: readonly Path[]): readonly Row[] =>
  rows.map((row, index) => (index === 0 ? { text: row.text, paths: [...row.paths, ...paths] } : row));

function open(given: Value): Opened {
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
  return { value: value as Opened["value"], paths, above, behind };
}

const commentLines = (text: string, indent: number): readonly string[] =>
  wrap(text, Math.max(40, WIDTH - indent - 2)).map((line) => `${" ".repeat(indent)}#${line === "" ? "" : ` ${line}`}`);

function mapRows(map: ValueMap, indent: number, depth: number, manner: Manner): readonly Row[] {
  const rows: Row[] = [];
  let previous = false;
  for (const [key, given] of Object.entries(map)) {
    const opened = open(given);
    const large =
      depth === 0 ? opened.above.length > 0 || isLarge(opened.value) : depth === 1 && isSection(opened.value);
    // Sections stand apart; below the top only from one another.
    if (rows.length > 0 && (depth === 0 ? large || previous : large && previous)) rows.push(plainRow(""));
    previous = large;
    const name =
      depth === 0 && key === "on" && manner.dialect === "workflow" ? key : scalar(literalIn(manner.dialect, key));
    rows.push(...opened.above.flatMap((text) => commentLines(text, indent)).map(plainRow));
    rows.push(...entryRows(`${" ".repeat(indent)}${name}:`, opened, indent, depth, manner));
  }
  return rows;
}

const isLarge = (value: Value): boolean => (Array.isArray(value) || isMap(value)) && Object.keys(value).length > 0;
const isSection = (value: Value): boolean => isMap(value) && Object.keys(value).length > 1;

/** What stands behind `key:` or `-`, on its row and below. */
function entryRows(head: string, opened: Opened, indent: number, depth: number, manner: Manner): readonly Row[] {
  const { value, paths } = opened;
  const behind = opened.behind.length === 0 ? "" : ` # ${oneLine(opened.behind.join("; "))}`;
  if (isMap(value) || Array.isArray(value)) {
    const empty = Object.keys(value).length === 0 ? (isMap(value) ? " {}" : " []") : "";
    const inner = isMap(value)
      ? mapRows(value, indent + 2, depth + 1, manner)
      : listRows(value, indent + 2, depth + 1, manner);
    return [{ text: head + empty + behind, paths }, ...inner];
  }
  if (value === null) return [{ text: head + (head.endsWith("-") ? " null" : "") + behind, paths }];
  if (typeof value === "boolean" || typeof value === "number")
    return [{ text: `${head} ${number(value)}${behind}`, paths }];
  const said = say(value as Value, manner.dialect, manner.scripts);
  const lines = block(said.text);
  const at = (line: number): readonly Path[] =>
    said.origins.filter((origin) => origin.line === line).map(({ path }) => path);
  if (lines === undefined) {
    return [
      { text: `${head} ${scalar(said.text)}${behind}`, paths: [...paths, ...said.origins.map(({ path }) => path)] },
    ];
  }
  const pad = " ".repeat(indent + 2);
  return [
    { text: `${head} ${lines.head}${behind}`, paths },
    ...lines.lines.map((text, index): Row => ({ text: text === "" ? "" : pad + text, paths: at(index + 1) })),
  ];
}

const number = (value: number | boolean): string =>
  typeof value === "number" && !Number.isFinite(value)
    ? fault(`${value} is no number that a spec can hold`)
    : String(value);

function listRows(list: readonly Value[], indent: number, depth: number, manner: Manner): readonly Row[] {
  return list.flatMap((given) => {
    const opened = open(given);
    const { value, paths, above } = opened;
    const dash = `${" ".repeat(indent)}-`;
    const comments = (texts: readonly string[]): readonly Row[] =>
      texts.flatMap((text) => commentLines(text, indent)).map(plainRow);
    if (!isLarge(value)) return [...comments(above), ...entryRows(dash, opened, indent, depth, manner)];
    if (opened.behind.length > 0) return fault("only a scalar takes a comment behind it");
    // The comment of the first key would stand between the dash and that key.
    const [first, ...others] = isMap(value) ? Object.entries(value) : [];
    const firstAbove = first === undefined ? [] : open(first[1]).above;
    const bare =
      first === undefined || firstAbove.length === 0
        ? value
        : { [first[0]]: withoutAbove(first[1]), ...Object.fromEntries(others) };
    const rows = isMap(bare)
      ? mapRows(bare, indent + 2, depth + 1, manner)
      : listRows(bare as readonly Value[], indent + 2, depth + 1, manner);
    const dashed = rows.map((row, index): Row =>
      index === 0 ? { ...row, text: `${dash} ${row.text.slice(indent + 2)}` } : row,
    );
    return [...comments([...above, ...firstAbove]), ...withPaths(dashed, paths)];
  });
}

/** A value without its comments above. */
function withoutAbove(value: Value): Value {
  if (!isTag(value)) return value;
  if (value.$ === "from") return { ...value, value: withoutAbove(value.value) };
  if (value.$ !== "note") return value;
  const inner = withoutAbove(value.value);
  return value.behind === undefined ? inner : { $: "note", behind: value.behind, value: inner };
}
