// What the environments' graphs become when they are laid over each other: one value that says where they differ.
import type { Path } from "#schema/path.ts";
import { type Ref, type StackName, type Value } from "#schema/value.ts";

/** Some of the environments, by their position in the order of delivery, ascending. */
export type Where = readonly number[];

/** What a leaf can be. */
export type Scalar = string | number | boolean | null;

/** One value for several environments: a graph's own where they agree, and where they differ a tag that says how. */
export type Merged = Scalar | readonly Merged[] | MergedMap | MergedTag;

export interface MergedMap {
  readonly [key: string]: Merged;
}

/** The tags of a graph, around merged values, and those that tell environments apart. */
export type MergedTag =
  | Ref
  | StackName
  | { readonly $: "from"; readonly path: Path; readonly value: Merged }
  | { readonly $: "note"; readonly above?: string; readonly behind?: string; readonly value: Merged }
  | { readonly $: "join"; readonly parts: readonly Merged[] }
  | { readonly $: "json"; readonly value: Merged }
  | { readonly $: "archive"; readonly files: Readonly<Record<string, ArchiveFile>> }
  /** What the stack's config says, by the setting's number. */
  | { readonly $: "setting"; readonly setting: number }
  /** The opposite of what a boolean setting says. */
  | { readonly $: "not"; readonly setting: number }
  /** Structurally different values; together they cover every environment that the whole stands in. */
  | { readonly $: "either"; readonly options: readonly Part[] }
  | Part;

/** A value that stands in some of the environments that the whole stands in, and the spec path that decides about it. */
export interface Part {
  readonly $: "part";
  readonly value: Merged;
  readonly where: Where;
  readonly because: Path;
}

/** A file of an archive: one of the output, or a text. */
export type ArchiveFile = { readonly file: string } | { readonly text: Merged };

/** A resource, in one or more environments. */
export interface MergedResource {
  readonly key: string;
  readonly type: string;
  readonly module: string;
  readonly because: Path;
  readonly why: string | undefined;
  readonly where: Where;
  readonly name: Merged;
  readonly properties: Merged;
  /** A map; undefined where there are none. */
  readonly options: Merged | undefined;
}

/** A lookup; it asks in every environment, since asking changes nothing. */
export interface MergedLookup {
  readonly key: string;
  readonly type: string;
  readonly module: string;
  readonly because: Path;
  readonly why: string | undefined;
  readonly arguments: Merged;
}

/** A stack output. */
export interface MergedOutput {
  readonly name: string;
  readonly description: string;
  readonly where: Where;
  readonly because: Path;
  readonly value: Merged;
}

/** One program for all environments, before it is put into words. */
export interface MergedGraph {
  /** All environments. */
  readonly everywhere: Where;
  readonly lookups: readonly MergedLookup[];
  /** Each after what it refers to. */
  readonly resources: readonly MergedResource[];
  readonly outputs: readonly MergedOutput[];
}

export const isScalar = (value: Merged | Value): value is Scalar => typeof value !== "object" || value === null;
export const isList = Array.isArray as (value: Merged) => value is readonly Merged[];
export const isMergedTag = (value: Exclude<Merged, Scalar>): value is MergedTag =>
  typeof (value as { readonly $?: unknown }).$ === "string";

/** What is no scalar and no list, so that one look at its `$` tells its kind: a map has none. */
export type TagOrMap = MergedTag | { readonly $: undefined };

/** Whether a value is a map: no list, no tag. */
export const isMap = (value: Merged): value is MergedMap => !isScalar(value) && !isList(value) && !isMergedTag(value);

const NOTHING: readonly Merged[] = [];

/** The values directly inside a value. */
export function inside(value: Merged): readonly Merged[] {
  if (typeof value !== "object" || value === null) return NOTHING;
  if (isList(value)) return value;
  if (!isMergedTag(value)) return Object.values(value);
  switch (value.$) {
    case "from":
    case "note":
    case "json":
    case "part":
      return [value.value];
    case "join":
      return value.parts;
    case "either":
      return value.options;
    case "archive":
      return Object.values(value.files).flatMap((file) => ("text" in file ? [file.text] : []));
    default:
      return NOTHING;
  }
}

/** A value without the wrappers that say where it came from and why. */
export function core(value: Merged): Merged {
  return isTagged(value, "from") || isTagged(value, "note") ? core(value.value) : value;
}

/** Whether a value is empty: a map or list without anything in it. */
export const isEmpty = (value: Merged): boolean => inside(value).length === 0;

/** A reference, if a value is just that. */
export function asRef(value: Merged): Ref | undefined {
  return isTagged(value, "ref") ? value : undefined;
}

/** Whether a value is a tag of one kind. */
export function isTagged<K extends MergedTag["$"]>(value: Merged, kind: K): value is Extract<MergedTag, { $: K }> {
  return typeof value === "object" && value !== null && (value as { readonly $?: unknown }).$ === kind;
}

/** Whether anything inside is only known once a resource exists. */
export function isOutput(value: Merged): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isList(value)) return value.some(isOutput);
  const tag = value as TagOrMap;
  if (tag.$ === undefined) return isOutputInMap(value as MergedMap);
  return tag.$ === "ref" || inside(value).some(isOutput);
}

function isOutputInMap(map: MergedMap): boolean {
  for (const key in map) if (isOutput(map[key] ?? null)) return true;
  return false;
}

/** Whether two sets of environments are the same. */
export function sameWhere(a: Where, b: Where): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((at, index) => at === b[index]);
}

/** The keys of all that a value refers to. */
export function targets(value: Merged): readonly string[] {
  const found: string[] = [];
  const seek = (each: Merged): void => {
    if (isTagged(each, "ref")) found.push(each.to);
    else inside(each).forEach(seek);
  };
  seek(value);
  return found;
}
