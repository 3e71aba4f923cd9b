// Reads by the line what needs no grammar: shell scripts, files of variables, and Markdown's tables and code.
import type { Leaf } from "./node.ts";

const leaf = (value: string, file: string, line: number): Leaf => ({ kind: "leaf", value, place: { file, line } });

/** Every part of a text that fits, with the line that it stands on; the first group is the value where there is one. */
export function found(file: string, text: string, pattern: RegExp): readonly Leaf[] {
  return text
    .split("\n")
    .flatMap((line, index) => [...line.matchAll(pattern)].map((match) => leaf(match[1] ?? match[0], file, index + 1)));
}

/** `NAME=value` at the begin of lines, without `export` and quotes; of several the first. */
export function assignments(file: string, text: string): ReadonlyMap<string, Leaf> {
  const pairs = text.split("\n").flatMap((line, index): [string, Leaf][] => {
    const [, name, value = ""] = /^(?:export )?([A-Za-z_]\w*)=(\S*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, leaf(value.replace(/^(['"])(.*)\1$/, "$2"), file, index + 1)]];
  });
  return new Map(pairs.reverse());
}

/** A row of a Markdown table: its cells by the words of the table's head. */
export type Row = ReadonlyMap<string, Leaf>;

/** The tables of a Markdown text, each by the first word of its head. */
export function tablesIn(file: string, text: string): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, Row[]>();
  let head: readonly string[] | undefined;
  text.split("\n").forEach((line, index) => {
    if (!line.startsWith("|")) {
      head = undefined;
      return;
    }
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) =>
        cell
          .trim()
          .replace(/^`+ ?(.*?) ?`+$/, "$1")
          .replace(/\\(.)/g, "$1"),
      );
    if (head === undefined) {
      head = cells;
      tables.set(cells[0] ?? "", []);
    } else if (!/^[|: -]+$/.test(line)) {
      const row = head.map((word, column) => [word, leaf(cells[column] ?? "", file, index + 1)] as const);
      tables.get(head[0] ?? "")?.push(new Map(row));
    }
  });
  return tables;
}
