// GitHub's own evaluator of expressions, for the runner of jobs: bundled first, because its modules import without file
// endings.
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { falsy } from "@actions/expressions/result";

function dataOf(value) {
  if (value === undefined || value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(dataOf));
  return new data.Dictionary(...Object.entries(value).map(([key, inner]) => ({ key, value: dataOf(inner) })));
}

/** An expression's value as text, and whether it counts as true; `status` says what success() and its like say. */
export function evaluate(code, contexts, status) {
  const functions = ["success", "failure", "always", "cancelled"].map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(status[name] ?? false),
  }));
  const parser = new Parser(new Lexer(code).lex().tokens, Object.keys(contexts), functions);
  const byName = new Map(functions.map((one) => [one.name, one]));
  const result = new Evaluator(parser.parse(), dataOf(contexts), byName).evaluate();
  return { text: result.coerceString(), isTrue: !falsy(result) };
}
