// Joined texts as template literals, in which the start of all names has a word of its own.
import type { Path } from "#schema/path.ts";
import type { Value } from "#schema/value.ts";
import { code, from, template } from "#schema/value.ts";
import type { Merged, Scalar } from "./merged.ts";
import { isOutput, isScalar, isTagged } from "./merged.ts";
import type { Scene } from "./scene.ts";

/** A text while it is put together. */
interface Draft {
  readonly pieces: Value[];
  /** The spec paths of its parts. */
  readonly paths: Path[];
  /** Whether it holds something that is only known once a resource exists. */
  waits: boolean;
}

const PREFIX = code("prefix");
const STACK = code("stack");

/** A text of parts: a template literal, which waits for outputs where it holds one. */
export function text(join: Merged, scene: Scene, express: (part: Merged) => Value): Value {
  const draft: Draft = { pieces: [], paths: [], waits: false };
  add(join, undefined, draft, scene, express);
  const { pieces, paths, waits } = draft;
  const only = pieces.length === 1 ? pieces[0] : undefined;
  if (pieces.length === 0 || typeof only === "string" || only === STACK || only === PREFIX) {
    return told(paths, only ?? "");
  }
  const tag = waits ? `${scene.word("pulumi")}.interpolate` : undefined;
  return told(paths, template(tag, ...pieces.filter((piece) => piece !== "")));
}

const told = (paths: readonly Path[], value: Value): Value =>
  paths.reduceRight((inner, path) => from(path, inner), value);

/** Adds a part: of one that is joined itself all parts, and those that name no path came from where the whole did. */
function add(
  part: Merged,
  around: Path | undefined,
  draft: Draft,
  scene: Scene,
  express: (part: Merged) => Value,
): void {
  const { pieces, paths } = draft;
  if (isScalar(part)) {
    if (around) paths.push(around);
    return addLiteral(part, pieces);
  }
  const before = paths.length;
  let inner: Merged = part;
  while (isTagged(inner, "from") || isTagged(inner, "note")) {
    if (inner.$ === "from") paths.push(inner.path);
    inner = inner.value;
  }
  if (isTagged(inner, "join")) {
    const [own = around] = paths.splice(before);
    for (const each of inner.parts) add(each, own, draft, scene, express);
    return;
  }
  if (around && paths.length === before) paths.push(around);
  if (isScalar(inner)) addLiteral(inner, pieces);
  else if (isTagged(inner, "stack")) pieces.splice(-1, 1, ...prefixed(pieces.at(-1), scene));
  else {
    pieces.push(express(inner));
    draft.waits ||= isOutput(inner);
  }
}

function addLiteral(literal: Scalar, pieces: Value[]): void {
  const last = pieces.at(-1);
  if (typeof last === "string") pieces[pieces.length - 1] = `${last}${literal}`;
  else pieces.push(String(literal));
}

/** The stack's name behind some text: with the project before it, that is the prefix of all names. */
function prefixed(last: Value | undefined, scene: Scene): readonly Value[] {
  const start = `${scene.project}-`;
  const rest = typeof last === "string" && last.endsWith(start) ? last.slice(0, -start.length) : undefined;
  // Nothing stands before most names.
  if (rest === undefined || (rest !== "" && /[A-Za-z0-9_.-]$/.test(rest))) {
    scene.word("stack");
    return [...(last === undefined ? [] : [last]), STACK];
  }
  scene.word("prefix");
  return rest === "" ? [PREFIX] : [rest, PREFIX];
}
