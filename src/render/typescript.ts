// Values as TypeScript, as Prettier leaves it; and the helpers of TypeScript's templates.
import type { Value } from "#schema/value.ts";
import { type Doc, marked } from "./doc.ts";
import { comment, headerIn, number, boolean, ofForm, ofText, only } from "./helper.ts";
import { printDoc, type Start } from "./layout.ts";
import { fault, textOf } from "./literal.ts";
import type { Helper, Place, Printed } from "./page.ts";
import { commentsAbove, commentsBehind } from "./typescript/comments.ts";
import { assigned, expression, withComments } from "./typescript/expression.ts";
import { stringLiteral } from "./typescript/literal.ts";
import type { Style } from "./typescript/shape.ts";
import { textWidth } from "#schema/width.ts";

const WIDTH = 80;
const IDENTIFIER =
  /^(?!(?:break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with|let|static|yield|await)$)[A-Za-z_$][A-Za-z0-9_$]*$/;

const styleOf = (width: number): Style => ({ width, json: false });

/** A value as a TypeScript expression that starts at column `indent` of a line indented by as much. */
export function printTypeScript(value: Value, indent: number, width = WIDTH): Printed {
  return printDoc(withComments(value, styleOf(width)), { width, indent, column: indent });
}

/** A value as JSON in Prettier's layout. */
export function printJson(value: Value, width = WIDTH): Printed {
  return printDoc(expression(value, { width, json: true }), { width, indent: 0, column: 0 });
}

/** The start of what a helper prints: the indentation of its line, and the text that stands there already. */
const startAt = (place: Place): Start => ({
  width: WIDTH,
  indent: /^ */.exec(place.before)?.[0].length ?? 0,
  column: textWidth(place.before),
});

const value: Helper = (values, place) => {
  const [given, indent] = values;
  const start = startAt(place);
  if (indent !== undefined && typeof indent !== "number") return fault("the indentation is a number of columns");
  return printDoc(withComments(given as Value, styleOf(WIDTH)), { ...start, indent: indent ?? start.indent });
};

/** `prefix name: type = value;` */
const declaration =
  (prefix: string): Helper =>
  (values, place) => {
    const [name, given, type] = values;
    if (values.length < 2 || values.length > 3) return fault("wants a name, a value and perhaps a type");
    const paths: (readonly (string | number)[])[] = [];
    const identifier = checkIdentifier(textOf(name, paths));
    const left = `${prefix} ${identifier}${type === undefined ? "" : `: ${textOf(type, paths)}`}`;
    const init = given as Value;
    const style = styleOf(WIDTH);
    const doc: Doc = [commentsAbove(init), marked(paths, assigned(left, " =", init, style)), ";", commentsBehind(init)];
    return printDoc(doc, startAt(place));
  };

const statement: Helper = (values, place) => {
  const given = only(values) as Value;
  const style = styleOf(WIDTH);
  return printDoc([commentsAbove(given), expression(given, style), ";", commentsBehind(given)], startAt(place));
};

const checkIdentifier = (text: string): string =>
  IDENTIFIER.test(text) ? text : fault(`${JSON.stringify(text)} is no TypeScript identifier`);

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
  identifier: ofForm(IDENTIFIER, "TypeScript identifier"),
  value,
  /** `export const name = value;`, with a type as third argument if it needs one. */
  declare: declaration("export const"),
  /** `const name = value;` */
  constant: declaration("const"),
  /** `value;` */
  statement,
} satisfies Readonly<Record<string, Helper>>;
