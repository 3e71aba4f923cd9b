// The parts of a joined text, whatever they are joined of themselves.
import type { Join, Value } from "#schema/value.ts";
import { bare, from, pathOf } from "#schema/value.ts";
import { tagged } from "./slots.ts";

/** The parts of a text, joined ones laid flat and neighbouring literals without a path made one. */
export function partsOf(join: Join): readonly Value[] {
  const parts: Value[] = [];
  for (const part of join.parts.flatMap(flat)) {
    const last = parts.at(-1);
    const isLiteral = typeof last === "string" && (typeof part === "string" || typeof part === "number");
    if (isLiteral) parts[parts.length - 1] = `${last}${part}`;
    else parts.push(part);
  }
  return parts;
}

const isJoin = tagged("join");

/** The parts of a part that is joined itself; each keeps what is said about the whole. */
function flat(part: Value): readonly Value[] {
  const inner = bare(part);
  if (!isJoin(inner)) return [part];
  const path = pathOf(part);
  return path ? partsOf(inner).map((each) => (pathOf(each) ? each : from(path, each))) : partsOf(inner);
}
