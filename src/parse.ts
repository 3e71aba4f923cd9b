// Text to Document: one YAML 1.2 document, unique keys, known tags; any path can be located.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit, type YAMLError } from "yaml";
import type { Document } from "#schema/document.ts";
import type { Finding, Outcome } from "#schema/finding.ts";
import type { Path } from "#schema/path.ts";

/** More than any spec needs, and little enough to parse at once: characters, and levels of nesting. */
const MAX_LENGTH = 4 * 2 ** 20;
const MAX_DEPTH = 64;
const TOO_DEEP = "nested too deep";

/** Parses the text of a spec; `source` is its file name. */
export function parse(text: string, source: string): Outcome<Document> {
  const early = tooMuch(text);
  if (early) return { value: undefined, findings: [early] };
  const parsed = parseDocument(text, {
    version: "1.2",
    prettyErrors: false,
    // The parser compares each key with every other, which takes minutes where there are many: oddities() looks itself.
    uniqueKeys: false,
    stringKeys: false,
    lineCounter: new LineCounter(),
    // A silent parser says nothing of a second document.
    logLevel: "error",
  });
  const findings = [...parsed.errors, ...parsed.warnings].map((error) => syntax(error, text));
  if (parsed.directives?.yaml.explicit === true && parsed.directives.yaml.version !== "1.2")
    findings.push(finding("yaml/syntax", [0, 1], "a spec is YAML 1.2", "remove the line that begins with `%YAML`"));
  findings.push(...oddities(parsed.contents, text));
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
  const deep = /^ *(?<= {128})(?=[^ \r\n])|^ *(?:[-?] +){65}/m.exec(text);
  return deep ? finding("yaml/syntax", [deep.index, deep.index + 1], TOO_DEEP, "a spec needs six levels") : undefined;
}

function syntax(error: YAMLError, text: string): Finding {
  const [start, end] = error.pos;
  const range = [Math.min(start, text.length), Math.min(Math.max(end, start + 1), text.length + 1)] as const;
  return finding("yaml/syntax", range, words(error), hint(error));
}

function words(error: YAMLError): string {
  const first = error.message.split("\n")[0] ?? "";
  if (first.includes("call stack")) return TOO_DEEP;
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

/** What YAML allows and a spec does not: keys that are no text or stand twice, merge keys, aliases in a circle. */
function oddities(root: unknown, text: string): Finding[] {
  const findings: Finding[] = [];
  visit(root as Node, {
    Alias(_, alias, way) {
      if (way.some((node) => (isMap(node) || isSeq(node)) && node.anchor === alias.source))
        findings.push(
          finding("yaml/syntax", span(alias), "the alias stands in what it repeats", "write the value out"),
        );
    },
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) findings.push(twice(key, text));
        seen.add(name);
      }
    },
    Pair(_, pair) {
      const problem = problemOf(pair.key);
      if (problem) findings.push(finding("yaml/syntax", pair.key ? span(pair.key as Node) : [0, 1], ...problem));
    },
  });
  return findings;
}

function twice(key: Node, text: string): Finding {
  const range = span(key);
  return { code: "yaml/duplicate-key", path: [], range, values: { key: text.slice(...range) } };
}

/** What is wrong with a key, and how to mend it. */
function problemOf(key: unknown): readonly [problem: string, help: string] | undefined {
  if (isAlias(key)) return undefined;
  if (!isScalar(key) || key.value === null || typeof key.value === "object")
    return ["a key must be a plain text", "write `key: value`"];
  if (key.value === "<<")
    return ["`<<` merges maps in YAML 1.1 alone", "write the keys out; `environments` is the place for what differs"];
  // Every object of JavaScript has it, and sets what it inherits from by it.
  return key.value === "__proto__" ? ["`__proto__` can't be a key", "take another name"] : undefined;
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
