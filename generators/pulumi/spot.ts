// Where in the program a value stands while it is merged, and how it becomes a setting there.
import type { Environment } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import type { Settings } from "./settings.ts";
import { UNASKED } from "./settings.ts";
import type { Slots } from "./slots.ts";
import { variable } from "./words.ts";

/** Where in the program a value stands, and what it is merged with. */
export interface Spot {
  readonly environments: readonly Environment[];
  readonly settings: Settings;
  /** The spec path that speaks for values without one of their own. */
  readonly path: Path;
  /** The key of the resource around. */
  readonly subject: string;
  /** The nearest property's name. */
  readonly property: string;
}

/** Below a property, or a key that is one; all fields are named, because a copy by spread takes V8 longer. */
export function inside({ environments, settings, path, subject }: Spot, property: string): Spot {
  return { environments, settings, path, subject, property };
}

/** Where a value says its own spec path. */
export function along({ environments, settings, subject, property }: Spot, path: Path): Spot {
  return { environments, settings, path, subject, property };
}

/** The setting of differing values. */
export function requestValues({ environments, settings, path, subject, property }: Spot, slots: Slots): number {
  const values = environments.map((_, at) => slots.values[slots.where.indexOf(at)] ?? UNASKED);
  return settings.request({ path, property, subject: variable(subject), values, plain: false });
}
