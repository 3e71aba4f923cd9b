// The sheet that a template writes on, step by step: text, checked values, and the spec paths that each line came from.
import type { Origin } from "#schema/draft.ts";
import { formatPath, type Path } from "#schema/path.ts";
import { bare, from, isTag, pathOf, type Value, type View } from "#schema/value.ts";
import { fault, kindOf } from "./literal.ts";

/** A field of the view: in the scope so many lists up, by these keys. */
type Field = readonly [depth: number, ...keys: readonly string[]];

/** Writes a value by a helper; asks; repeats; writes another template. Each knows its line in the template. */
type Put = readonly ["put", line: number, helper: string, ...values: readonly (Field | string | number)[]];
type If = readonly ["if", line: number, test: Field | "first" | "last", then: Steps, otherwise: Steps];
type Each = readonly ["each", line: number, list: Field, body: Steps];
type Part = readonly ["part", line: number, name: string, scope: Field];

/** What a template does: a text is written as it is. */
export type Step = string | Put | If | Each | Part;
export type Steps = readonly Step[];

/** A template, ready to write. */
export interface Template {
  readonly steps: Steps;
  /** Those of its language. */
  readonly helpers: Readonly<Record<string, Helper>>;
  /** Another template of the same language. */
  readonly partial: (name: string) => Template;
}

/** What a helper knows of the place that it writes at. */
export interface Place {
  /** The file name of the spec, for headers. */
  readonly source: string;
  /** The text of the current line so far. */
  readonly before: string;
}

/** What a helper gives: text of its language, and where its lines came from (counted from 1, its first). */
export interface Printed {
  readonly text: string;
  readonly origins: readonly Origin[];
  /** How many line breaks the text holds, where its printer has counted them. */
  readonly breaks?: number;
  /** What the text says, where it is data. */
  readonly data?: unknown;
}

/** A helper: checked arguments to text of one language. It throws on what it cannot say, and never repairs. */
export type Helper = (values: readonly unknown[], place: Place) => Printed;

/** Origins in their one order: by line, then by path; each pair once. */
export function sortedOrigins(origins: readonly Origin[]): readonly Origin[] {
  const ordered = isInOrder(origins) ? origins : origins.toSorted((a, b) => a.line - b.line);
  const sorted: Origin[] = [];
  for (let from = 0, to = 0; from < ordered.length; from = to) {
    const first = ordered[from] as Origin;
    const { line, path } = first;
    let isOne = true;
    for (to += 1; ordered[to]?.line === line; to += 1) isOne &&= ordered[to]?.path === path;
    // Most lines have one path, which need not be compared.
    if (isOne) sorted.push(first);
    else sorted.push(...sortedPaths(ordered.slice(from, to)));
  }
  return sorted;
}

function isInOrder(origins: readonly Origin[]): boolean {
  let last = 0;
  for (let at = 0; at < origins.length; at += 1) {
    const { line } = origins[at] as Origin;
    if (line < last) return false;
    last = line;
  }
  return true;
}

/** The origins of one line: few, so that each is put where it belongs among those before. */
function sortedPaths(origins: readonly Origin[]): readonly Origin[] {
  const keys: string[] = [];
  const sorted: Origin[] = [];
  for (const origin of origins) {
    const key = formatPath(origin.path);
    let at = keys.length;
    while (at > 0 && key < (keys[at - 1] as string)) at -= 1;
    if (at > 0 && key === keys[at - 1]) continue;
    keys.splice(at, 0, key);
    sorted.splice(at, 0, origin);
  }
  return sorted;
}

/** What is written so far, and where. */
interface Sheet extends Place {
  readonly origins: Origin[];
  text: string;
  before: string;
  line: number;
  /** What was written since `before` and `line` were told: they are asked for much less often than a text is written. */
  fresh: string;
  /** The template that writes, and its line, for errors. */
  template: string;
  at: number;
}

/** What a template's steps are run with: the view, or an item of a list in a frame around. */
interface Frame {
  readonly template: Template;
  readonly scope: unknown;
  readonly outer: Frame | undefined;
  readonly first: boolean;
  readonly last: boolean;
}

/** Renders one template: throws where the view and the template do not fit, naming the template's line. */
export function writePage(name: string, template: Template, view: View, source: string): Printed {
  const sheet: Sheet = { source, before: "", origins: [], text: "", line: 1, fresh: "", template: name, at: 1 };
  try {
    run(sheet, template.steps, { template, scope: view, outer: undefined, first: false, last: false });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fault(
      message.startsWith("templates/") ? message : `templates/${sheet.template}.hbs:${sheet.at}: ${message}`,
    );
  }
  return { text: sheet.text + sheet.fresh, origins: sortedOrigins(sheet.origins) };
}

function run(sheet: Sheet, steps: Steps, frame: Frame): void {
  // By number, here and below: an iterator makes an object for every step.
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at] as Step;
    if (typeof step === "string") sheet.fresh += step;
    else act(sheet, step, frame);
  }
}

function act(sheet: Sheet, step: Exclude<Step, string>, frame: Frame): void {
  sheet.at = step[1];
  switch (step[0]) {
    case "put":
      return put(sheet, step, frame);
    case "if":
      return run(sheet, holds(step[2], frame) ? step[3] : step[4], frame);
    case "each":
      return runEach(sheet, step, frame);
    case "part":
      return runPart(sheet, step, frame);
  }
}

function put(sheet: Sheet, step: Put, frame: Frame): void {
  const values: unknown[] = step.slice(3);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as Field | string | number;
    if (typeof value === "object") values[at] = fieldOf(value, frame);
  }
  if (sheet.fresh !== "") settle(sheet);
  const helper = frame.template.helpers[step[2]] ?? fault(`there is no helper \`${step[2]}\``);
  const { text, origins, breaks } = helper(values, sheet);
  for (let at = 0; at < origins.length; at += 1) {
    const { line, path } = origins[at] as Origin;
    sheet.origins.push({ line: sheet.line + line - 1, path });
  }
  if (breaks === undefined) sheet.fresh = text;
  else {
    sheet.text += text;
    sheet.line += breaks;
    sheet.before = breaks === 0 ? sheet.before + text : text.slice(text.lastIndexOf("\n") + 1);
  }
}

function runEach(sheet: Sheet, step: Each, frame: Frame): void {
  const { template } = frame;
  const list = fieldOf(step[2], frame);
  const items = bare(list as Value) as unknown;
  if (!Array.isArray(items)) return fault(`\`each\` wants a list, got ${kindOf(items)}`);
  if (items.includes(null) || items.includes(undefined)) return fault("`each` met an item that is null");
  const path = innerPath(list);
  const end = items.length - 1;
  for (let at = 0; at <= end; at += 1) {
    const scope = path === undefined ? (items[at] as unknown) : inherit(items[at], path);
    run(sheet, step[3], { template, scope, outer: frame, first: at === 0, last: at === end });
  }
}

function runPart(sheet: Sheet, step: Part, frame: Frame): void {
  const outer = sheet.template;
  const template = frame.template.partial(step[2]);
  const scope = fieldOf(step[3], frame);
  sheet.template = step[2];
  run(sheet, template.steps, { template, scope, outer: undefined, first: false, last: false });
  sheet.template = outer;
}

function holds(test: Field | "first" | "last", frame: Frame): boolean {
  if (typeof test === "string") return frame[test];
  const inner = bare(fieldOf(test, frame) as Value) as unknown;
  if (typeof inner === "boolean") return inner;
  if (Array.isArray(inner)) return inner.length > 0;
  return fault(`\`if ${test.slice(1).join(".")}\` wants a boolean or a list, got ${kindOf(inner)}`);
}

/** Tells the line and its start of what was written since. */
function settle(sheet: Sheet): void {
  const { fresh } = sheet;
  sheet.text += fresh;
  sheet.fresh = "";
  let start = 0;
  for (let at = fresh.indexOf("\n"); at !== -1; at = fresh.indexOf("\n", start)) {
    start = at + 1;
    sheet.line += 1;
  }
  sheet.before = start === 0 ? sheet.before + fresh : fresh.slice(start);
}

/** What a field holds: present, and with the path of what it stands in where it has none of its own. */
function fieldOf(field: Field, frame: Frame): unknown {
  let around: Frame | undefined = frame;
  for (let depth = field[0]; depth > 0; depth -= 1) around = around?.outer;
  let value = around?.scope;
  let path: Path | undefined;
  for (let at = 1; at < field.length; at += 1) {
    const key = field[at] as string;
    const map = bare(value as Value) as unknown;
    if (typeof map !== "object" || map === null || Array.isArray(map) || isTag(map)) {
      return fault(`\`${field.slice(1).join(".")}\` is asked of ${kindOf(map)}`);
    }
    if (map !== value) path = innerPath(value) ?? path;
    value = Object.hasOwn(map, key) ? (map as Record<string, unknown>)[key] : undefined;
    if (value === undefined || value === null) return fault(`the view has no \`${field.slice(1).join(".")}\``);
  }
  return path === undefined ? value : inherit(value, path);
}

const inherit = (value: unknown, path: Path): unknown =>
  pathOf(value as Value) !== undefined ? value : from(path, value as Value);

/** The innermost path that wrappers name. */
function innerPath(value: unknown): Path | undefined {
  let inner = value;
  let path: Path | undefined;
  while (isTag(inner) && (inner.$ === "from" || inner.$ === "note")) {
    if (inner.$ === "from") path = inner.path;
    inner = inner.value;
  }
  return path;
}
