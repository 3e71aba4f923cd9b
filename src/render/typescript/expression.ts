// Values as TypeScript expressions, laid out by Prettier's rules (its `printer-estree`), as documents.
import type { Path } from "#schema/path.ts";
import {
  isMap,
  isTag,
  type Call,
  type Choice,
  type Spread,
  type Template,
  type Value,
  type ValueMap,
} from "#schema/value.ts";
import {
  align,
  breakParent,
  type Doc,
  fill,
  firstFitting,
  group,
  hardline,
  ifBreak,
  indent,
  line,
  marked,
  mustBreak,
  separated,
  softline,
} from "../doc.ts";
import { printDoc } from "../layout.ts";
import { fault } from "../literal.ts";
import { assignment } from "./assignment.ts";
import { commented } from "./comments.ts";
import { numberLiteral, propertyKey, stringLiteral, templateText } from "./literal.ts";
import { hugsLast, isBinary, isMatrix, isSmall, simple, type Style } from "./shape.ts";

/** A value as a document, with its comments. */
export function withComments(value: Value, style: Style): Doc {
  return commented(value, expression(value, style));
}

/** A value as a document, without its own comments. */
export function expression(value: Value, style: Style): Doc {
  return marked(pathsOf(value), printed(simple(value), style));
}

/** `left`, its sign and the value, without the value's comments. */
export function assigned(left: string, sign: string, value: Value, style: Style): Doc {
  return assignment({ left, sign }, value, pathsOf(value), printed(simple(value), style), style);
}

/** The spec paths of a value and of the text joined in it. */
function pathsOf(value: Value): readonly Path[] {
  if (!isTag(value)) return NOWHERE;
  if (value.$ === "from") return [value.path, ...pathsOf(value.value)];
  if (value.$ === "note") return pathsOf(value.value);
  return value.$ === "join" || value.$ === "template" ? value.parts.flatMap(pathsOf) : NOWHERE;
}

const NOWHERE: readonly Path[] = [];

function printed(value: Value, style: Style): Doc {
  if (typeof value === "string") return style.json ? JSON.stringify(value) : stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (isMap(value)) return objectDoc(value, style);
  if (!isTag(value)) return arrayDoc(value, style);
  if (style.json) return fault(`JSON has no \`${value.$}\``);
  switch (value.$) {
    case "code":
      return value.code;
    case "call":
      return callDoc(value, style);
    case "template":
      return templateDoc(value, style);
    case "choice":
      return group(choiceDoc(value, style, false));
    case "spread":
      return spreadDoc(value, style);
    default:
      return fault(`a \`${value.$}\` is not TypeScript: its generator must turn it into code`);
  }
}

/** An object, one key a line, or on one line where it is small: Prettier leaves either as it is. */
function objectDoc(value: ValueMap, style: Style): Doc {
  const properties = Object.entries(value).map(([key, inner]) => propertyDoc(key, inner, style));
  if (properties.length === 0) return "{}";
  const small = !style.json && isSmall(value);
  const edge = small ? line : hardline;
  const comma = style.json ? "" : small ? ifBreak(",", "") : ",";
  const contents: Doc = ["{", indent([edge, separated([",", edge], properties)]), comma, edge, "}"];
  return group(contents, { broken: !small });
}

function propertyDoc(key: string, value: Value, style: Style): Doc {
  const left = style.json ? JSON.stringify(key) : propertyKey(key);
  const inner = simple(value);
  const same = isTag(inner) && inner.$ === "code" && inner.code === key;
  return commented(value, same ? expression(value, style) : assigned(left, ":", value, style));
}

function arrayDoc(items: readonly Value[], style: Style): Doc {
  if (items.length === 0) return "[]";
  const comma = style.json ? "" : ",";
  const id = {};
  const numbers = items.every((item) => typeof simple(item) === "number");
  const docs = items.map((item) => withComments(item, style));
  const contents = numbers
    ? fill(
        docs.flatMap((doc, at): Doc[] =>
          at === docs.length - 1 ? [[doc, ifBreak(comma, "", id)]] : [[doc, ","], line],
        ),
      )
    : [
        separated(
          [",", line],
          docs.map((doc) => (typeof doc === "string" ? doc : group(doc))),
        ),
        ifBreak(comma, ""),
      ];
  return group(["[", indent([softline, contents]), softline, "]"], { broken: isMatrix(items), id });
}

function callDoc(call: Call, style: Style): Doc {
  const args = argumentsDoc(call.arguments, style);
  return call.callee.startsWith("new ") ? [call.callee, args] : group([call.callee, args]);
}

function argumentsDoc(values: readonly Value[], style: Style): Doc {
  if (values.length === 0) return "()";
  const docs = values.map((value) => withComments(value, style));
  const allBroken = (): Doc =>
    group(["(", indent([line, separated([",", line], docs)]), ",", line, ")"], { broken: true });
  if (!hugsLast(values)) {
    return group(["(", indent([softline, separated([",", line], docs)]), ifBreak(",", ""), softline, ")"], {
      broken: docs.some(mustBreak),
    });
  }
  const others = docs.slice(0, -1).flatMap((doc): Doc[] => [doc, ", "]);
  if (others.some(mustBreak)) return allBroken();
  const last = docs.at(-1) ?? "";
  const hugged: Doc = ["(", ...others, group(last, { broken: true }), ")"];
  return mustBreak(last)
    ? [breakParent, firstFitting([hugged, allBroken()])]
    : firstFitting([["(", ...others, last, ")"], hugged, allBroken()]);
}

function templateDoc(template: Template, style: Style): Doc {
  const parts = template.parts.map((part): string => {
    const inner = simple(part);
    if (typeof inner === "string" || typeof inner === "number") return templateText(String(inner));
    const { text } = printDoc(expression(part, style), { width: Infinity, indent: 0, column: 0 });
    return text.includes("\n") ? fault("an object cannot stand inside a template literal") : `\${${text}}`;
  });
  return `${template.tag ?? ""}\`${parts.join("")}\``;
}

/** `test ? then : otherwise`; in a chain (`nested`) each further test stands below the first. */
function choiceDoc(choice: Choice, style: Style, nested: boolean): Doc {
  const test = simple(choice.test);
  if (!isTag(test) || (test.$ !== "code" && test.$ !== "call")) return fault("a choice's test is code");
  const branch = (value: Value): Doc => {
    const inner = simple(value);
    if (!isTag(inner) || inner.$ !== "choice") return align(2, withComments(value, style));
    return align(2, marked(pathsOf(value), choiceDoc(inner, style, true)));
  };
  const then = simple(choice.then);
  const inThen = isTag(then) && then.$ === "choice";
  const testDoc = expression(choice.test, style);
  const branches: Doc = [
    line,
    "? ",
    inThen ? [ifBreak("", "("), branch(choice.then), ifBreak("", ")")] : branch(choice.then),
    line,
    ": ",
    branch(choice.otherwise),
  ];
  return [nested ? align(2, testDoc) : testDoc, nested ? branches : indent(branches)];
}

function spreadDoc(value: Spread, style: Style): Doc {
  const inner = simple(value.value);
  const needsParentheses = isTag(inner) && (inner.$ === "choice" || (inner.$ === "code" && isBinary(inner.code)));
  const doc = expression(value.value, style);
  return needsParentheses ? ["...(", doc, ")"] : ["...", doc];
}
