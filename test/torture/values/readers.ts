// Generated files as trees, read by parsers that are not ours: what is code is structure, what is text is a leaf.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { DockerfileParser } from "dockerfile-ast";
import * as prettier from "prettier";
import { parseDocument } from "yaml";
import { install } from "../../accept/pulumi/sdk.ts";
import { words } from "./shell.ts";

/** A tree of a file: maps and lists are its structure, texts what stands there. */
export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [key: string]: Tree };

/** The tree of a file; throws where its language cannot read it. */
export async function treeOf(path: string, text: string): Promise<Tree> {
  if (/\.m?[jt]s$/.test(path)) return program(path, text);
  if (/\.ya?ml$/.test(path)) return withScripts(yaml(path, text));
  if (path.endsWith(".json")) return JSON.parse(text) as Tree;
  if (path.endsWith(".sh")) return shell(text);
  if (path.endsWith(".tf")) return hcl(path, text);
  if (path.endsWith(".md")) return markdown(text);
  if (path.endsWith("Dockerfile")) return dockerfile(text);
  // Lines of which the order says nothing.
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => [line, true]));
}

interface Ast {
  readonly ast: Record<string, unknown>;
}
/** Prettier's parsers: TypeScript's own compiler, Babel, and remark. */
const parseBy = (parser: string, text: string): Promise<Ast> =>
  (prettier as unknown as { __debug: { parse(text: string, options: object): Promise<Ast> } }).__debug.parse(text, {
    parser,
  });

/** What tells places, and comments, which are no code. */
const ASIDE = new Set(
  "loc range start end extra raw comments tokens position errors innerComments leadingComments trailingComments sourceType __contentEnd".split(
    " ",
  ),
);

async function program(path: string, text: string): Promise<Tree> {
  const { ast } = await parseBy(path.endsWith(".ts") ? "typescript" : "babel", text);
  return plain(ast["program"] ?? ast["body"]);
}

/** A syntax tree as a tree: text literals by their value, a template without holes as the text that it is. */
function plain(node: unknown): Tree {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node === "bigint" || typeof node === "function" || node === undefined) return String(node);
  if (typeof node !== "object" || node === null) return node as Tree;
  const one = node as Record<string, unknown>;
  if (one["type"] === "StringLiteral" || (one["type"] === "Literal" && typeof one["value"] === "string"))
    return { literal: String(one["value"]) };
  if (one["type"] === "TemplateElement") return { literal: (one["value"] as { cooked: string }).cooked };
  if (one["type"] === "Property" || one["type"] === "ObjectProperty") {
    const key = one["key"] as { name?: string; value?: unknown };
    // Whether a key wears quotes says nothing.
    if (one["computed"] !== true) return { key: String(key.name ?? key.value), value: plain(one["value"]) };
  }
  return Object.fromEntries(
    Object.entries(one)
      .filter(([key]) => !ASIDE.has(key))
      .map(([key, value]) => [key, plain(value)]),
  );
}

/** YAML as 1.2 has it, where 1.1 must say the same but for the key `on`, which it takes for a truth. */
function yaml(path: string, text: string): Tree {
  const [old, now] = (["1.1", "1.2"] as const).map((version) => {
    const document = parseDocument(text, { version, merge: version === "1.1" });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) throw new Error(`${path} in YAML ${version}: ${faults[0]?.message}`);
    return document.toJS() as Record<string, Tree>;
  });
  const { true: on, ...rest } = old ?? {};
  if (!isDeepStrictEqual(on === undefined ? old : { ...rest, on }, now))
    throw new Error(`${path} says one thing in YAML 1.1 and another in 1.2`);
  return now as Tree;
}

/** Scripts inside of a workflow, as what they are. */
function withScripts(tree: Tree, key = ""): Tree {
  if (typeof tree === "string") return key === "run" ? { script: shell(tree) } : tree;
  if (Array.isArray(tree)) return (tree as readonly Tree[]).map((item) => withScripts(item));
  if (tree === null || typeof tree !== "object") return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, inner]) => [name, withScripts(inner as Tree, name)]));
}

const scripts = new Map<string, Tree>();

function shell(text: string): Tree {
  const known = scripts.get(text) ?? parsed(text);
  scripts.set(text, known);
  return known;
}

function parsed(text: string): Tree {
  // An expression of a workflow is put in before the shell reads the script.
  const input = text.replace(
    /\$\{\{[^}]*\}\}/g,
    (expression) => `EXPRESSION_${Buffer.from(expression).toString("hex")}`,
  );
  const { stdout, stderr, status } = spawnSync("shfmt", ["-ln", "bash", "--to-json"], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`no shell script: ${stderr}`);
  return words(JSON.parse(stdout));
}

interface Hcl {
  parse(path: string, text: string): Promise<Tree>;
}
let reader: Hcl | undefined;

async function hcl(path: string, text: string): Promise<Tree> {
  reader ??= createRequire(`${install("torture/sdk")}/`)("@cdktf/hcl2json") as Hcl;
  return reader.parse(path, text);
}

/** A page's structure, its prose and its code; how a line is broken says nothing. */
async function markdown(text: string): Promise<Tree> {
  const { ast } = await parseBy("markdown", text);
  const strip = (node: Tree): Tree => {
    if (typeof node === "string") return node.replace(/\s+/g, " ").trim();
    if (Array.isArray(node)) return (node as readonly Tree[]).map(strip);
    if (node === null || typeof node !== "object") return node;
    const one = node as { readonly [key: string]: Tree };
    // A comment is no text of the page.
    if (one["type"] === "html" && /^<!--(?:(?!-->)[\s\S])*-->$/.test(String(one["value"]))) return { type: "comment" };
    return Object.fromEntries(
      Object.entries(one)
        .filter(([key]) => !ASIDE.has(key))
        .map(([key, inner]) => [key, strip(inner)]),
    );
  };
  return strip(ast as unknown as Tree);
}

function dockerfile(text: string): Tree {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((one) => {
      const [keyword, content] = [one.getKeyword(), one.getArgumentsContent() ?? ""];
      const isExec = content.startsWith("[");
      if (isExec && keyword !== "SHELL") return [keyword, JSON.parse(content) as Tree];
      return [keyword, keyword === "RUN" ? shell(content.replace(/^(?:--\S+\s+)*/, "")) : content];
    });
}
