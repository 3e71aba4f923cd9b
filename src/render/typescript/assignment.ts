// Where Prettier breaks between a name and its value (its `assignment.js`): after the sign, inside, or nowhere.
import { isTag, type Value } from "#schema/value.ts";
import { type Doc, group, indent, indentIfBreak, line } from "../doc.ts";
import { textWidth } from "#schema/width.ts";
import { isBinary, isPoorlyBreakable, simple, type Style } from "./shape.ts";

type Layout = "break-after" | "never-break" | "fluid";

/** `left` (a name or key), its sign (`:` or ` =`), and the value's document, laid out. */
export function assignment(left: Doc, sign: string, value: Value, doc: Doc, style: Style): Doc {
  switch (layoutOf(left, sign, value, style)) {
    case "break-after":
      return group([left, sign, group(indent([line, doc]))]);
    case "never-break":
      return group([left, sign, " ", doc]);
    case "fluid": {
      const id = {};
      return group([left, sign, group(indent(line), { id }), indentIfBreak(doc, id)]);
    }
  }
}

function layoutOf(left: Doc, sign: string, value: Value, style: Style): Layout {
  if (style.json) return "never-break";
  const inner = simple(value);
  if (isTag(inner) && inner.$ === "code" && isBinary(inner.code)) return "break-after";
  if (isTag(inner) && inner.$ === "choice") {
    const test = simple(inner.test);
    if (isTag(test) && test.$ === "code" && isBinary(test.code)) return "break-after";
  }
  const shortKey = sign === ":" && typeof left === "string" && textWidth(left) < 5;
  if (!shortKey && (typeof inner === "string" || isPoorlyBreakable(inner, style.width))) return "break-after";
  const whole = typeof inner === "boolean" || (typeof inner === "number" && inner >= 0);
  return shortKey || whole || (isTag(inner) && inner.$ === "template") ? "never-break" : "fluid";
}
