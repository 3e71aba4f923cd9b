// Values as YAML: a row a line, comments above and behind, and where each row came from.
import type { Draft, Origin } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { headerText, oneLine, wrap } from "./comment.ts";
import { fault } from "./literal.ts";
import { type Printed, sortedOrigins } from "./page.ts";
import { literalOf, type Scripts } from "./yaml/dialect.ts";
import { type Node, nodeOf } from "./yaml/node.ts";
import { block, scalar } from "./yaml/scalar.ts";

const WIDTH = 100;
const NOWHERE: readonly Path[] = [];

/** The rows so far. */
interface Sheet {
  readonly origins: Origin[];
  text: string;
  line: number;
  /** What the next row begins with, in place of its indentation: the hyphens of lists. */
  lead: string;
  /** Further paths of the next row. */
  pending: readonly Path[];
  /** `on` is a boolean to YAML 1.1, and a key of workflows all the same. */
  readonly plainOn: boolean;
}

/** The whole text of a YAML artifact, whose value is a map with keys. */
export function printYaml(draft: Extract<Draft, { kind: "yaml" }>, source: string, scripts: Scripts): Printed {
  const { dialect, intro } = draft;
  const top = nodeOf(draft.value, { dialect, literal: literalOf(dialect), scripts });
  if (top.kind !== "map" || top.items.length === 0) return fault("a YAML artifact is a map with keys");
  const origins: Origin[] = [];
  const plainOn = dialect === "workflow";
  const sheet: Sheet = { origins, text: "", line: 1, lead: "", pending: NOWHERE, plainOn };
  writeRow(sheet, 0, `# ${headerText(source)}`, NOWHERE);
  if (intro !== undefined) writeComment(sheet, intro, 0);
  writeComments(sheet, top.above, 0);
  writeBlank(sheet);
  sheet.pending = top.paths;
  writeMap(sheet, top, 0, 0, top.items[0]?.above ?? []);
  return { text: sheet.text, origins: sortedOrigins(origins), data: top.data };
}

/** The indentations so far: a row takes one that was made before. */
const INDENTS: string[] = [];

const indentOf = (width: number): string => (INDENTS[width] ??= " ".repeat(width));

function writeRow(sheet: Sheet, indent: number, text: string, paths: readonly Path[]): void {
  const { lead, pending, line } = sheet;
  sheet.text += (lead === "" ? indentOf(indent) : lead) + text + "\n";
  for (let at = 0; at < paths.length; at += 1) sheet.origins.push({ line, path: paths[at] as Path });
  for (let at = 0; at < pending.length; at += 1) sheet.origins.push({ line, path: pending[at] as Path });
  // Most rows have neither: to look costs less than to write.
  if (lead !== "") sheet.lead = "";
  if (pending !== NOWHERE) sheet.pending = NOWHERE;
  sheet.line += 1;
}

function writeBlank(sheet: Sheet): void {
  sheet.text += "\n";
  sheet.line += 1;
}

function writeComment(sheet: Sheet, text: string, indent: number): void {
  for (const line of wrap(text, Math.max(40, WIDTH - indent - 2))) {
    writeRow(sheet, indent, line === "" ? "#" : `# ${line}`, NOWHERE);
  }
}

function writeComments(sheet: Sheet, texts: readonly string[], indent: number): void {
  for (let at = 0; at < texts.length; at += 1) writeComment(sheet, texts[at] as string, indent);
}

/** Writes a map's rows; `depth` keys and lists lead there. The first key's comment is given, because it may be moved. */
function writeMap(sheet: Sheet, { keys, items }: Node, indent: number, depth: number, above: readonly string[]): void {
  let previous = false;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as string;
    const node = items[at] as Node;
    const comments = at === 0 ? above : node.above;
    const size = node.items.length;
    const large = depth === 0 ? comments.length > 0 || size > 0 : depth === 1 && node.kind === "map" && size > 1;
    // Sections stand apart; below the top only from one another.
    if (at > 0 && (depth === 0 ? large || previous : large && previous)) writeBlank(sheet);
    previous = large;
    writeComments(sheet, comments, indent);
    writeEntry(sheet, depth === 0 && key === "on" && sheet.plainOn ? "on:" : headOf(key), node, indent, depth);
  }
}

/** The keys so far, as they are written: most are asked for many times. */
const HEADS = new Map<string, string>();

function headOf(key: string): string {
  let head = HEADS.get(key);
  if (head === undefined) HEADS.set(key, (head = `${scalar(key)}:`));
  return head;
}

/** What stands behind `key:` or `-`, on its row and below. */
function writeEntry(sheet: Sheet, head: string, node: Node, indent: number, depth: number): void {
  const { kind, data, paths, items } = node;
  const behind = node.behind.length === 0 ? "" : ` # ${oneLine(node.behind.join("; "))}`;
  if (kind === "text") return writeText(sheet, head, node, behind, indent);
  if (kind === "plain") {
    return writeRow(
      sheet,
      indent,
      (data === null && head.endsWith(":") ? head : `${head} ${String(data)}`) + behind,
      paths,
    );
  }
  const empty = items.length > 0 ? "" : kind === "map" ? " {}" : " []";
  writeRow(sheet, indent, head + empty + behind, paths);
  writeInner(sheet, node, indent, depth, items[0]?.above ?? []);
}

function writeText(sheet: Sheet, head: string, node: Node, behind: string, indent: number): void {
  const { paths, origins } = node;
  const text = node.data as string;
  const lines = block(text);
  if (lines === undefined) {
    const all = origins.length === 0 ? paths : [...paths, ...origins.map(({ path }) => path)];
    return writeRow(sheet, indent, `${head} ${scalar(text)}${behind}`, all);
  }
  const first = sheet.line;
  writeRow(sheet, indent, `${head} ${lines.head}${behind}`, paths);
  const before = indentOf(indent + 2);
  const rows = lines.lines;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as string;
    sheet.text += row === "" ? "\n" : before + row + "\n";
  }
  for (const { line, path } of origins) if (line <= rows.length) sheet.origins.push({ line: first + line, path });
  sheet.line += rows.length;
}

/** The rows of a list or a map, a level deeper. */
function writeInner(sheet: Sheet, node: Node, indent: number, depth: number, above: readonly string[]): void {
  if (node.kind === "map") writeMap(sheet, node, indent + 2, depth + 1, above);
  else for (const item of node.items) writeItem(sheet, item, indent + 2, depth + 1);
}

function writeItem(sheet: Sheet, node: Node, indent: number, depth: number): void {
  writeComments(sheet, node.above, indent);
  if (node.items.length === 0) return writeEntry(sheet, "-", node, indent, depth);
  if (node.behind.length > 0) return fault("only a scalar takes a comment behind it");
  // The comment of the first key would stand between the dash and that key.
  const moved = node.kind === "map" ? (node.items[0]?.above ?? []) : [];
  writeComments(sheet, moved, indent);
  sheet.lead = `${sheet.lead === "" ? indentOf(indent) : sheet.lead}- `;
  sheet.pending = sheet.pending.length === 0 ? node.paths : [...sheet.pending, ...node.paths];
  writeInner(sheet, node, indent, depth, []);
}
