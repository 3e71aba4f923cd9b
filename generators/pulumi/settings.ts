// What the stacks' config must say: one setting for each place in the spec whose value differs between environments.
import type { Path } from "#schema/path.ts";
import { formatPath } from "#schema/path.ts";
import type { Value } from "#schema/value.ts";
import { isSection } from "./leaf.ts";
import { camelPath, capital, isReserved } from "./words.ts";

/** An environment in which nobody asks for the value. */
export const UNASKED = Symbol("unasked");

/** A value that the program reads from its stack's config. */
export interface Setting {
  readonly number: number;
  /** The spec path without the overlay; the setting is named after it. */
  readonly path: Path;
  /** By environment: the value, undefined where the config is silent, or UNASKED. */
  readonly values: readonly (Value | undefined | typeof UNASKED)[];
  /** The values are the spec's own, so the plain name of the path is theirs. */
  readonly plain: boolean;
  /** The property that takes it, and the variable of that property's resource. */
  readonly property: string;
  readonly subject: string;
}

/** Collects settings; equal wishes share one. */
export interface Settings {
  request(wish: Omit<Setting, "number">): number;
  /** What is known by now; a setting of which more becomes known is another one from then on. */
  all(): readonly Setting[];
}

/** An empty collection. */
export function collectSettings(): Settings {
  const found: Setting[] = [];
  const paths: string[] = [];
  return {
    all: () => found,
    request: (wish) => {
      const path = formatPath(wish.path);
      const same = found.find((each, number) => paths[number] === path && agree(each, wish));
      if (!same) {
        paths.push(path);
        return found.push({ ...wish, number: found.length }) - 1;
      }
      if (tellsMore(wish, same)) {
        const values = same.values.map((value, index) => (value === UNASKED ? wish.values[index] : value));
        found[same.number] = { ...same, values, plain: same.plain || wish.plain };
      }
      return same.number;
    },
  };
}

function tellsMore(wish: Omit<Setting, "number">, { plain, values }: Setting): boolean {
  return (wish.plain && !plain) || values.some((value, at) => value === UNASKED && wish.values[at] !== UNASKED);
}

/** The setting of a leaf that the model keeps as the spec has it: the path's plain name is its own. */
export function requestLeaf(settings: Settings, path: Path, values: readonly (Value | undefined)[]): number {
  return settings.request({ path, values, plain: true, property: "", subject: "" });
}

function agree(a: Pick<Setting, "values">, b: Pick<Setting, "values">): boolean {
  return a.values.every((value, index) => {
    const other = b.values[index];
    if (value === other || value === UNASKED || other === UNASKED) return true;
    return JSON.stringify(value) === JSON.stringify(other);
  });
}

/** Whether some environment's config is silent about it. */
export function isOptional(setting: Setting): boolean {
  return setting.values.some((value) => value === undefined || value === UNASKED);
}

/** The region is AWS's own setting, and stands in no second place. */
export function isRegion(setting: Setting): boolean {
  return setting.path.length === 1 && setting.path[0] === "region";
}

/**
 * The settings' names, by number: that of the spec path; where one path gives several values, with the property's
 * name behind; where that is not enough, the resource's and the property's. `taken` are the program's other names.
 */
export function nameSettings(settings: readonly Setting[], taken: ReadonlySet<string>): readonly string[] {
  const used = new Set(taken);
  const paths = settings.map((setting) => formatPath(setting.path));
  return settings.map((setting, number) => {
    const rivals = settings.filter((_, other) => other !== number && paths[other] === paths[number]);
    const path = camelPath(setting.path);
    const byProperty = path === "" ? "" : `${path}${capital(setting.property)}`;
    const bySubject = `${setting.subject}${capital(setting.property)}`;
    const isOwn = !isSection(setting.path) || setting.property !== "enabled";
    const wishes = [
      ...(setting.plain || (!rivals.length && !isSection(setting.path)) ? [path] : []),
      ...(isOwn && rivals.every((rival) => rival.plain || rival.property !== setting.property) ? [byProperty] : []),
      bySubject,
      // A resource may have the path's name: `api-certificate` where `services.api.certificate` decides whether it is.
      `${path}Setting`,
    ];
    const name =
      wishes.find((wish) => wish !== "" && !used.has(wish) && !isReserved(wish)) ?? numbered(bySubject || path, used);
    used.add(name);
    return name;
  });
}

/** A name with the first number that is free: for several settings of one property of one resource. */
function numbered(name: string, used: ReadonlySet<string>): string {
  let number = 2;
  while (used.has(`${name}${number}`)) number += 1;
  return `${name}${number}`;
}
