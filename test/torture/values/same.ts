// Whether two trees are the same but for one text: where the one has a mark, the other has the text, and nothing else.
import { oneLine } from "#src/render/comment.ts";
import type { Tree } from "./readers.ts";

/** What was put in, and the mark that stood in its place. */
export interface Swap {
  readonly mark: string;
  readonly text: string;
}

/** Where two trees differ in more; undefined where they don't. */
export function difference(path: string, before: Tree, after: Tree, swap: Swap): string | undefined {
  const read = readerOf(path);
  const texts = new Set([swap.text, ...(path.endsWith(".md") ? [flat(oneLine(swap.text)), flat(swap.text)] : [])]);
  const at = (place: string, a: Tree, b: Tree): string | undefined => {
    if (typeof a === "string" && typeof b === "string") return leaf(place, read(a), read(b));
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
      return a === b ? undefined : `${place}: ${show(a)} became ${show(b)}`;
    if (Array.isArray(a) !== Array.isArray(b)) return `${place}: a list became a map, or a map a list`;
    const [was, is] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
    if (was.size !== is.size) return `${place}: ${was.size} entries became ${is.size}: ${show([...is.keys()])}`;
    for (const [key, value] of was) {
      const other = is.has(key) ? key : [...is.keys()].find((name) => !leaf("", read(key), read(name)));
      if (other === undefined) return `${place}: no ${key} any more, but ${show([...is.keys()])}`;
      const found = at(`${place}/${key}`, value as Tree, is.get(other) as Tree);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const leaf = (place: string, a: string, b: string): string | undefined => {
    if (a === b && !a.includes(swap.mark)) return undefined;
    const forms = /\/(?:branches|paths)\/\d+$/.test(place) ? [asPattern(swap.text)] : texts;
    if ([...forms].some((text) => swapped(a, swap.mark, text, path) === b)) return undefined;
    const [data, other] = [json(a), json(b)];
    if (data !== undefined && other !== undefined) return at(`${place}{}`, data, other);
    return `${place}: ${show(a)} became ${show(b)}`;
  };
  return at("", before, after);
}

/** The text with the mark swapped, and where a part of a path stands alone with that part swapped. */
function swapped(text: string, mark: string, by: string, path: string): string {
  const [marks, steps] = [mark.split("/"), by.split("/").map(unescaped)];
  const known = new Map(marks.length === steps.length ? marks.map((part, index) => [part, steps[index] ?? ""]) : []);
  const now = text
    .split(mark)
    .map((rest) => rest.replace(/qzmark[a-z]*/g, (found) => known.get(found) ?? found))
    .join(by);
  return path.endsWith(".md") ? flat(now) : now;
}

/** A step of a JSON Pointer as the key that it names. */
const unescaped = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

/** A text as a pattern of a workflow that nothing else fits. */
const asPattern = (text: string): string => text.replace(/[\\*?+[\]!]/g, "\\$&");

const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The data of a text that is JSON. */
function json(text: string): Tree | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Tree;
  } catch {
    return undefined;
  }
}

/** A text as its last reader takes it: what is only escaped becomes itself, and what is code gets a NUL before it. */
function readerOf(path: string): (text: string) => string {
  if (/(?:^|\/)docker-compose\.yml$/.test(path))
    return (text) => text.replace(/\$\$|\$/g, (sign) => (sign === "$$" ? "$" : "\0$"));
  if (path.startsWith(".github/workflows/"))
    return (text) => text.replace(/\$\{\{ '\$\{\{' \}\}|\$\{\{/g, (sign) => (sign === "${{" ? "\0{{" : "${{"));
  if (path.endsWith(".tf"))
    return (text) =>
      text.replace(/([$%])\1\{|([$%])\{/g, (_, sign?: string, open?: string) =>
        sign ? `${sign}{` : `\0${open ?? ""}{`,
      );
  return (text) => text;
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};
