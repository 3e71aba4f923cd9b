// What the environments' graphs become when they are laid over each other: one value that says where they differ.
import type { Path } from "#schema/path.ts";

/** Some of the environments, by their position in the order of delivery, ascending. */
export type Where = readonly number[];

/** What a leaf can be. */
export type Scalar = string | number | boolean | null;

/** One value for several environments. */
export type Merged =
  | { readonly kind: "literal"; readonly value: Scalar }
  /** The stack's name. */
  | { readonly kind: "stack" }
  /** An attribute of a resource or lookup; the empty attribute is the thing itself. */
  | { readonly kind: "ref"; readonly to: string; readonly attribute: string }
  /** What the stack's config says, by the setting's number. */
  | { readonly kind: "setting"; readonly setting: number }
  /** The opposite of what a boolean setting says. */
  | { readonly kind: "not"; readonly setting: number }
  | { readonly kind: "map"; readonly entries: readonly Entry[] }
  | { readonly kind: "list"; readonly elements: readonly Part[] }
  | { readonly kind: "join"; readonly parts: readonly Merged[] }
  | { readonly kind: "json"; readonly value: Merged }
  | { readonly kind: "archive"; readonly files: readonly ArchiveFile[] }
  /** Structurally different values; together they cover every environment that the whole stands in. */
  | { readonly kind: "either"; readonly options: readonly Part[] }
  /** The spec paths that the value came from. */
  | { readonly kind: "origin"; readonly paths: readonly Path[]; readonly value: Merged }
  | { readonly kind: "note"; readonly above?: string; readonly behind?: string; readonly value: Merged };

/** A value that stands in some of the environments, and the spec path that decides about it. */
export interface Part {
  readonly value: Merged;
  readonly where: Where;
  readonly because: Path;
}

/** A property. */
export interface Entry extends Part {
  readonly key: string;
}

/** A file of an archive: one of the output, or a text. */
export interface ArchiveFile {
  readonly name: string;
  readonly file?: string;
  readonly text?: Merged;
}

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
  readonly environments: readonly string[];
  readonly lookups: readonly MergedLookup[];
  /** Each after what it refers to. */
  readonly resources: readonly MergedResource[];
  readonly outputs: readonly MergedOutput[];
}

/** The values directly inside a value, with where they stand; undefined: wherever the whole stands. */
export function inside(value: Merged): readonly { readonly value: Merged; readonly where?: Where }[] {
  switch (value.kind) {
    case "map":
      return value.entries;
    case "list":
      return value.elements;
    case "either":
      return value.options;
    case "join":
      return value.parts.map((part) => ({ value: part }));
    case "archive":
      return value.files.flatMap((file) => (file.text === undefined ? [] : [{ value: file.text }]));
    case "json":
    case "origin":
    case "note":
      return [{ value: value.value }];
    default:
      return NOTHING;
  }
}

const NOTHING: readonly { readonly value: Merged }[] = [];

/** A value without the wrappers that say where it came from and why. */
export function core(value: Merged): Exclude<Merged, { kind: "origin" | "note" }> {
  return value.kind === "origin" || value.kind === "note" ? core(value.value) : value;
}

/** Whether anything inside is only known once a resource exists. */
export function isOutput(value: Merged): boolean {
  return value.kind === "ref" || inside(value).some((inner) => isOutput(inner.value));
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
    if (each.kind === "ref") found.push(each.to);
    else for (const inner of inside(each)) seek(inner.value);
  };
  seek(value);
  return found;
}
