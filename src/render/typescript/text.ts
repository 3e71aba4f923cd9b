// Texts made of parts: one literal where all parts are text, and a template literal where they are not.
import type { Path } from "#schema/path.ts";
import { bare, isTag, type Join, type Template, type Value } from "#schema/value.ts";
import { templateText } from "./literal.ts";

/** The text of a join whose parts are all text; its own paths come after those given. */
export function joinedText(
  join: Join,
  own: readonly Path[],
): { readonly text: string | undefined; readonly paths: readonly Path[] } {
  const text = plainText(join);
  return { text, paths: text === undefined ? own : pathsIn(join.parts, own) };
}

/** The text of a string, a number, or a join of these; undefined where a part is code. */
function plainText(value: Value): string | undefined {
  const inner = bare(value);
  if (typeof inner === "string") return inner;
  if (typeof inner === "number") return String(inner);
  if (!isTag(inner) || inner.$ !== "join") return undefined;
  let text = "";
  for (const part of inner.parts) {
    const said = plainText(part);
    if (said === undefined) return undefined;
    text += said;
  }
  return text;
}

/** A template literal with what tags it; joins in a join become one text. `say` gives code on one line. */
export function templateLiteral(
  template: Join | Template,
  own: readonly Path[],
  say: (code: Value) => string,
): { readonly text: string; readonly paths: readonly Path[] } {
  const { parts } = template;
  const isJoin = template.$ === "join";
  const tag = isJoin ? "" : (template.tag ?? "");
  let text = "";
  for (let at = 0; at < parts.length; at += 1) text += partText(parts[at] as Value, isJoin, say);
  return { text: `${tag}\`${text}\``, paths: pathsIn(parts, own) };
}

/** A part between backticks. */
function partText(part: Value, flattens: boolean, say: (code: Value) => string): string {
  const inner = bare(part);
  if (flattens && isTag(inner) && inner.$ === "join") {
    return inner.parts.map((each) => partText(each, true, say)).join("");
  }
  const text = plainText(inner);
  return text === undefined ? `\${${say(inner)}}` : templateText(text);
}

/** The given paths, and those of the texts in these parts. */
function pathsIn(parts: readonly Value[], own: readonly Path[]): readonly Path[] {
  let paths = own;
  for (const part of parts) {
    let inner = part;
    while (isTag(inner) && (inner.$ === "from" || inner.$ === "note")) {
      if (inner.$ === "from") paths = [...paths, inner.path];
      inner = inner.value;
    }
    if (isTag(inner) && (inner.$ === "join" || inner.$ === "template")) paths = pathsIn(inner.parts, paths);
  }
  return paths;
}
