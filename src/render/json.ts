// Values as JSON, as Prettier leaves it: two spaces, short lists on one line; and `package.json` as npm writes it.
import type { Value } from "#schema/value.ts";
import { type Doc, group, hardline, indent, mark, separated } from "./doc.ts";
import { printDoc } from "./layout.ts";
import { type Printed, sortedOrigins } from "./page.ts";
import { isMap, isTag } from "#schema/value.ts";
import { fault, plainOf } from "./literal.ts";
import { printJson } from "./typescript.ts";

/** Files that npm rewrites in its own layout, a list's item a line. */
const NPM_FILES = /(?:^|\/)package(?:-lock)?\.json$/;

/** The whole text of a JSON artifact. Comments are dropped: JSON has none. */
export function printJsonFile(path: string, value: Value): Printed {
  const { text, origins } = NPM_FILES.test(path)
    ? printDoc(spread(value), { width: Infinity, indent: 0, column: 0 })
    : printJson(value);
  return { text: `${text}\n`, origins: sortedOrigins(origins), data: plainOf(value, []) };
}

/** A value as `JSON.stringify(value, undefined, 2)` writes it. */
function spread(value: Value): Doc {
  if (isTag(value)) {
    if (value.$ === "from") return [mark(value.path), spread(value.value)];
    return value.$ === "note" ? spread(value.value) : fault(`package.json has no \`${value.$}\``);
  }
  if (Array.isArray(value)) return items("[", value.map(spread), "]");
  if (isMap(value))
    return items(
      "{",
      Object.entries(value).map(([key, inner]) => [JSON.stringify(key), ": ", spread(inner)]),
      "}",
    );
  return JSON.stringify(value);
}

const items = (open: string, docs: readonly Doc[], close: string): Doc =>
  docs.length === 0
    ? open + close
    : group([open, indent([hardline, separated([",", hardline], docs)]), hardline, close]);
