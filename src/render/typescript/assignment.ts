// Where Prettier breaks between a name and its value (its `assignment.js`): after the sign, inside, or nowhere.
import type { Path } from "#schema/path.ts";
import { isTag, type Value } from "#schema/value.ts";
import { type Doc, group, indent, indentIfBreak, line, marked, pair } from "../doc.ts";
import { textWidth } from "#schema/width.ts";
import { isBinary, isPoorlyBreakable, simple, type Style } from "./shape.ts";

/** What stands before a value. */
interface Head {
  readonly left: string;
  readonly sign: string;
}

type Layout = "break-after" | "never-break" | "fluid";

/** `left` (a name or key), its sign (`:` or ` =`), and the value's paths and document, laid out. */
export function assignment(head: Head, value: Value, paths: readonly Path[], doc: Doc, style: Style): Doc {
  const { left, sign } = head;
  const layout = layoutOf(head, value, style);
  if (typeof doc === "string")
    return layout === "never-break" ? marked(paths, `${left}${sign} ${doc}`) : pair(left + sign, doc, paths);
  const whole = marked(paths, doc);
  switch (layout) {
    case "break-after":
      return group([left, sign, group(indent([line, whole]))]);
    case "never-break":
      return group([left, sign, " ", whole]);
    case "fluid": {
      const id = {};
      return group([left, sign, group(indent(line), { id }), indentIfBreak(whole, id)]);
    }
  }
}

function layoutOf({ left, sign }: Head, value: Value, style: Style): Layout {
  if (style.json) return "never-break";
  const inner = simple(value);
  if (isTag(inner) && inner.$ === "code" && isBinary(inner.code)) return "break-after";
  if (isTag(inner) && inner.$ === "choice") {
    const test = simple(inner.test);
    if (isTag(test) && test.$ === "code" && isBinary(test.code)) return "break-after";
  }
  const shortKey = sign === ":" && textWidth(left) < 5;
  if (!shortKey && (typeof inner === "string" || isPoorlyBreakable(inner, style.width))) return "break-after";
  const whole = typeof inner === "boolean" || (typeof inner === "number" && inner >= 0);
  return shortKey || whole || (isTag(inner) && inner.$ === "template") ? "never-break" : "fluid";
}
