// Values as JSON, as Prettier leaves it: two spaces, short lists on one line; and `package.json` as npm writes it.
import type { Origin } from "#schema/draft.ts";
import type { Value } from "#schema/value.ts";
import { type Printed, sortedOrigins } from "./page.ts";
import { isMap, isTag } from "#schema/value.ts";
import { fault, plainOf } from "./literal.ts";
import { printJson } from "./typescript.ts";

/** Whether npm rewrites a file in its own layout, a list's item a line. */
function isNpmFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "package.json" || name === "package-lock.json";
}

/** The whole text of a JSON artifact. Comments are dropped: JSON has none. */
export function printJsonFile(path: string, value: Value): Printed {
  const { text, origins } = isNpmFile(path) ? spread(value) : printJson(value);
  return { text: `${text}\n`, origins: sortedOrigins(origins), data: plainOf(value, []) };
}

interface Sheet {
  readonly origins: Origin[];
  text: string;
  line: number;
}

/** A value as `JSON.stringify(value, undefined, 2)` writes it. */
function spread(value: Value): Printed {
  const sheet: Sheet = { origins: [], text: "", line: 1 };
  write(sheet, value, 0);
  return sheet;
}

function write(sheet: Sheet, value: Value, indent: number): void {
  if (isTag(value)) {
    if (value.$ !== "from" && value.$ !== "note") return fault(`package.json has no \`${value.$}\``);
    if (value.$ === "from") sheet.origins.push({ line: sheet.line, path: value.path });
    write(sheet, value.value, indent);
  } else if (Array.isArray(value)) {
    const items = (value as readonly Value[]).map((item) => ["", item] as const);
    writeLines(sheet, "[", items, "]", indent);
  } else if (isMap(value)) {
    const items = Object.entries(value).map(([key, inner]) => [`${JSON.stringify(key)}: `, inner] as const);
    writeLines(sheet, "{", items, "}", indent);
  } else sheet.text += JSON.stringify(value);
}

/** A bracket, an item a line, and the other bracket. */
function writeLines(
  sheet: Sheet,
  open: string,
  items: readonly (readonly [string, Value])[],
  close: string,
  indent: number,
): void {
  sheet.text += open;
  const inside = `\n${" ".repeat(indent + 2)}`;
  items.forEach(([head, item], at) => {
    sheet.text += (at === 0 ? inside : `,${inside}`) + head;
    sheet.line += 1;
    write(sheet, item, indent + 2);
  });
  if (items.length > 0) {
    sheet.text += `\n${" ".repeat(indent)}`;
    sheet.line += 1;
  }
  sheet.text += close;
}
