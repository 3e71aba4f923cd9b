// How the program tells environments apart: by what it has already made there, else by what the stack's config says.
import type { Environment } from "#schema/model.ts";
import { leafOf, OPAQUE } from "./leaf.ts";
import type { Leaf } from "./leaf.ts";
import type { Merged, Part, Where } from "./merged.ts";
import { core, inside, sameWhere } from "./merged.ts";
import type { Setting, Settings } from "./settings.ts";
import { isOptional, requestLeaf, UNASKED } from "./settings.ts";
import { variable } from "./words.ts";

/** What a program knows about the environments while it is put into words. */
export interface Scene {
  readonly project: string;
  readonly environments: readonly Environment[];
  readonly settings: Settings;
  /** A setting's variable; asking notes that the module needs it. */
  read(setting: number): string;
  /** A resource's or lookup's variable; asking notes that the module needs it. */
  name(key: string): string;
  /** A package or a word of config.ts that the module needs: `pulumi`, `prefix`. */
  word(name: string): string;
  /** Where a resource or lookup exists. */
  whereOf(key: string): Where;
}

/** Where in the program an expression stands: in which environments it runs, and what is known to exist there. */
export interface Standing {
  readonly scope: Where;
  readonly known: ReadonlySet<string>;
  /** The resource around: its key names a setting that has to be made for it alone. */
  readonly subject: string;
}

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
export function optionals(value: Merged, { scope }: Standing, scene: Scene): readonly Optional[] {
  if (value.kind === "ref") {
    const where = scene.whereOf(value.to);
    if (where.length === scene.environments.length) return [];
    return [{ id: `ref ${value.to}`, where, test: () => scene.name(value.to) }];
  }
  if (value.kind === "setting") {
    const setting = settingOf(scene, value.setting);
    if (!isOptional(setting)) return [];
    const test = (): string => `${scene.read(value.setting)} !== undefined`;
    return [{ id: `setting ${value.setting}`, where: givenIn(setting), test }];
  }
  if (value.kind === "either") return [];
  const parts = inside(value).filter(({ where }) => where === undefined || sameWhere(where, scope));
  return parts.flatMap((part) => optionals(part.value, { scope, known: new Set(), subject: "" }, scene));
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
  const inner = { scope: part.where, subject };
  const needs = new Map(
    optionals(part.value, { ...inner, known }, scene)
      .filter(({ id }) => !known.has(id))
      .map((need) => [need.id, need]),
  );
  const tells = (need: Optional): boolean =>
    sameWhere(
      need.where.filter((at) => scope.includes(at)),
      part.where,
    );
  const enough = sameWhere(part.where, scope) || [...needs.values()].some(tells);
  const tests = [
    ...(enough ? [] : [condition(part, standing, scene)]),
    ...[...needs.values()].map((need) => need.test()),
  ];
  return {
    test: tests.length ? [...new Set(tests)].join(" && ") : undefined,
    inner: { ...inner, known: new Set([...known, ...needs.keys()]) },
  };
}

/** A test of the spec's leaf that decides about a part; a setting of its own where the model has no such leaf. */
function condition({ where, because }: Part, { scope, subject }: Standing, scene: Scene): string {
  const path = because[0] === "services" && because.length === 2 ? [...because, "deploy"] : because;
  const leaves = scene.environments.map((environment) => leafOf(environment, path));
  const outside = scope.filter((at) => !where.includes(at));
  const compare = comparison(
    where.map((at) => leaves[at]),
    outside.map((at) => leaves[at]),
  );
  const known = leaves.filter((leaf) => leaf !== OPAQUE);
  if (compare && known.length === leaves.length) return compare(scene.read(requestLeaf(scene.settings, path, known)));
  const values = scene.environments.map((_, at) => where.includes(at));
  const wish = { path, values, plain: false, property: "enabled", subject: variable(subject) };
  return scene.read(scene.settings.request(wish));
}

/** How to tell the leaves of the environments inside from those outside, if they can be told apart. */
function comparison(inside: readonly Leaf[], outside: readonly Leaf[]): ((name: string) => string) | undefined {
  const [ins, outs] = [new Set(inside), new Set(outside)];
  if ([...ins].some((leaf) => outs.has(leaf))) return undefined;
  const [inner, outer] = [ins.size === 1 ? [...ins][0] : OPAQUE, outs.size === 1 ? [...outs][0] : OPAQUE];
  if (outer === undefined) return (name) => `${name} !== undefined`;
  if (inner === undefined) return (name) => `${name} === undefined`;
  if (inner === true && outer === false) return (name) => name;
  if (inner === false && outer === true) return (name) => `!${name}`;
  if (inner !== OPAQUE) return (name) => `${name} === ${JSON.stringify(inner)}`;
  if (outer !== OPAQUE) return (name) => `${name} !== ${JSON.stringify(outer)}`;
  return undefined;
}

/** The option that an `either` ends with: the one that asks least of its environments, else the most common. */
export function fallbackOf(options: readonly Part[], standing: Standing, scene: Scene): Part {
  const cost = (part: Part): number =>
    optionals(part.value, { ...standing, scope: part.where }, scene).length * 1000 - part.where.length;
  const [first, ...rest] = options;
  if (!first) throw new Error("an either without options");
  return rest.reduce((best, part) => (cost(part) < cost(best) ? part : best), first);
}

/** The key of the resource that a reference points to and where it exists, if a part is just that reference. */
export function referenceOf(part: Part): { readonly to: string; readonly attribute: string } | undefined {
  const value = core(part.value);
  return value.kind === "ref" ? value : undefined;
}
