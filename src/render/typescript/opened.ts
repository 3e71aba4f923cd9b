// A value without the wrappers around it, which say where it came from and why.
import type { Path } from "#schema/path.ts";
import { isTag, type Note, type Value } from "#schema/value.ts";
import { NOWHERE } from "./piece.ts";

/** A value below its wrappers. */
export type Bare = Exclude<Value, { readonly $: "from" | "note" }>;

/** What the wrappers said. */
export interface Opened {
  readonly bare: Bare;
  readonly paths: readonly Path[];
  /** The outer one first. */
  readonly notes: readonly Note[];
}

const NO_NOTES: readonly Note[] = [];

/** Takes a value out of its wrappers. */
export function opened(value: Value): Opened {
  let bare = value;
  let paths = NOWHERE;
  let notes = NO_NOTES;
  while (isTag(bare) && (bare.$ === "from" || bare.$ === "note")) {
    if (bare.$ === "from") paths = paths.length === 0 ? [bare.path] : [...paths, bare.path];
    else notes = [...notes, bare];
    bare = bare.value;
  }
  return { bare: bare as Bare, paths, notes };
}
