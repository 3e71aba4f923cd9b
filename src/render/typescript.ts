// Values as TypeScript, as Prettier leaves it; and the helpers of TypeScript's templates.
import type { Path } from "#schema/path.ts";
import type { Value } from "#schema/value.ts";
import { comment, headerIn, number, boolean, ofForm, ofText, only } from "./helper.ts";
import { fault, textOf } from "./literal.ts";
import type { Helper, Place, Printed } from "./page.ts";
import { named } from "./typescript/assignment.ts";
import { pieceOf } from "./typescript/expression.ts";
import { layOut, type Start } from "./typescript/layout.ts";
import { isIdentifier, stringLiteral } from "./typescript/literal.ts";
import type { Style } from "./typescript/piece.ts";
import { textWidth } from "#schema/width.ts";

const WIDTH = 80;
/** Words that name nothing. They are a list, because V8 takes long to make an expression of them. */
const RESERVED: ReadonlySet<string> = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with let static yield await".split(
    " ",
  ),
);
const isName = (text: string): boolean => isIdentifier(text) && !RESERVED.has(text);

const STYLE: Style = { width: WIDTH, json: false };

/** A value as a TypeScript expression that starts at column `indent` of a line indented by as much. */
export function printTypeScript(value: Value, indent: number, width = WIDTH): Printed {
  const style = { width, json: false };
  return layOut(pieceOf(value, style), { indent, column: indent }, style);
}

/** A value as JSON in Prettier's layout. */
export function printJson(value: Value, width = WIDTH): Printed {
  const style = { width, json: true };
  return layOut(pieceOf(value, style), { indent: 0, column: 0 }, style);
}

/** The start of what a helper prints: the indentation of its line, and the text that stands there already. */
function startAt({ before }: Place): Start {
  return before === ""
    ? { indent: 0, column: 0 }
    : { indent: before.length - before.trimStart().length, column: textWidth(before) };
}

const value: Helper = (values, place) => {
  const [given, indent] = values;
  const start = startAt(place);
  if (indent !== undefined && typeof indent !== "number") return fault("the indentation is a number of columns");
  return layOut(pieceOf(given as Value, STYLE), { ...start, indent: indent ?? start.indent }, STYLE);
};

/** `prefix name: type = value;` */
const declaration =
  (prefix: string): Helper =>
  (values, place) => {
    const [name, given, type] = values;
    if (values.length < 2 || values.length > 3) return fault("wants a name, a value and perhaps a type");
    const paths: Path[] = [];
    const identifier = checkIdentifier(textOf(name, paths));
    const left = `${prefix} ${identifier}${type === undefined ? "" : `: ${textOf(type, paths)}`}`;
    return layOut(pieceOf(given as Value, STYLE), startAt(place), STYLE, ";", named(left, " = ", paths));
  };

const statement: Helper = (values, place) => layOut(pieceOf(only(values) as Value, STYLE), startAt(place), STYLE, ";");

const checkIdentifier = (text: string): string =>
  isName(text) ? text : fault(`${JSON.stringify(text)} is no TypeScript identifier`);

export const TYPESCRIPT = {
  header: headerIn("//"),
  /** In a block comment too: the sign of its end is broken up. */
  comment: (values, place) => {
    const { text, origins } = comment(values, place);
    return { text: text.replaceAll("*/", "*\\/"), origins };
  },
  number,
  boolean,
  string: ofText(stringLiteral),
  identifier: ofForm({ test: isName }, "TypeScript identifier"),
  value,
  /** `export const name = value;`, with a type as third argument if it needs one. */
  declare: declaration("export const"),
  /** `const name = value;` */
  constant: declaration("const"),
  /** `value;` */
  statement,
} satisfies Readonly<Record<string, Helper>>;
