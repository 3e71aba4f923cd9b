// What Prettier's rules ask of an expression: is it short, can it break, does it look like a chain.
import { isIdentifier } from "./literal.ts";
import { type Piece, uncommented } from "./piece.ts";

/** Whether code is an expression with a binary operator at its top; ours have no parentheses around one. */
export function isBinary(code: string): boolean {
  if (!code.includes(" ")) return false;
  const outside = code.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()]|\([^()]*\))*\)/g, "");
  return / (?:[!=]==?|&&|\|\||\?\?|[<>]=?|[-+*/%]|in|instanceof) /.test(outside);
}

/** Prettier's `isLoneShortArgument`: an argument that is not worth a line of its own. */
function isShortArgument({ kind, flat, head, parts }: Piece, limit: number): boolean {
  if (kind === "number" || kind === "word") return true;
  if (kind === "string") return flat.length <= limit;
  if (kind === "code") return isIdentifier(flat) && flat.length <= limit;
  return kind === "call" && parts.length === 0 && isIdentifier(head) && head.length <= limit - 2;
}

const STEP = /\.[A-Za-z_$][\w$]*|\[(?:\d+|"[^"]*")\]|!|\((?:"[^"]{0,18}"|[A-Za-z_$][\w$]{0,19}|\d*)\)/y;

/** Prettier's `isPoorlyBreakableMemberOrCallChain`: breaking inside would gain nothing, so the break goes before. */
export function isPoorlyBreakable({ kind, head, parts }: Piece, width: number): boolean {
  if (kind !== "call" || head.startsWith("new ")) return false;
  const first = parts[0];
  const short = first === undefined || (parts.length === 1 && isShortArgument(first, width / 4));
  return short && isChain(head);
}

/** `name`, `name.name`, `name[0].name("short").name`. */
function isChain(code: string): boolean {
  if (code.split(".").every(isIdentifier)) return true;
  const head = /^[A-Za-z_$][\w$]*/.exec(code)?.[0];
  if (head === undefined) return false;
  STEP.lastIndex = head.length;
  while (STEP.lastIndex < code.length) if (!STEP.test(code)) return false;
  return true;
}

/** Lists of lists or of maps with more than one element each are always broken. */
export function isMatrix(items: readonly Piece[]): boolean {
  const first = items[0];
  if (first === undefined || items.length < 2) return false;
  const { kind } = uncommented(first);
  if (kind !== "object" && kind !== "list") return false;
  return items.every((item) => {
    const piece = uncommented(item);
    return piece.kind === kind && piece.parts.length > 1;
  });
}

/** Whether the last argument's brackets stay on the line of the call's. */
export function hugsLast(parts: readonly Piece[]): boolean {
  // By index: `at` asks V8's runtime for the length.
  const before = parts[parts.length - 2];
  const last = parts[parts.length - 1];
  if (last === undefined || (last.kind !== "object" && last.kind !== "list") || last.parts.length === 0) return false;
  if (before === undefined) return true;
  if (last.kind === "list" && last.parts.every((part) => uncommented(part).kind === "number")) return false;
  return uncommented(before).kind !== last.kind;
}
