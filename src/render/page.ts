// The sheet that a compiled template writes on: text, checked values, and the spec paths that each line came from.
import { byText } from "#schema/order.ts";
import type { Origin } from "#schema/draft.ts";
import { formatPath, type Path } from "#schema/path.ts";
import { from, isTag, pathOf, type Value, type View } from "#schema/value.ts";
import { fault, kindOf } from "./literal.ts";

/** A compiled template: plain code that writes one view on a page. */
export type Template = (page: Page, view: unknown) => void;

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
  /** What the text says, where it is data. */
  readonly data?: unknown;
}

/** A helper: checked arguments to text of one language. It throws on what it cannot say, and never repairs. */
export type Helper = (values: readonly unknown[], place: Place) => Printed;

/** The page that a template's plain code writes on; `line` is always the template's own. */
export interface Page {
  text(text: string): void;
  put(helper: Helper, line: number, values: readonly unknown[]): void;
  get(view: unknown, line: number, ...keys: readonly string[]): unknown;
  truth(view: unknown, line: number, ...keys: readonly string[]): boolean;
  each(list: unknown, line: number, write: (item: unknown, first: boolean, last: boolean) => void): void;
  part(name: string, template: Template, line: number, view: unknown): void;
}

/** Origins in their one order: by line, then by path; each pair once. */
export function sortedOrigins(origins: readonly Origin[]): readonly Origin[] {
  const keyed = origins.map((origin) => ({ origin, key: formatPath(origin.path) }));
  keyed.sort((a, b) => a.origin.line - b.origin.line || byText(a.key, b.key));
  return keyed
    .filter(({ origin, key }, index) => {
      const previous = keyed[index - 1];
      return previous === undefined || previous.origin.line !== origin.line || previous.key !== key;
    })
    .map(({ origin }) => origin);
}

/** How many line breaks a text holds. */
export function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** What is written so far, and where. */
interface Sheet {
  readonly source: string;
  readonly chunks: string[];
  readonly origins: Origin[];
  /** The template that writes, for errors. */
  template: string;
  line: number;
  before: string;
}

/** Renders one template: throws where the view and the template do not fit, naming the template's line. */
export function writePage(name: string, template: Template, view: View, source: string): Printed {
  const sheet: Sheet = { source, chunks: [], origins: [], template: name, line: 1, before: "" };
  template(pageOf(sheet), view);
  return { text: sheet.chunks.join(""), origins: sortedOrigins(sheet.origins) };
}

function pageOf(sheet: Sheet): Page {
  const page: Page = {
    text: (text) => write(sheet, text),
    put: (helper, line, values) => {
      const printed = located(sheet, line, () => helper(values, { source: sheet.source, before: sheet.before }));
      for (const origin of printed.origins) {
        sheet.origins.push({ line: sheet.line + origin.line - 1, path: origin.path });
      }
      write(sheet, printed.text);
    },
    get: (scope, line, ...keys) => located(sheet, line, () => field(scope, keys)),
    truth: (scope, line, ...keys) => located(sheet, line, () => truthOf(field(scope, keys), keys)),
    each: (list, line, body) => {
      const items = located(sheet, line, () => itemsOf(list));
      items.forEach((item, index) => body(item, index === 0, index === items.length - 1));
    },
    part: (name, template, _line, scope) => {
      const outer = sheet.template;
      sheet.template = name;
      template(page, scope);
      sheet.template = outer;
    },
  };
  return page;
}

function write(sheet: Sheet, text: string): void {
  sheet.chunks.push(text);
  const last = text.lastIndexOf("\n");
  sheet.before = last === -1 ? sheet.before + text : text.slice(last + 1);
  if (last !== -1) sheet.line += countBreaks(text);
}

/** An error of what a template does here names the template and the line. */
function located<T>(sheet: Sheet, line: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fault(message.startsWith("templates/") ? message : `templates/${sheet.template}.hbs:${line}: ${message}`);
  }
}

/** A field of a view: present, and with the path of what it stands in where it has none of its own. */
function field(scope: unknown, keys: readonly string[]): unknown {
  let value = scope;
  let path: Path | undefined;
  for (const key of keys) {
    const [map, outer] = opened(value);
    path = outer ?? path;
    if (typeof map !== "object" || map === null || Array.isArray(map) || isTag(map)) {
      return fault(`\`${keys.join(".")}\` is asked of ${kindOf(map)}`);
    }
    value = Object.hasOwn(map, key) ? (map as Record<string, unknown>)[key] : undefined;
    if (value === undefined || value === null) return fault(`the view has no \`${keys.join(".")}\``);
  }
  return inherit(value, path);
}

const inherit = (value: unknown, path: Path | undefined): unknown =>
  path === undefined || pathOf(value as Value) !== undefined ? value : from(path, value as Value);

/** What stands in wrappers, and the innermost path that they name. */
function opened(value: unknown): readonly [unknown, Path | undefined] {
  let inner = value;
  let path: Path | undefined;
  while (isTag(inner) && (inner.$ === "from" || inner.$ === "note")) {
    if (inner.$ === "from") path = inner.path;
    inner = inner.value;
  }
  return [inner, path];
}

function truthOf(value: unknown, keys: readonly string[]): boolean {
  const [inner] = opened(value);
  if (typeof inner === "boolean") return inner;
  if (Array.isArray(inner)) return inner.length > 0;
  return fault(`\`if ${keys.join(".")}\` wants a boolean or a list, got ${kindOf(inner)}`);
}

function itemsOf(list: unknown): readonly unknown[] {
  const [inner, path] = opened(list);
  if (!Array.isArray(inner)) return fault(`\`each\` wants a list, got ${kindOf(inner)}`);
  return inner.map((item: unknown) =>
    item === undefined || item === null ? fault("`each` met an item that is null") : inherit(item, path),
  );
}
