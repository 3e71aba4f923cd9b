// Values as pieces of TypeScript, which Prettier's rules (its `printer-estree`) lay out.
import type { Path } from "#schema/path.ts";
import {
  type Call,
  type Choice,
  type From,
  isTag,
  type Note,
  type Spread,
  type Tag,
  type Value,
  type ValueMap,
} from "#schema/value.ts";
import { oneLine } from "../comment.ts";
import { fault } from "../literal.ts";
import { nameOf } from "./assignment.ts";
import { isPlainText, numberLiteral, stringLiteral } from "./literal.ts";
import {
  broken,
  inLine,
  leaf,
  type Name,
  NEVER,
  NOWHERE,
  type Piece,
  plainLeaf,
  type Style,
  uncommented,
} from "./piece.ts";
import { isBinary, isMatrix } from "./shape.ts";
import { joinedText, templateLiteral } from "./text.ts";

/** How many properties a small object has at most. */
const FEW = 3;

/** A value as a piece, with its comments; a tag that no TypeScript has is a fault. */
export function pieceOf(value: Value, style: Style): Piece {
  // Asked first: most values are texts, and need no further question.
  if (typeof value === "string") return stringOf(value, NOWHERE, style);
  return isWrapper(value) ? wrappedOf(value, style) : bareOf(value, NOWHERE, style);
}

function isWrapper(value: Value): value is From | Note {
  if (typeof value !== "object" || value === null) return false;
  const { $ } = value as Partial<Tag>;
  return $ === "from" || $ === "note";
}

function wrappedOf(value: From | Note, style: Style): Piece {
  const paths: Path[] = [];
  const notes: Note[] = [];
  let inner: Value = value;
  while (isWrapper(inner)) {
    if (inner.$ === "from") paths.push(inner.path);
    else notes.push(inner);
    inner = inner.value;
  }
  const piece = bareOf(inner, paths, style);
  return notes.length === 0 || style.json ? piece : commented(piece, notes);
}

/** A piece with lines of comment above, and comment at its line's end. */
function commented(piece: Piece, notes: readonly Note[]): Piece {
  const heads: string[] = [];
  let tail = "";
  for (const { above, behind } of notes) {
    if (above !== undefined) heads.push(above);
    // The innermost stands first.
    if (behind !== undefined) tail = ` // ${oneLine(behind)}`.trimEnd() + tail;
  }
  const head = heads.join("\n");
  return broken("commented", head, tail, [piece], NOWHERE);
}

function bareOf(value: Value, own: readonly Path[], style: Style): Piece {
  if (typeof value === "string") return stringOf(value, own, style);
  if (typeof value === "number") return plainLeaf("number", numberLiteral(value), own);
  if (value === null || typeof value === "boolean") return plainLeaf("word", String(value), own);
  if (Array.isArray(value)) return listOf(value as readonly Value[], own, style);
  return isTag(value) ? taggedOf(value, own, style) : objectOf(value as ValueMap, own, style);
}

function stringOf(text: string, own: readonly Path[], style: Style): Piece {
  if (isPlainText(text)) return plainLeaf("string", `"${text}"`, own);
  return leaf("string", style.json ? JSON.stringify(text) : stringLiteral(text), own);
}

function taggedOf(tag: Tag, own: readonly Path[], style: Style): Piece {
  if (tag.$ === "join") {
    const { text, paths } = joinedText(tag, own);
    if (text !== undefined) return bareOf(text, paths, style);
  }
  if (style.json) return fault(`JSON has no \`${tag.$}\``);
  switch (tag.$) {
    case "code":
      return leaf("code", tag.code, own);
    case "call":
      return callOf(tag, own, style);
    case "json":
      return callOf({ $: "call", callee: "JSON.stringify", arguments: [tag.value] }, own, style);
    case "join":
    case "template": {
      const { text, paths } = templateLiteral(tag, own, onOneLine);
      return leaf("template", text, paths);
    }
    case "choice":
      return choiceOf(tag, own, style);
    case "spread":
      return spreadOf(tag, own, style);
    default:
      return fault(`a \`${tag.$}\` is not TypeScript: its generator must turn it into code`);
  }
}

/** A value as it stands between the braces of a template literal. */
function onOneLine(value: Value): string {
  const { flat, width } = pieceOf(value, { width: NEVER, json: false });
  return width === NEVER ? fault("an object cannot stand inside a template literal") : flat;
}

/** An object, one key a line, or on one line where it is small: Prettier leaves either as it is. */
function objectOf(map: ValueMap, own: readonly Path[], style: Style): Piece {
  const keys = Object.keys(map);
  if (keys.length === 0) return leaf("object", "{}", own);
  let small = !style.json && keys.length <= FEW;
  const parts: Piece[] = [];
  const names: Name[] = [];
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as string;
    const part = pieceOf(map[key] as Value, style);
    small &&= part.plain;
    parts.push(part);
    names.push(nameOf(key, part, style));
  }
  const piece = broken("object", "{", "}", parts, own, small && keys.length === 1, names);
  return small ? inLine(piece, "{ ", ", ", " }", style) : piece;
}

function listOf(items: readonly Value[], own: readonly Path[], style: Style): Piece {
  if (items.length === 0) return leaf("list", "[]", own);
  let plain = true;
  const parts: Piece[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const part = pieceOf(items[at] as Value, style);
    plain &&= part.plain && part.kind !== "object";
    parts.push(part);
  }
  const piece = broken("list", "[", "]", parts, own, plain);
  return isMatrix(parts) ? piece : inLine(piece, "[", ", ", "]", style);
}

function callOf(call: Call, own: readonly Path[], style: Style): Piece {
  const head = call.callee;
  if (call.arguments.length === 0) return leaf("call", `${head}()`, own, false, head);
  const parts = call.arguments.map((argument) => pieceOf(argument, style));
  return inLine(broken("call", head, ")", parts, own), `${head}(`, ", ", ")", style);
}

/** `test ? then : otherwise`; the comments of a choice in a choice have no place. */
function choiceOf(choice: Choice, own: readonly Path[], style: Style): Piece {
  const test = uncommented(pieceOf(choice.test, style));
  if (test.kind !== "code" && test.kind !== "call") return fault("a choice's test is code");
  const branch = (value: Value): Piece => {
    const piece = pieceOf(value, style);
    const inner = uncommented(piece);
    return inner.kind === "choice" ? inner : piece;
  };
  const [then, otherwise] = [branch(choice.then), branch(choice.otherwise)];
  const [open, close] = then.kind === "choice" ? ["(", ")"] : ["", ""];
  const first = inLine(broken("choice", "", "", [test, then], own), "", ` ? ${open}`, close, style);
  const { flat, width, all } = inLine(broken("choice", "", "", [first, otherwise], own), "", " : ", "", style);
  return { ...broken("choice", "", "", [test, then, otherwise], own), flat, width, all };
}

function spreadOf(spread: Spread, own: readonly Path[], style: Style): Piece {
  const inner = uncommented(pieceOf(spread.value, style));
  const [head, tail] =
    inner.kind === "choice" || (inner.kind === "code" && isBinary(inner.flat)) ? ["...(", ")"] : ["...", ""];
  return inLine(broken("spread", head, tail, [inner], own), head, "", tail, style);
}
