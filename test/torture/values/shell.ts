// A shell script's syntax tree, as shfmt gives it, without places and comments; a word that nothing expands is the text
// that the shell makes of it, however it is quoted.
import type { Tree } from "./readers.ts";

type Node = { readonly [key: string]: unknown };

/** Whether a part tells a place, or is a comment, which is no code. */
const isAside = ([key, value]: readonly [string, unknown]): boolean =>
  key === "Comments" || key === "Last" || key === "Dollar" || Object.hasOwn(Object(value) as object, "Offset");

/** The tree of a script. */
export function words(node: unknown): Tree {
  if (Array.isArray(node)) return node.map(words);
  if (typeof node !== "object" || node === null) return node as Tree;
  const one = node as Node;
  if (Array.isArray(one["Parts"])) {
    const text = literal(one["Parts"] as readonly Node[]);
    if (text !== undefined) return { literal: text };
  }
  return Object.fromEntries(
    Object.entries(one)
      .filter((entry) => !isAside(entry))
      .map(([key, inner]) => [key, words(inner)]),
  );
}

/** The text of a word's parts; undefined where one of them is expanded. */
function literal(parts: readonly Node[]): string | undefined {
  const texts = parts.map((part) => {
    const value = String(part["Value"] ?? "");
    if (part["Type"] === "Lit")
      return /[*?[~{]/.test(value) ? undefined : value.replace(/\\\n/g, "").replace(/\\(.)/gs, "$1");
    if (part["Type"] === "SglQuoted") return part["Dollar"] === true ? ansi(value) : value;
    if (part["Type"] !== "DblQuoted") return undefined;
    const inner = part["Parts"] as readonly Node[] | undefined;
    if ((inner ?? []).some(({ Type }) => Type !== "Lit")) return undefined;
    return (inner ?? []).map(({ Value }) => String(Value).replace(/\\([$`"\\\n])/g, "$1")).join("");
  });
  return texts.includes(undefined) ? undefined : texts.join("");
}

/** The text of `$'…'`. */
const ansi = (text: string): string =>
  text.replace(
    /\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|([0-7]{1,3})|(.))/gis,
    (_, hex?: string, unicode?: string, octal?: string, sign?: string) =>
      sign === undefined
        ? String.fromCodePoint(parseInt(hex ?? unicode ?? octal ?? "0", octal === undefined ? 16 : 8))
        : ({ n: "\n", r: "\r", t: "\t", a: "\u0007", b: "\b", e: "\u001b", f: "\f", v: "\v" }[sign] ?? sign),
  );
