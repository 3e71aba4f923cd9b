// What a program knows about the environments while it is put into words, and where in it an expression stands.
import type { Environment } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import type { Where } from "./merged.ts";
import type { Settings } from "./settings.ts";

/** What a program knows about the environments while it is put into words. */
export interface Scene {
  readonly project: string;
  readonly environments: readonly Environment[];
  /** All of them. */
  readonly everywhere: Where;
  readonly settings: Settings;
  /** A setting's variable; asking notes that the module needs it. */
  read(setting: number): string;
  /** A resource's or lookup's variable; asking notes that the module needs it. */
  name(key: string): string;
  /** What a resource or lookup is called where it is declared. */
  variableOf(key: string): string;
  /** A package or a word of config.ts that the module needs: `pulumi`, `prefix`. */
  word(name: string): string;
  /** Whether there is a resource or lookup of this key. */
  has(key: string): boolean;
  /** Where a resource or lookup exists. */
  whereOf(key: string): Where;
  /** The spec path that a resource or lookup exists for. */
  becauseOf(key: string): Path;
}

/** Where in the program an expression stands: in which environments it runs, and what is known to exist there. */
export interface Standing {
  readonly scope: Where;
  readonly known: ReadonlySet<string>;
  /** The resource around: its key names a setting that has to be made for it alone. */
  readonly subject: string;
}
