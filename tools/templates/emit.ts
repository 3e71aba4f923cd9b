// Turns a template's parts into plain TypeScript.
import type { Argument, Part, Reference } from "./parse.ts";

/** What the code of one template is written with. */
interface Frame {
  /** The name of the helpers of its language. */
  readonly language: string;
  /** The name of a partial's function. */
  readonly nameOf: (partial: string) => string;
  /** How many lists it is in. */
  readonly depth: number;
}

/** The body of a template's function; `language` names its helpers, and `nameOf` the function of a partial. */
export function emitTemplate(parts: readonly Part[], language: string, nameOf: Frame["nameOf"]): string {
  return emit(parts, { language, nameOf, depth: 0 });
}

const emit = (parts: readonly Part[], frame: Frame): string => parts.map((part) => statement(part, frame)).join("");
const otherwise = (parts: readonly Part[], frame: Frame): string =>
  parts.length === 0 ? "" : ` else {\n${emit(parts, frame)}}`;

/** The variable of a scope; its underscore tells the compiler that it may stay unused. */
const scopeAt = (depth: number): string => `_v${depth}`;
const keysOf = (keys: readonly string[]): string => keys.map((key) => `, ${JSON.stringify(key)}`).join("");

function value(argument: Argument, line: number, frame: Frame): string {
  if (argument.kind === "number" || argument.kind === "string") return JSON.stringify(argument.value);
  if (argument.kind === "turn") return `_${argument.which}${frame.depth}`;
  const scope = scopeAt(frame.depth - argument.depth);
  return argument.keys.length === 0 ? scope : `p.get(${scope}, ${line}${keysOf(argument.keys)})`;
}

function test(reference: Reference, line: number, frame: Frame): string {
  if (reference.kind === "turn") return value(reference, line, frame);
  return `p.truth(${scopeAt(frame.depth - reference.depth)}, ${line}${keysOf(reference.keys)})`;
}

function statement(part: Part, frame: Frame): string {
  switch (part.kind) {
    case "text":
      return `p.text(${JSON.stringify(part.text)});\n`;
    case "put": {
      const values = part.values.map((argument) => value(argument, part.line, frame)).join(", ");
      return `p.put(${frame.language}.${part.helper}, ${part.line}, [${values}]);\n`;
    }
    case "if":
      return `if (${test(part.test, part.line, frame)}) {\n${emit(part.then, frame)}}${otherwise(part.otherwise, frame)}\n`;
    case "each":
      return eachOf(part, frame);
    case "partial":
      return `p.part(${JSON.stringify(part.name)}, ${frame.nameOf(part.name)}, ${part.line}, ${value(part.scope, part.line, frame)});\n`;
  }
}

function eachOf(part: Part & { readonly kind: "each" }, frame: Frame): string {
  const inner: Frame = { ...frame, depth: frame.depth + 1 };
  const turn = asksTurn(part.body) ? `, _first${inner.depth}, _last${inner.depth}` : "";
  const list = value(part.list, part.line, frame);
  const each = `p.each(${list}, ${part.line}, (${scopeAt(inner.depth)}${turn}) => {\n${emit(part.body, inner)}});\n`;
  if (part.otherwise.length === 0) return each;
  return `if (${test(part.list, part.line, frame)}) {\n${each}}${otherwise(part.otherwise, frame)}\n`;
}

/** Whether the body of an `each` asks which turn it is. */
function asksTurn(parts: readonly Part[]): boolean {
  return parts.some(
    (part) => part.kind === "if" && (part.test.kind === "turn" || asksTurn(part.then) || asksTurn(part.otherwise)),
  );
}
