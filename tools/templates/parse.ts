// Reads a template with Handlebars' own parser, so that its whitespace is what Handlebars makes of it, and lets through
// only texts, comments, helpers, `if`, `each` and partials.
import Handlebars from "handlebars";

/** A part of a template that the lint let through. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "put"; readonly line: number; readonly helper: string; readonly values: readonly Argument[] }
  | {
      readonly kind: "if";
      readonly line: number;
      readonly test: Reference;
      readonly then: readonly Part[];
      readonly otherwise: readonly Part[];
    }
  | {
      readonly kind: "each";
      readonly line: number;
      readonly list: Reference;
      readonly body: readonly Part[];
      readonly otherwise: readonly Part[];
    }
  | { readonly kind: "partial"; readonly line: number; readonly name: string; readonly scope: Reference };

/** A field of the view: `depth` scopes up; or what `each` says of its turn. */
export type Reference =
  | { readonly kind: "field"; readonly depth: number; readonly keys: readonly string[] }
  | { readonly kind: "turn"; readonly which: "first" | "last" };
export type Argument =
  | Reference
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string };

/** Where the lint is. */
interface Scope {
  readonly file: string;
  readonly helpers: ReadonlySet<string>;
  /** How many lists it is in. */
  readonly depth: number;
}

/** A template's parts, or an error that names `file:line`; `helpers` are those of its language. */
export function parseTemplate(file: string, text: string, helpers: ReadonlySet<string>): readonly Part[] {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(text) as unknown as hbs.AST.Program;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return partsOf(program, { file, helpers, depth: 0 });
}

function refuse(node: hbs.AST.Node, scope: Scope, problem: string): never {
  throw new Error(`${scope.file}:${node.loc.start.line}: ${problem}`);
}

const partsOf = (program: hbs.AST.Program | undefined, scope: Scope): readonly Part[] =>
  (program?.body ?? []).flatMap((node) => partOf(node, scope));

function partOf(node: hbs.AST.Statement, scope: Scope): readonly Part[] {
  switch (node.type) {
    case "ContentStatement": {
      const content = (node as hbs.AST.ContentStatement).value;
      return content === "" ? [] : [{ kind: "text", text: content }];
    }
    case "CommentStatement":
      return [];
    case "MustacheStatement":
      return [putOf(node as hbs.AST.MustacheStatement, scope)];
    case "BlockStatement":
      return [blockOf(node as hbs.AST.BlockStatement, scope)];
    case "PartialStatement":
      return partialOf(node as hbs.AST.PartialStatement, scope);
    default:
      return refuse(node, scope, `${node.type} has no place in a template`);
  }
}

function putOf(node: hbs.AST.MustacheStatement, scope: Scope): Part {
  const helper = nameOf(node.path, node, scope);
  if (!node.escaped) refuse(node, scope, "a raw value, {{{ }}} or {{& }}, has no place in a template");
  if (node.hash?.pairs.length) refuse(node, scope, "named arguments have no place in a template");
  if (!scope.helpers.has(helper)) {
    const known = [...scope.helpers].toSorted().join(", ");
    refuse(node, scope, `no helper \`${helper}\` in this language; a value reaches the page only through ${known}`);
  }
  const values = node.params.map((param) => argumentOf(param, node, scope));
  return { kind: "put", line: node.loc.start.line, helper, values };
}

function blockOf(node: hbs.AST.BlockStatement, scope: Scope): Part {
  const name = nameOf(node.path, node, scope);
  const [param, ...more] = node.params;
  if (param === undefined || more.length > 0 || node.hash?.pairs.length) {
    return refuse(node, scope, `\`${name}\` takes one field`);
  }
  if (node.program?.blockParams?.length) refuse(node, scope, "block parameters have no place in a template");
  const line = node.loc.start.line;
  const subject = referenceOf(param, node, scope);
  const otherwise = partsOf(node.inverse, scope);
  if (name === "if") return { kind: "if", line, test: subject, then: partsOf(node.program, scope), otherwise };
  if (name !== "each") return refuse(node, scope, `\`${name}\` is no block of ours: only if and each are`);
  if (subject.kind === "turn") return refuse(node, scope, "`each` takes a list of the view");
  const body = partsOf(node.program, { ...scope, depth: scope.depth + 1 });
  return { kind: "each", line, list: subject, body, otherwise };
}

function partialOf(node: hbs.AST.PartialStatement, scope: Scope): readonly Part[] {
  const [param, ...more] = node.params;
  if (more.length > 0 || node.hash?.pairs.length) refuse(node, scope, "a partial takes one field at most");
  if (node.name.type !== "PathExpression") return refuse(node, scope, "a partial is named by its path");
  const seen: Reference = param === undefined ? { kind: "field", depth: 0, keys: [] } : referenceOf(param, node, scope);
  const name = (node.name as hbs.AST.PathExpression).original;
  // With `preventIndent`, what stands before a partial on its line goes before its first line alone.
  const { indent } = node as unknown as { readonly indent: string };
  const before: readonly Part[] = indent ? [{ kind: "text", text: indent }] : [];
  return [...before, { kind: "partial", line: node.loc.start.line, name, scope: seen }];
}

function argumentOf(node: hbs.AST.Expression, owner: hbs.AST.Node, scope: Scope): Argument {
  if (node.type === "NumberLiteral") return { kind: "number", value: (node as hbs.AST.NumberLiteral).value };
  if (node.type === "StringLiteral") return { kind: "string", value: (node as hbs.AST.StringLiteral).value };
  const found = referenceOf(node, owner, scope);
  return found.kind === "turn" ? refuse(owner, scope, "@first and @last stand only in `if`") : found;
}

function referenceOf(node: hbs.AST.Expression, owner: hbs.AST.Node, scope: Scope): Reference {
  if (node.type !== "PathExpression") return refuse(owner, scope, `${node.type} has no place in a template`);
  const path = node as hbs.AST.PathExpression;
  if (path.depth > scope.depth) refuse(owner, scope, `\`${path.original}\` looks outside of the template`);
  if (!path.data) return { kind: "field", depth: path.depth, keys: path.parts };
  const name = path.original;
  if (name !== "@first" && name !== "@last") return refuse(owner, scope, `\`${name}\` has no place in a template`);
  if (scope.depth === 0) return refuse(owner, scope, `\`${name}\` stands only inside \`each\``);
  return { kind: "turn", which: name === "@first" ? "first" : "last" };
}

function nameOf(path: hbs.AST.Expression, owner: hbs.AST.Node, scope: Scope): string {
  if (path.type === "PathExpression" && !(path as hbs.AST.PathExpression).data) {
    return (path as hbs.AST.PathExpression).original;
  }
  return refuse(owner, scope, "a helper is named by one word");
}
