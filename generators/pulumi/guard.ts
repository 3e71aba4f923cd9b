// How the program tells environments apart: by what it has already made there, else by what the stack's config says.
import { condition } from "./condition.ts";
import type { Merged, MergedMap, Part, TagOrMap, Where } from "./merged.ts";
import { inside, isList, sameWhere } from "./merged.ts";
import type { Scene, Standing } from "./scene.ts";
import type { Setting } from "./settings.ts";
import { isOptional, UNASKED } from "./settings.ts";

/** Something that exists in some environments only, so that TypeScript wants to see a test before its use. */
interface Optional {
  readonly id: string;
  readonly where: Where;
  readonly test: () => string;
}

/** The environments whose config has a setting. */
export function givenIn(setting: Setting): Where {
  return setting.values.flatMap((value, at) => (value === undefined || value === UNASKED ? [] : [at]));
}

/** What a value needs that does not exist everywhere, outside of the parts that get a guard of their own. */
export function optionals(value: Merged, scope: Where, scene: Scene): readonly Optional[] {
  const found: Optional[] = [];
  seek(value, scope, scene, found);
  return found;
}

function seek(value: Merged, scope: Where, scene: Scene, found: Optional[]): void {
  if (typeof value !== "object" || value === null) return;
  if (isList(value)) return seekAll(value, scope, scene, found);
  const tag = value as TagOrMap;
  switch (tag.$) {
    case undefined:
      return seekMap(value as MergedMap, scope, scene, found);
    case "ref":
      return seekReference(tag.to, scene, found);
    case "setting":
      return seekSetting(tag.setting, scene, found);
    case "either":
      return void found.push(...optionalsOfAll(tag.options, scope, scene));
    case "join":
      return seekAll(tag.parts, scope, scene, found);
    case "stack":
      return;
    case "part":
      return sameWhere(tag.where, scope) ? seek(tag.value, scope, scene, found) : undefined;
    case "from":
    case "note":
    case "json":
      return seek(tag.value, scope, scene, found);
    default:
      return seekAll(inside(tag), scope, scene, found);
  }
}

function seekMap(map: MergedMap, scope: Where, scene: Scene, found: Optional[]): void {
  for (const key in map) {
    const inner = map[key] ?? null;
    if (typeof inner === "object") seek(inner, scope, scene, found);
  }
}

function seekAll(values: readonly Merged[], scope: Where, scene: Scene, found: Optional[]): void {
  for (let index = 0; index < values.length; index += 1) {
    const inner = values[index] ?? null;
    if (typeof inner === "object") seek(inner, scope, scene, found);
  }
}

function seekReference(to: string, scene: Scene, found: Optional[]): void {
  const where = scene.whereOf(to);
  if (where.length < scene.environments.length) found.push({ id: `ref ${to}`, where, test: () => scene.name(to) });
}

function seekSetting(number: number, scene: Scene, found: Optional[]): void {
  const setting = settingOf(scene, number);
  if (!isOptional(setting)) return;
  const test = (): string => `${scene.read(number)} !== undefined`;
  found.push({ id: `setting ${number}`, where: givenIn(setting), test });
}

/** What options need that exists wherever the whole stands: a guard around the whole covers it. */
function optionalsOfAll(options: readonly Part[], scope: Where, scene: Scene): readonly Optional[] {
  return options
    .flatMap((part) => optionals(part.value, part.where, scene))
    .filter(({ where }) => scope.every((at) => where.includes(at)));
}

/** A setting by its number. */
export function settingOf(scene: Scene, number: number): Setting {
  const setting = scene.settings.all()[number];
  if (!setting) throw new Error(`there is no setting ${number}`);
  return setting;
}

/** A test in TypeScript, and the standing of what it guards. */
export interface Guard {
  /** Undefined where nothing has to be tested. */
  readonly test: string | undefined;
  readonly inner: Standing;
}

/** The guard of a part: true in just those environments of the scope that have it. */
export function guard(part: Part, standing: Standing, scene: Scene): Guard {
  const { scope, known, subject } = standing;
  const optional = optionals(part.value, part.where, scene).filter(({ id }) => !known.has(id));
  const isWhole = sameWhere(part.where, scope);
  if (isWhole && optional.length === 0) return { test: undefined, inner: standing };
  const needs = new Map(optional.map((need) => [need.id, need]));
  const tells = (need: Optional): boolean =>
    sameWhere(
      need.where.filter((at) => scope.includes(at)),
      part.where,
    );
  const enough = isWhole || [...needs.values()].some(tells);
  const tests = [
    ...(enough ? [] : [condition(part, standing, scene)]),
    ...[...needs.values()].map((need) => need.test()),
  ];
  return {
    test: tests.length ? [...new Set(tests)].join(" && ") : undefined,
    inner: { scope: part.where, subject, known: new Set([...known, ...needs.keys()]) },
  };
}

/** The option that an `either` ends with: the one that asks least of its environments, else the most common. */
export function fallbackOf(options: readonly Part[], scene: Scene): Part {
  const cost = (part: Part): number => optionals(part.value, part.where, scene).length * 1000 - part.where.length;
  const [first, ...rest] = options;
  if (!first) throw new Error("an either without options");
  return rest.reduce((best, part) => (cost(part) < cost(best) ? part : best), first);
}
