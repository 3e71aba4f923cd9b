// What Prettier's rules ask of an expression: is it short, can it break, does it look like a chain.
import { bare, isMap, isTag, type Value, type ValueMap } from "#schema/value.ts";
import { isIdentifier, stringLiteral } from "./literal.ts";

/** How an expression is printed: as TypeScript, or as the JSON that both share. */
export interface Style {
  readonly width: number;
  readonly json: boolean;
}

/** A value below its wrappers, with joins of plain text as text. */
export type Bare = Exclude<Value, { readonly $: "from" | "note" }>;

/** A value without wrappers; a join is text where all its parts are, and a template literal where not. */
export function simple(value: Value): Bare {
  const inner = bare(value);
  if (!isTag(inner)) return inner;
  if (inner.$ === "json") return { $: "call", callee: "JSON.stringify", arguments: [inner.value] };
  if (inner.$ !== "join") return inner;
  const parts = inner.parts.flatMap(partsOf);
  return parts.every((part) => typeof part === "string") ? parts.join("") : { $: "template", tag: undefined, parts };
}

function partsOf(value: Value): readonly Value[] {
  const inner = bare(value);
  if (typeof inner === "number") return [String(inner)];
  return isTag(inner) && inner.$ === "join"
    ? inner.parts.flatMap(partsOf)
    : [typeof inner === "string" ? inner : value];
}

/** Whether a value has a comment of its own. */
export function hasComment(value: Value): boolean {
  if (!isTag(value)) return false;
  return value.$ === "note" || (value.$ === "from" && hasComment(value.value));
}

/** Whether code is an expression with a binary operator at its top; ours have no parentheses around one. */
export function isBinary(code: string): boolean {
  const outside = code.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()]|\([^()]*\))*\)/g, "");
  return / (?:[!=]==?|&&|\|\||\?\?|[<>]=?|[-+*/%]|in|instanceof) /.test(outside);
}

const isText = (value: Value): value is string => typeof simple(value) === "string";

/** Prettier's `isLoneShortArgument`: an argument that is not worth a line of its own. */
function isShortArgument(value: Value, limit: number): boolean {
  if (hasComment(value)) return false;
  const inner = simple(value);
  if (isText(inner)) return stringLiteral(inner).length <= limit;
  if (typeof inner === "number" || typeof inner === "boolean" || inner === null) return true;
  if (!isTag(inner)) return false;
  if (inner.$ === "code") return isIdentifier(inner.code) && inner.code.length <= limit;
  return (
    inner.$ === "call" && inner.arguments.length === 0 && isIdentifier(inner.callee) && inner.callee.length <= limit - 2
  );
}

const STEP = /\.[A-Za-z_$][\w$]*|\[(?:\d+|"[^"]*")\]|!|\((?:"[^"]{0,18}"|[A-Za-z_$][\w$]{0,19}|\d*)\)/y;

/** Prettier's `isPoorlyBreakableMemberOrCallChain`: breaking inside would gain nothing, so the break goes before. */
export function isPoorlyBreakable(value: Value, width: number): boolean {
  const inner = simple(value);
  if (!isTag(inner)) return false;
  if (inner.$ === "code") return isChain(inner.code) && !isIdentifier(inner.code);
  if (inner.$ !== "call" || inner.callee.startsWith("new ")) return false;
  const [first, ...more] = inner.arguments;
  const short = first === undefined || (more.length === 0 && isShortArgument(first, width / 4));
  return short && isChain(inner.callee);
}

/** `name`, `name.name`, `name[0].name("short").name`. */
function isChain(code: string): boolean {
  const head = /^[A-Za-z_$][\w$]*/.exec(code)?.[0];
  if (head === undefined) return false;
  STEP.lastIndex = head.length;
  while (STEP.lastIndex < code.length) if (!STEP.test(code)) return false;
  return true;
}

/** How many properties a small object has at most. */
const FEW = 3;

/** Whether an object reads well on one line: few properties without comments, all of them plain or small themselves. */
export function isSmall(value: ValueMap): boolean {
  const values = Object.values(value);
  return values.length <= FEW && values.every(isPlain);
}

function isPlain(value: Value): boolean {
  if (hasComment(value)) return false;
  const inner = simple(value);
  if (isTag(inner)) return inner.$ === "code" || inner.$ === "template";
  if (isMap(inner)) return Object.keys(inner).length <= 1 && isSmall(inner);
  return !Array.isArray(inner) || (inner as readonly Value[]).every((item) => !isMap(simple(item)) && isPlain(item));
}

/** Lists of lists or of maps with more than one element each are always broken. */
export function isMatrix(items: readonly Value[]): boolean {
  const sizes = (is: (value: Value) => boolean): boolean =>
    items.every((item) => is(simple(item)) && Object.keys(simple(item) as object).length > 1);
  return items.length > 1 && (sizes(isMap) || sizes((value) => Array.isArray(value)));
}

/** Whether the last argument's brackets stay on the line of the call's. */
export function hugsLast(values: readonly Value[]): boolean {
  const [before, last] = [values.at(-2), values.at(-1)];
  if (last === undefined || hasComment(last)) return false;
  const inner = simple(last);
  const list = Array.isArray(inner);
  if (!(list || isMap(inner)) || Object.keys(inner as object).length === 0) return false;
  if (values.length > 1 && list && (inner as readonly Value[]).every((item) => typeof simple(item) === "number"))
    return false;
  if (before === undefined) return true;
  const other = simple(before);
  return list ? !Array.isArray(other) : !isMap(other);
}
