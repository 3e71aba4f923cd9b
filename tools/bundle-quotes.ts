// Texts in quotes: the minifier writes most of them between backticks, where V8 reads character by character.
import { parseAst } from "rolldown/parseAst";

/** A node of the syntax tree, as far as it matters here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The same code, with each text between backticks that no expression stands in between quotes. */
export function quoted(code: string): string {
  const texts: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  collect(parseAst(code) as unknown as Node, texts);
  let at = 0;
  let made = "";
  for (const { start, end, text } of texts.toSorted((a, b) => a.start - b.start)) {
    made += code.slice(at, start) + literal(text);
    at = end;
  }
  return made + code.slice(at);
}

function collect(node: Node, texts: { readonly start: number; readonly end: number; readonly text: string }[]): void {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    const isTagged = node.type === "TaggedTemplateExpression" && key === "quasi";
    for (const inner of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (typeof inner !== "object" || inner === null || !("type" in inner)) continue;
      const child = inner as Node & { readonly quasis?: readonly { readonly value: { readonly cooked: string } }[] };
      const [only, ...more] = child.type === "TemplateLiteral" && !isTagged ? (child.quasis ?? []) : [];
      if (only !== undefined && more.length === 0) {
        texts.push({ start: child.start, end: child.end, text: only.value.cooked });
      } else collect(child, texts);
    }
  }
}

/** A text as a string literal, in the quotes that it has fewer of. */
function literal(text: string): string {
  const double = JSON.stringify(text);
  if (!text.includes('"') || text.split('"').length <= text.split("'").length) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
