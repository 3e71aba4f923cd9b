// Joined texts as template literals, in which the start of all names has a word of its own.
import type { Path } from "#schema/path.ts";
import type { Value } from "#schema/value.ts";
import { code, from, template } from "#schema/value.ts";
import type { Merged } from "./merged.ts";
import { isOutput, isScalar, isTagged } from "./merged.ts";
import type { Scene } from "./scene.ts";

/** A part of a text as it is printed, without the paths that were around it. */
interface Opened {
  readonly part: Merged;
  readonly paths: readonly Path[];
}

const PREFIX = code("prefix");
const STACK = code("stack");

/** A text of parts: a template literal, which waits for outputs where it holds one. */
export function text(parts: readonly Merged[], scene: Scene, express: (part: Merged) => Value): Value {
  const opened: Opened[] = [];
  for (const part of parts) open(part, undefined, opened);
  const pieces: Value[] = [];
  for (const { part } of opened) {
    const last = pieces.at(-1);
    if (isScalar(part)) {
      if (typeof last === "string") pieces[pieces.length - 1] = `${last}${part}`;
      else pieces.push(String(part));
    } else if (isTagged(part, "stack")) pieces.splice(-1, 1, ...prefixed(last, scene));
    else pieces.push(express(part));
  }
  const paths = opened.flatMap((each) => each.paths);
  const [only] = pieces;
  if (pieces.length === 1 && (typeof only === "string" || only === STACK || only === PREFIX))
    return told(paths, only ?? "");
  const tag = opened.some(({ part }) => isOutput(part)) ? `${scene.word("pulumi")}.interpolate` : undefined;
  return told(paths, template(tag, ...pieces.filter((piece) => piece !== "")));
}

const told = (paths: readonly Path[], value: Value): Value =>
  paths.reduceRight((inner, path) => from(path, inner), value);

/** Opens a part: one that is joined itself lays its parts out, and those that name no path came from the whole's. */
function open(part: Merged, around: Path | undefined, found: Opened[]): void {
  const paths: Path[] = [];
  let inner = part;
  while (isTagged(inner, "from") || isTagged(inner, "note")) {
    if (inner.$ === "from") paths.push(inner.path);
    inner = inner.value;
  }
  if (isTagged(inner, "join")) for (const each of inner.parts) open(each, paths[0] ?? around, found);
  else found.push({ part: inner, paths: paths.length || !around ? paths : [around] });
}

/** The stack's name behind some text: with the project before it, that is the prefix of all names. */
function prefixed(last: Value | undefined, scene: Scene): readonly Value[] {
  const start = `${scene.project}-`;
  const before = typeof last === "string" ? last : undefined;
  if (before === undefined || !before.endsWith(start) || /[A-Za-z0-9_.-]$/.test(before.slice(0, -start.length))) {
    scene.word("stack");
    return [...(last === undefined ? [] : [last]), STACK];
  }
  scene.word("prefix");
  const rest = before.slice(0, -start.length);
  return rest === "" ? [PREFIX] : [rest, PREFIX];
}
