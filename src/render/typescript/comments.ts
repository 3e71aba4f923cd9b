// The comments of values in TypeScript: on lines above, or behind on the value's own.
import { isTag, type Value } from "#schema/value.ts";
import { oneLine } from "../comment.ts";
import { breakParent, type Doc, hardline, lineComment, lineSuffix } from "../doc.ts";
import { hasComment } from "./shape.ts";

/** A value's document between the comments of the value. */
export function commented(value: Value, doc: Doc): Doc {
  return hasComment(value) ? [commentsAbove(value), doc, commentsBehind(value)] : doc;
}

/** The comment lines that stand above a value. */
export function commentsAbove(value: Value): Doc {
  if (!isTag(value) || (value.$ !== "note" && value.$ !== "from")) return "";
  const own: Doc = value.$ === "note" && value.above !== undefined ? [lineComment(value.above), hardline] : "";
  return [own, commentsAbove(value.value)];
}

/** The comment at the end of a value's line. */
export function commentsBehind(value: Value): Doc {
  if (!isTag(value) || (value.$ !== "note" && value.$ !== "from")) return "";
  const own: Doc =
    value.$ === "note" && value.behind !== undefined ? [lineSuffix(` // ${oneLine(value.behind)}`), breakParent] : "";
  return [commentsBehind(value.value), own];
}
