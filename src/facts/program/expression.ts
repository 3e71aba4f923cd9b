// Parses an expression: of the language those forms that the program is written in.
import { unreadable } from "../unreadable.ts";
import { type Reader, readerOf } from "./reader.ts";
import { tokensOf, unescaped } from "./tokens.ts";

/** An expression and the line that it begins on. */
export type Expression = { readonly line: number } & (
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression }
  | {
      readonly kind: "call";
      readonly callee: Expression;
      readonly values: readonly Expression[];
      readonly made: boolean;
    }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: "array"; readonly items: readonly (readonly [value: Expression, spread: boolean])[] }
  | { readonly kind: "choice"; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: "binary"; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly value: Expression }
);

/** The expression that comes next. Throws `Unreadable`. */
export function expression(reader: Reader): Expression {
  const test = binary(reader, 0);
  if (!reader.sign("?")) return test;
  const then = expression(reader);
  reader.need(":");
  return { kind: "choice", test, then, otherwise: expression(reader), line: test.line };
}

/** Operators, the loosest first. */
const OPERATORS: readonly (readonly string[])[] = [["??"], ["||"], ["&&"], ["===", "!=="]];

function binary(reader: Reader, level: number): Expression {
  const signs = OPERATORS[level];
  if (!signs) return unary(reader);
  let left = binary(reader, level + 1);
  for (;;) {
    const sign = signs.find((one) => reader.sign(one));
    if (sign === undefined) return left;
    left = { kind: "binary", sign, left, right: binary(reader, level + 1), line: left.line };
  }
}

function unary(reader: Reader): Expression {
  const { line } = reader.peek();
  if (reader.sign("!")) return { kind: "not", value: unary(reader), line };
  if (reader.sign("-")) return { kind: "literal", value: -Number(reader.next().text), line };
  return postfix(reader, reader.word("new"));
}

function postfix(reader: Reader, made: boolean): Expression {
  let value = primary(reader);
  let fresh = made;
  for (;;) {
    const { kind, text, line } = reader.peek();
    if (reader.sign(".")) value = { kind: "member", of: value, key: literal(reader.name(), line), line: value.line };
    else if (reader.sign("[")) {
      value = { kind: "member", of: value, key: expression(reader), line: value.line };
      reader.need("]");
    } else if (reader.sign("(")) {
      value = {
        kind: "call",
        callee: value,
        values: listed(reader, ")").map(([one]) => one),
        made: fresh,
        line: value.line,
      };
      fresh = false;
    } else if (kind === "template") {
      // A tag waits for outputs and changes no text.
      reader.next();
      value = template(reader.file, text, line);
    } else return value;
  }
}

const literal = (value: string | number | boolean | null, line: number): Expression => ({
  kind: "literal",
  value,
  line,
});

function primary(reader: Reader): Expression {
  const { kind, text, line } = reader.next();
  if (kind === "text") return literal(text, line);
  if (kind === "number") return literal(Number(text), line);
  if (kind === "template") return template(reader.file, text, line);
  if (kind === "word") {
    const known = new Map([
      ["true", true],
      ["false", false],
      ["null", null],
    ]).get(text);
    return known === undefined ? { kind: "name", name: text, line } : literal(known, line);
  }
  if (text === "[") return { kind: "array", items: listed(reader, "]"), line };
  if (text === "{") return { kind: "object", entries: properties(reader), line };
  if (text === "(") {
    const inner = expression(reader);
    reader.need(")");
    return inner;
  }
  throw unreadable({ file: reader.file, line }, `\`${text}\` is not expected here`);
}

function listed(reader: Reader, end: string): readonly (readonly [Expression, boolean])[] {
  const items: [Expression, boolean][] = [];
  while (!reader.sign(end)) {
    const spread = reader.sign("...");
    items.push([expression(reader), spread]);
    if (!reader.sign(",") && reader.peek().text !== end) throw reader.fault();
  }
  return items;
}

function properties(reader: Reader): readonly (readonly [string, Expression])[] {
  const entries: [string, Expression][] = [];
  while (!reader.sign("}")) {
    const { kind, text, line } = reader.next();
    if (kind !== "word" && kind !== "text" && kind !== "number") throw reader.fault();
    entries.push([text, reader.sign(":") ? expression(reader) : { kind: "name", name: text, line }]);
    if (!reader.sign(",") && reader.peek().text !== "}") throw reader.fault();
  }
  return entries;
}

function template(file: string, source: string, line: number): Expression {
  const parts = source.split(/\$\{([^}]*)\}/).map((part, index) => {
    // Every second part stood between the braces.
    return index % 2 === 0 ? unescaped(part) : expression(readerOf(file, tokensOf(file, part, line)));
  });
  return { kind: "template", parts, line };
}
