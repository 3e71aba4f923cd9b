// Text to Document: one YAML 1.2 document, unique keys, known tags; any path can be located.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit, type YAMLError } from "yaml";
import type { Document } from "#schema/document.ts";
import type { Finding, Outcome } from "#schema/finding.ts";
import type { Path } from "#schema/path.ts";

/** More than any spec needs, and little enough to parse at once: characters, and levels of nesting. */
const MAX_LENGTH = 4 * 2 ** 20;
const MAX_DEPTH = 64;

/** Parses the text of a spec; `source` is its file name. */
export function parse(text: string, source: string): Outcome<Document> {
  const early = tooMuch(text);
  if (early) return { value: undefined, findings: [early] };
  const parsed = parseDocument(text, {
    version: "1.2",
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: false,
    lineCounter: new LineCounter(),
    logLevel: "silent",
  });
  const findings = [...parsed.errors, ...parsed.warnings].map((error) => syntax(error, text));
  findings.push(...oddities(parsed.contents));
  if (findings.length > 0) return { value: undefined, findings };
  try {
    const data: unknown = parsed.toJS({ maxAliasCount: 100 });
    const root = parsed.contents;
    const locate: Document["locate"] = (path, at) => locateIn(root, path, at, text);
    return { value: { source, text, data, locate }, findings: [] };
  } catch {
    return {
      value: undefined,
      findings: [
        finding(
          "yaml/syntax",
          [0, 1],
          "too many aliases",
          "aliases that repeat a hundred nodes are refused; write the values out",
        ),
      ],
    };
  }
}

function finding(
  code: "yaml/syntax" | "yaml/duplicate-key",
  range: readonly [number, number],
  problem: string,
  help = "",
): Finding {
  return { code, path: [], range, values: { problem, help } };
}

/** What would make the parser slow or deep: refused before it starts. */
function tooMuch(text: string): Finding | undefined {
  if (text.length > MAX_LENGTH)
    return finding("yaml/syntax", [0, 1], `the file has ${text.length} characters`, "a spec has at most four million");
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (char === 0x5b || char === 0x7b) depth++;
    else if (char === 0x5d || char === 0x7d) depth = Math.max(0, depth - 1);
    else if (char === 0x0a && depth > 0 && !/^[ \t]*[\]}[{,"'#\w]/.test(text.slice(index + 1, index + 81))) depth = 0;
    if (depth > MAX_DEPTH)
      return finding(
        "yaml/syntax",
        [index, index + 1],
        `nested more than ${MAX_DEPTH} levels deep`,
        "a spec needs six levels",
      );
  }
  const deep = /^(?: {128}|(?:- ){65})/m.exec(text);
  return deep
    ? finding("yaml/syntax", [deep.index, deep.index + 1], "nested too deep", "a spec needs six levels")
    : undefined;
}

function syntax(error: YAMLError, text: string): Finding {
  const [start, end] = error.pos;
  const range = [Math.min(start, text.length), Math.min(Math.max(end, start + 1), text.length + 1)] as const;
  if (error.code === "DUPLICATE_KEY") {
    const key = /^[^:\s#]*/.exec(text.slice(start))?.[0] ?? "";
    return {
      code: "yaml/duplicate-key",
      path: [],
      range: [range[0], Math.max(range[1], start + key.length)],
      values: { key },
    };
  }
  return finding("yaml/syntax", range, words(error), hint(error));
}

function words(error: YAMLError): string {
  const first = error.message.split("\n")[0] ?? "";
  return first.replace(/\.$/, "").replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function hint(error: YAMLError): string {
  if (error.code === "TAB_AS_INDENT") return "indent with spaces: YAML allows no tabs there";
  if (error.code === "TAG_RESOLVE_FAILED")
    return "a spec knows no tags: write the value plainly, in quotes where it begins with `!`";
  if (error.code === "MULTIPLE_DOCS") return "a spec is one document: remove what follows `---`";
  if (error.code === "BAD_ALIAS") return "write the value out, or define the anchor before its use";
  return "check the indentation, the quotes and the colons around this place";
}

/** What YAML allows and a spec does not: keys that are no text, merge keys. */
function oddities(root: unknown): Finding[] {
  const findings: Finding[] = [];
  visit(root as Node, {
    Pair(_, pair) {
      const key = pair.key as Node | null;
      if (isScalar(key) && key.value !== null && typeof key.value !== "object") {
        if (key.value === "<<")
          findings.push(
            finding(
              "yaml/syntax",
              span(key),
              "`<<` merges maps in YAML 1.1 alone",
              "write the keys out; `environments` is the place for what differs",
            ),
          );
      } else if (!isAlias(key)) {
        findings.push(
          finding("yaml/syntax", key ? span(key) : [0, 1], "a key must be a plain text", "write `key: value`"),
        );
      }
    },
  });
  return findings;
}

function span(node: Node): readonly [number, number] {
  const [start, end] = node.range ?? [0, 1, 1];
  return [start, end];
}

function locateIn(root: unknown, path: Path, at: "key" | "value", text: string): readonly [number, number] {
  let node: unknown = root;
  let place: readonly [number, number] = [0, Math.min(1, text.length)];
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return place;
      place = span(pair.key as Node);
      node = pair.value;
      if (last && at === "key") return place;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
    } else return place;
    if (node && (isScalar(node) || isAlias(node) || last)) place = valueSpan(node as Node, place, text);
  }
  return place;
}

/** A scalar or a flow collection by itself; a block collection by the key that leads to it. */
function valueSpan(node: Node, key: readonly [number, number], text: string): readonly [number, number] {
  if (!isScalar(node) && !isAlias(node) && !/[[{]/.test(text.charAt(span(node)[0]))) return key;
  const [start, end] = span(node);
  return end > start ? [start, end] : key;
}
