// What a build finds in the output folder, and what it will do there: the nouns that plan makes and disk applies.
import type { Finding } from "./finding.ts";

/** The tool's own records in the output folder. */
export const MANIFEST = ".sage/manifest.json";
/** Which spec path each generated line came from. */
export const MAP = ".sage/map.json";
/** The manifest of a build that has begun: what it leaves behind, if it is cut off, is still known to be ours. */
export const PENDING = ".sage/pending.json";
/** Stands there while a build writes, so that no second one does. */
export const LOCK = ".sage/lock";

/** What stands at a path. */
export type Found =
  | { readonly kind: "none" }
  /** `executable` is undefined where the system has no such bit. */
  | { readonly kind: "file"; readonly bytes: Uint8Array; readonly executable: boolean | undefined }
  /** A folder, a link, a device: nothing that we would write or remove. */
  | { readonly kind: "other"; readonly what: string }
  /** A link on the way leads out of the output folder. */
  | { readonly kind: "outside"; readonly link: string };

/** What the manifest remembers of a file. */
export interface Entry {
  /** Of the file, or of our block in it. */
  readonly sha256: string;
  readonly target: string;
  readonly block: boolean;
}

/** Our files by their path below the output folder. */
export type Manifest = ReadonlyMap<string, Entry>;

/** Lines of a file and the spec paths that they came from, sorted. */
export type LineOrigins = readonly (readonly [line: number, path: string])[];

/** The output folder before a build. */
export interface Ground {
  /** What stands at each path that the plan asks for. */
  readonly tree: ReadonlyMap<string, Found>;
  readonly manifest: Manifest;
  /** What a build that was cut off had begun to write. */
  readonly pending: Manifest;
  readonly map: ReadonlyMap<string, LineOrigins>;
}

/** What happens to a file. `edited` and `foreign` ones are left as they are, and refuse the build. */
export type Action = "create" | "update" | "unchanged" | "delete" | "edited" | "foreign";

/** An operation of an override. */
export interface KeepingStep {
  readonly op: "add" | "remove" | "replace" | "test";
  /** A JSON Pointer. */
  readonly path: string;
  readonly value?: unknown;
}

/** An entry of `overrides` that would make the same change, but for its name and its reason. */
export type Keeping = ({ readonly on: string } | { readonly file: string }) & {
  readonly patch: readonly KeepingStep[];
};

/** How a file that was edited by hand differs from what the spec makes. */
export interface Edit {
  /** As `diff -u` writes it, without its first two lines; empty where the spec makes no such file any more. */
  readonly diff: string;
  /** The spec path that would say the same, where one value explains the edit. */
  readonly key: string | undefined;
  /** The override that would say the same, where no key does and one can. */
  readonly keeping: Keeping | undefined;
  /** Git left the marks of a merge conflict in it. */
  readonly conflict: boolean;
}

/** One file of the plan. */
export interface Step {
  readonly path: string;
  /** The target that it belongs to; `sage` for the tool's own records. */
  readonly target: string;
  readonly action: Action;
  /** The bytes to write; undefined where none are. */
  readonly write?: { readonly bytes: Uint8Array; readonly executable: boolean };
  /** There, if the file was edited by hand. */
  readonly edit?: Edit;
}

/** What a build will do. */
export interface Plan {
  /** Sorted by path, the records last: the order of writing. */
  readonly steps: readonly Step[];
  /** What refuses it; nothing is written if there is any. */
  readonly findings: readonly Finding[];
  /** The text of the manifest to be, for the record of a build that has begun. */
  readonly pending: string;
  /** Where a build that was cut off may have left a draft. */
  readonly begun: readonly string[];
}
