// Reads YAML and JSON back, with the line of each value.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode } from "yaml";
import { type Node } from "./node.ts";
import { unreadable } from "./unreadable.ts";

/** The document of a file. Throws `Unreadable` where it is no YAML. */
export function readYaml(file: string, text: string): Node {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const [error] = document.errors;
  if (error)
    throw unreadable(
      { file, line: lineAt(error.pos[0]) },
      error.message.replace(/ at line \d+, column \d+:[\s\S]*$/, ""),
    );

  const nodeOf = (from: unknown): Node => {
    const place = { file, line: lineAt((from as YamlNode | null)?.range?.[0] ?? 0) };
    if (isAlias(from)) throw unreadable(place, "an alias stands here");
    if (isMap(from)) {
      const entries = from.items.map(
        ({ key, value }) => [String(isScalar(key) ? key.value : key), nodeOf(value)] as const,
      );
      return { kind: "table", entries: new Map(entries), place };
    }
    if (isSeq(from)) return { kind: "list", items: from.items.map(nodeOf), place };
    return { kind: "leaf", value: isScalar(from) ? (from.value as string | number | boolean | null) : null, place };
  };
  return nodeOf(document.contents);
}
