// Changes the text of a spec in a few places and keeps every other byte: comments, layout, order, quotes.
import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, Scalar, type YAMLMap } from "yaml";
import { withValue } from "#schema/data.ts";
import type { Operation } from "#schema/model.ts";
import type { Value } from "#schema/value.ts";

/** The text with the change, or why it can't be made in the text as it is laid out. */
export type Amended = { readonly text: string } | { readonly problem: string };

/** Applies operations that replace a scalar or add a key to a map; other operations are told as a problem. */
export function amendText(text: string, patch: readonly Operation[]): Amended {
  let now = text;
  let data = dataOf(text);
  for (const operation of patch) {
    const amended = one(now, operation);
    if ("problem" in amended) return amended;
    data = withValue(data, operation.path, operation.value);
    now = amended.text;
    // Whatever a layout may hide: the text must say what the patch says, and nothing else.
    if (!isSame(dataOf(now), data)) return { problem: `${shown(operation)} does not fit the layout of the text` };
  }
  return { text: now };
}

const shown = ({ op, path }: Operation): string => `${op} /${path.join("/")}`;

function dataOf(text: string): unknown {
  const document = parseDocument(text, { version: "1.2", logLevel: "silent" });
  return document.errors.length > 0 ? undefined : (document.toJS({ maxAliasCount: 100 }) as unknown);
}

function one(text: string, operation: Operation): Amended {
  const { op, path, value } = operation;
  const parents = path.slice(0, -1);
  const key = path.at(-1) ?? "";
  const document = parseDocument(text, { version: "1.2", logLevel: "silent" });
  const parent: unknown = parents.length === 0 ? document.contents : document.getIn(parents, true);
  if (!isMap(parent)) return { problem: `${shown(operation)}: nothing there takes a key` };
  const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (op === "replace" && isScalar(pair?.value)) return replaced(text, pair.value, value);
  if (op !== "add" || pair) return { problem: `${shown(operation)}: make this change by hand` };
  return parent.flow ? addedInFlow(text, parent, key, value) : addedInBlock(text, parent, key, value);
}

function replaced(text: string, scalar: Scalar, value: Value): Amended {
  const [start, end] = scalar.range ?? [0, 0, 0];
  if (scalar.type === Scalar.BLOCK_FOLDED || scalar.type === Scalar.BLOCK_LITERAL || isCollection(value))
    return { problem: "a text of many lines is changed by hand" };
  const quoted = scalar.type === Scalar.QUOTE_DOUBLE && typeof value === "string";
  const written = quoted ? JSON.stringify(value) : flow(value);
  // A comment behind the value stays in its column as far as there is room.
  const gap = /^ +(?=#)/.exec(text.slice(end))?.[0] ?? "";
  const room = Math.max(1, gap.length - (written.length - (end - start)));
  return { text: text.slice(0, start) + written + (gap === "" ? "" : " ".repeat(room)) + text.slice(end + gap.length) };
}

function addedInFlow(text: string, map: YAMLMap, key: string, value: Value): Amended {
  const last = map.items.at(-1);
  const entry = `${key}: ${flow(value)}`;
  const [start, end] = map.range ?? [0, 0, 0];
  if (!last) return { text: `${text.slice(0, start)}{ ${entry} }${text.slice(end)}` };
  const at = endOf(last);
  return { text: `${text.slice(0, at)}, ${entry}${text.slice(at)}` };
}

function addedInBlock(text: string, map: YAMLMap, key: string, value: Value): Amended {
  const [first, last] = [map.items[0], map.items.at(-1)];
  if (!first || !last) return { problem: "an empty map is filled by hand" };
  const begin = (first.key as Node).range?.[0] ?? 0;
  const indent = text.slice(text.lastIndexOf("\n", begin - 1) + 1, begin);
  if (!/^ *$/.test(indent)) return { problem: "a map that begins within a line is changed by hand" };
  const at = endOf(last);
  const lineEnd = text.charAt(at - 1) === "\n" ? at - 1 : text.indexOf("\n", at);
  const place = lineEnd < 0 ? text.length : lineEnd;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text.charAt(place - 1) === "\r" ? place - 1 : place;
  const added = block(key, value, indent).join(newline);
  return { text: `${text.slice(0, before)}${newline}${added}${text.slice(before)}` };
}

/** Where the last thing of a pair ends, without what follows it: comments, empty lines. */
function endOf({ key, value }: Pair): number {
  const start = (key as Node).range?.[1] ?? 0;
  if ((isMap(value) || isSeq(value)) && !value.flow && value.items.length > 0) return endOfLast(value.items.at(-1));
  if (isScalar(value) && value.value === null && value.source === "") return start;
  return (value as Node | null)?.range?.[1] ?? start;
}

function endOfLast(item: unknown): number {
  if (typeof item === "object" && item !== null && "key" in item) return endOf(item as Pair);
  if (isMap(item) && !item.flow && item.items.length > 0) return endOfLast(item.items.at(-1));
  return (item as Node | undefined)?.range?.[1] ?? 0;
}

/** A key and its value as lines of a block map. */
function block(key: string, value: Value, indent: string): readonly string[] {
  if (!isCollection(value) || Array.isArray(value)) return [`${indent}${key}: ${flow(value)}`];
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  if (entries.length === 1 && entries.every(([, inner]) => !isCollection(inner)))
    return [`${indent}${key}: ${flow(value)}`];
  return [`${indent}${key}:`, ...entries.flatMap(([name, inner]) => block(name, inner, `${indent}  `))];
}

/** A value on one line. */
function flow(value: Value): string {
  if (Array.isArray(value)) return `[${value.map((item: Value) => flow(item)).join(", ")}]`;
  if (isCollection(value)) {
    const entries = Object.entries(value as Readonly<Record<string, Value>>);
    return `{ ${entries.map(([key, inner]) => `${key}: ${flow(inner)}`).join(", ")} }`;
  }
  if (typeof value !== "string") return JSON.stringify(value);
  const isPlain = /^[A-Za-z0-9./][\w./%-]*$/.test(value) && parseDocument(value, { version: "1.2" }).toJS() === value;
  return isPlain ? value : JSON.stringify(value);
}

const isCollection = (value: Value): boolean => typeof value === "object" && value !== null;

/** Equal as data; the order of keys is kept by every change, so that it counts too. */
const isSame = (a: unknown, b: unknown): boolean => a !== undefined && JSON.stringify(a) === JSON.stringify(b);
