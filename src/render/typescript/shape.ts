// What Prettier's rules ask of an expression: is it short, can it break, does it look like a chain.
import { bare, isTag, type Value } from "#schema/value.ts";
import { isIdentifier, stringLiteral } from "./literal.ts";

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
  return isTag(inner) && inner.$ === "join" ? inner.parts.flatMap(partsOf) : [typeof inner === "string" ? inner : value];
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
  return inner.$ === "call" && inner.arguments.length === 0 && isIdentifier(inner.callee) && inner.callee.length <= limit - 2;
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
