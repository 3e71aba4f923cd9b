// Reads a template with Handlebars' own parser, so that its whitespace is what Handlebars makes of it.
import Handlebars from "handlebars";

type Program = ReturnType<typeof Handlebars.parse>;

/** A part of a template that the lint let through. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "put"; readonly line: number; readonly helper: string; readonly values: readonly Argument[] }
  | { readonly kind: "if"; readonly line: number; readonly test: Reference; readonly then: readonly Part[]; readonly otherwise: readonly Part[] }
  | { readonly kind: "each"; readonly line: number; readonly list: Reference; readonly body: readonly Part[]; readonly otherwise: readonly Part[] }
  | { readonly kind: "partial"; readonly line: number; readonly name: string; readonly scope: Reference };

/** A field of the view: `depth` scopes up; or what `each` says of its turn. */
export type Reference =
  | { readonly kind: "field"; readonly depth: number; readonly keys: readonly string[] }
  | { readonly kind: "turn"; readonly which: "first" | "last"; readonly depth: number };
export type Argument = Reference | { readonly kind: "number"; readonly value: number } | { readonly kind: "string"; readonly value: string };

/** A template's parts, or an error that names `file:line`. Only texts, comments, helpers, `if`, `each` and partials pass. */
export function parseTemplate(file: string, text: string, helpers: ReadonlySet<string>): readonly Part[] {
  const refuse = (node: { readonly loc: { readonly start: { readonly line: number } } } | undefined, problem: string): never => {
    throw new Error(`${file}:${node?.loc.start.line ?? 1}: ${problem}`);
  };
  const parse = (): Program => {
    try {
      return Handlebars.parse(text);
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };

  const parts = (program: hbs.AST.Program | undefined, depth: number): readonly Part[] =>
    (program?.body ?? []).flatMap((node) => part(node, depth));

  const part = (node: hbs.AST.Statement, depth: number): readonly Part[] => {
    switch (node.type) {
      case "ContentStatement": {
        const content = (node as hbs.AST.ContentStatement).value;
        return content === "" ? [] : [{ kind: "text", text: content }];
      }
      case "CommentStatement":
        return [];
      case "MustacheStatement":
        return [put(node as hbs.AST.MustacheStatement, depth)];
      case "BlockStatement":
        return [block(node as hbs.AST.BlockStatement, depth)];
      case "PartialStatement":
        return partial(node as hbs.AST.PartialStatement, depth);
      default:
        return refuse(node, `${node.type} has no place in a template`);
    }
  };

  const put = (node: hbs.AST.MustacheStatement, depth: number): Part => {
    const helper = nameOf(node.path, node);
    if (!node.escaped) refuse(node, "a raw value, {{{ }}} or {{& }}, has no place in a template");
    if (node.hash?.pairs.length) refuse(node, "named arguments have no place in a template");
    if (!helpers.has(helper)) refuse(node, `no helper \`${helper}\` in this language; a value reaches the page only through one of ${[...helpers].toSorted().join(", ")}`);
    return { kind: "put", line: node.loc.start.line, helper, values: node.params.map((param) => argument(param, node, depth)) };
  };

  const block = (node: hbs.AST.BlockStatement, depth: number): Part => {
    const name = nameOf(node.path, node);
    const [param, ...more] = node.params;
    if (param === undefined || more.length > 0 || node.hash?.pairs.length) return refuse(node, `\`${name}\` takes one field`);
    if (node.program?.blockParams?.length) refuse(node, "block parameters have no place in a template");
    const line = node.loc.start.line;
    const subject = reference(param, node, depth);
    if (name === "if") return { kind: "if", line, test: subject, then: parts(node.program, depth), otherwise: parts(node.inverse, depth) };
    if (name !== "each") return refuse(node, `\`${name}\` is no block of ours: only if and each are`);
    if (subject.kind === "turn") return refuse(node, "`each` takes a list of the view");
    return { kind: "each", line, list: subject, body: parts(node.program, depth + 1), otherwise: parts(node.inverse, depth) };
  };

  const partial = (node: hbs.AST.PartialStatement, depth: number): readonly Part[] => {
    const [param, ...more] = node.params;
    if (more.length > 0 || node.hash?.pairs.length) refuse(node, "a partial takes one field at most");
    const scope = param === undefined ? ({ kind: "field", depth: 0, keys: [] } as const) : reference(param, node, depth);
    if (node.name.type !== "PathExpression") return refuse(node, "a partial is named by its path");
    const name = (node.name as hbs.AST.PathExpression).original;
    const { indent } = node as unknown as { readonly indent: string };
    const before: readonly Part[] = indent ? [{ kind: "text", text: indent }] : [];
    return [...before, { kind: "partial", line: node.loc.start.line, name, scope }];
  };

  const argument = (node: hbs.AST.Expression, owner: hbs.AST.Node, depth: number): Argument => {
    if (node.type === "NumberLiteral") return { kind: "number", value: (node as hbs.AST.NumberLiteral).value };
    if (node.type === "StringLiteral") return { kind: "string", value: (node as hbs.AST.StringLiteral).value };
    const found = reference(node, owner, depth);
    return found.kind === "turn" ? refuse(owner, "@first and @last stand only in `if`") : found;
  };

  const reference = (node: hbs.AST.Expression, owner: hbs.AST.Node, depth: number): Reference => {
    if (node.type !== "PathExpression") return refuse(owner, `${node.type} has no place in a template`);
    const path = node as hbs.AST.PathExpression;
    if (path.depth > depth) refuse(owner, `\`${path.original}\` looks outside of the template`);
    if (!path.data) return { kind: "field", depth: path.depth, keys: path.parts };
    const which = path.original;
    if (which !== "@first" && which !== "@last") return refuse(owner, `\`${path.original}\` has no place in a template`);
    return depth === 0 ? refuse(owner, `\`${which}\` stands only inside \`each\``) : { kind: "turn", which: which === "@first" ? "first" : "last", depth: 0 };
  };

  const nameOf = (path: hbs.AST.Expression, owner: hbs.AST.Node): string =>
    path.type === "PathExpression" && !(path as hbs.AST.PathExpression).data
      ? (path as hbs.AST.PathExpression).original
      : refuse(owner, "a helper is named by one word");

  return parts(parse() as unknown as hbs.AST.Program, 0);
}
