// A block of HCL laid out as `terraform fmt` does it: names padded to one column where lines stand together.
import type { Origin } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { isMap, isTag, type Value } from "#schema/value.ts";
import { HCL, quoteHcl } from "./hcl.ts";
import { fault, kindOf, peel } from "./literal.ts";
import { only } from "./helper.ts";
import type { Helper } from "./page.ts";

interface Sheet {
  readonly lines: string[];
  readonly origins: Origin[];
}

/** Prints `{ type, labels, body }`: a list of maps in the body is nested blocks, a map is an object, `code` an expression. */
const block: Helper = (values) => {
  const { type, labels, body } = peel(only(values), []) as { type: string; labels: readonly string[]; body: Value };
  const sheet: Sheet = { lines: [], origins: [] };
  open(sheet, `${[type, ...labels.map(quoteHcl)].join(" ")} {`, body, "");
  return { text: sheet.lines.join("\n"), origins: sheet.origins };
};

function open(sheet: Sheet, head: string, body: Value, indent: string): void {
  sheet.lines.push(indent + head);
  attributes(sheet, body, `${indent}  `);
  sheet.lines.push(`${indent}}`);
}

/** An attribute or a nested block as it will stand: one line of text, or more. */
interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly paths: readonly Path[];
  readonly note: string | undefined;
}

function attributes(sheet: Sheet, body: Value, indent: string): void {
  const entries = Object.entries(bodyOf(body)).map(([name, value]): Entry => {
    const paths: Path[] = [];
    const note = isTag(value) && value.$ === "note" ? value.above : undefined;
    return { name: /^[A-Za-z_][\w-]*$/.test(name) ? name : quoteHcl(name), value: peel(value, paths), paths, note };
  });
  entries.forEach((entry, index) => {
    const nested = isBlocks(entry.value);
    if (nested && index > 0) sheet.lines.push("");
    if (entry.note !== undefined) sheet.lines.push(`${indent}# ${entry.note}`);
    for (const path of entry.paths) sheet.origins.push({ line: sheet.lines.length + 1, path });
    if (nested) blocks(sheet, entry, indent);
    else if (isMap(entry.value)) open(sheet, `${entry.name} = {`, entry.value, indent);
    else sheet.lines.push(`${indent}${entry.name.padEnd(column(entries, index))} = ${scalar(sheet, entry.value)}`);
  });
}

function blocks(sheet: Sheet, entry: Entry, indent: string): void {
  (entry.value as readonly Value[]).forEach((inner, index) => {
    if (index > 0) sheet.lines.push("");
    open(sheet, `${entry.name} {`, inner, indent);
  });
}

/** The widest name among the lines that stand together with this one. */
function column(entries: readonly Entry[], index: number): number {
  const together = (at: number): boolean =>
    entries[at] !== undefined && !isBlocks(entries[at]?.value) && !isMap(entries[at]?.value);
  let [first, last] = [index, index];
  while (entries[first]?.note === undefined && together(first - 1)) first -= 1;
  while (together(last + 1) && entries[last + 1]?.note === undefined) last += 1;
  return Math.max(...entries.slice(first, last + 1).map((entry) => entry.name.length));
}

function bodyOf(value: Value): Readonly<Record<string, Value>> {
  const inner = peel(value, []);
  return isMap(inner) ? inner : fault(`a block's body is a map, and this is ${kindOf(inner)}`);
}

function isBlocks(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isMap(peel(item, [])));
}

function scalar(sheet: Sheet, value: unknown): string {
  const paths: Path[] = [];
  const inner = peel(value, paths);
  for (const path of paths) sheet.origins.push({ line: sheet.lines.length + 1, path });
  if (Array.isArray(inner)) return `[${inner.map((item) => scalar(sheet, item)).join(", ")}]`;
  if (isTag(inner) && inner.$ === "code") return inner.code;
  if (typeof inner === "string") return quoteHcl(inner);
  if (typeof inner === "number" || typeof inner === "boolean") return String(inner);
  return fault(`HCL has no form for ${kindOf(inner)}`);
}

/** The helpers of HCL's templates. */
export const hclHelpers = (): Readonly<Record<string, Helper>> => ({ ...HCL, block });
