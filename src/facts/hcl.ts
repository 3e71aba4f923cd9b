// Reads Terraform back by its structure: blocks, maps and attributes, each on lines of its own, as `terraform fmt` has
// them.
import type { Node, Table } from "./node.ts";
import { unreadable } from "./unreadable.ts";

interface Open {
  readonly entries: Map<string, Node>;
  readonly line: number;
}

const OPENING = /^([\w-]+)((?: "[^"]*")*) (?:= )?\{$|^([\w-]+)\s*= \{$/;
const ATTRIBUTE = /^("?[\w-]+"?)\s*= (.+)$/;

/**
 * The file as a table: a block by its type and labels (`data aws_lb main`), a second one of the same name with a number
 * behind it, an attribute by its name, with its expression as text. Throws `Unreadable` where brackets don't match.
 */
export function readHcl(file: string, text: string): Table {
  const root: Open = { entries: new Map(), line: 1 };
  const stack: Open[] = [root];
  text.split("\n").forEach((whole, index) => {
    const line = whole.trim();
    const place = { file, line: index + 1 };
    const top = stack.at(-1);
    if (top === undefined) throw unreadable(place, "a bracket closes that was never opened");
    if (line === "" || line.startsWith("#")) return;
    const opening = OPENING.exec(line);
    if (opening) {
      const entries = new Map<string, Node>();
      const [, block = "", labels = "", map] = opening;
      put(
        top.entries,
        map ??
          [block, ...labels.matchAll(/"([^"]*)"/g)]
            .map((part) => (typeof part === "string" ? part : part[1]))
            .join(" "),
        { kind: "table", entries, place },
      );
      stack.push({ entries, line: place.line });
      return;
    }
    if (line === "}") {
      stack.pop();
      return;
    }
    const [, name, value = ""] = ATTRIBUTE.exec(line) ?? [];
    if (name !== undefined) put(top.entries, name.replaceAll('"', ""), { kind: "leaf", value: unquoted(value), place });
  });
  if (stack.length !== 1) throw unreadable({ file, line: stack.at(-1)?.line ?? 1 }, "a bracket is never closed");
  return { kind: "table", entries: root.entries, place: { file, line: 1 } };
}

function put(entries: Map<string, Node>, name: string, node: Node): void {
  let free = name;
  for (let number = 2; entries.has(free); number += 1) free = `${name} ${number}`;
  entries.set(free, node);
}

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, "$1");
