// Puts merged values into TypeScript: references become variables, texts template literals, and what differs between
// environments a read of the config or a conditional expression.
import type { Value, ValueMap } from "#schema/value.ts";
import { call, choice, code, from, spread } from "#schema/value.ts";
import type { Guard } from "./guard.ts";
import { fallbackOf, givenIn, guard, settingOf } from "./guard.ts";
import type { ArchiveFile, Merged, MergedMap, MergedTag, Part, TagOrMap, Where } from "./merged.ts";
import { asRef, core, isList, isOutput, isTagged, sameWhere } from "./merged.ts";
import type { Scene, Standing } from "./scene.ts";
import { text } from "./text.ts";

/** A merged value as TypeScript; one that holds nothing to be put into words is itself. */
export function express(value: Merged, standing: Standing, scene: Scene): Value {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return list(value, standing, scene);
  const tag = value as TagOrMap;
  return tag.$ === undefined ? map(value as MergedMap, standing, scene) : expressTag(tag, standing, scene);
}

function list(values: readonly Merged[], standing: Standing, scene: Scene): Value {
  let told: Value[] | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? null;
    if (typeof value !== "object") continue;
    const words = isTagged(value, "part") ? element(value, standing, scene) : express(value, standing, scene);
    if (words !== value) (told ??= [...values] as Value[])[index] = words;
  }
  return told ?? (values as readonly Value[]);
}

/** A changed map is a copy with the same keys, so that each keeps its place, whatever it is called. */
function map(values: MergedMap, standing: Standing, scene: Scene): Value {
  let told: Record<string, Value> | undefined;
  for (const key in values) {
    const value = values[key] ?? null;
    if (typeof value !== "object") continue;
    const words = express(value, standing, scene);
    if (words !== value) (told ??= { ...values } as Record<string, Value>)[key] = words;
  }
  return told ?? (values as ValueMap);
}

function expressTag(value: MergedTag, standing: Standing, scene: Scene): Value {
  switch (value.$) {
    case "stack":
      return code(scene.word("stack"));
    case "ref":
      return code(attribute(scene.name(value.to), value.attribute));
    case "setting":
      return code(scene.read(value.setting));
    case "not":
      return code(`!${scene.read(value.setting)}`);
    case "join":
      return text(value, scene, (part) => express(part, standing, scene));
    case "json":
      return serialized(value.value, standing, scene);
    case "archive":
      return archive(value.files, standing, scene);
    case "either":
      return alternatives(value.options, standing, scene);
    case "from": {
      const words = express(value.value, standing, scene);
      return words === value.value ? (value as Value) : from(value.path, words);
    }
    case "note": {
      const words = express(value.value, standing, scene);
      return (words === value.value ? value : { ...value, value: words }) as Value;
    }
    case "part":
      return property(value, standing, scene);
  }
}

const attribute = (name: string, path: string): string => (path === "" ? name : `${name}.${path}`);

/** A part under its guard; what is said about its value is said about the whole. */
function guarded(part: Part, standing: Standing, scene: Scene, say: (test: Guard, value: Value) => Value): Value {
  const { value } = part;
  if (isTagged(value, "from")) return from(value.path, guarded({ ...part, value: value.value }, standing, scene, say));
  if (isTagged(value, "note")) {
    return { ...value, value: guarded({ ...part, value: value.value }, standing, scene, say) };
  }
  const test = guard(part, standing, scene);
  return say(test, express(value, test.inner, scene));
}

const UNDEFINED = code("undefined");

/** A property; where an environment lacks it, it is undefined there, which Pulumi and JSON both leave out. */
export function property(part: Part, standing: Standing, scene: Scene): Value {
  if (isWhole(part, standing.scope) || isSilentElsewhere(part, standing.scope, scene)) {
    return express(part.value, standing, scene);
  }
  return guarded(part, standing, scene, ({ test }, inner) =>
    test === undefined ? inner : choice(code(test), inner, UNDEFINED),
  );
}

const isWhole = (part: Part, scope: Where): boolean => sameWhere(part.where, scope);

/** Whether a value is a setting that the config of the other environments does not have: it is undefined by itself. */
function isSilentElsewhere(part: Part, scope: Where, scene: Scene): boolean {
  const value = core(part.value);
  if (!isTagged(value, "setting")) return false;
  const given = givenIn(settingOf(scene, value.setting));
  return scope.every((at) => part.where.includes(at) !== !given.includes(at));
}

function element(part: Part, standing: Standing, scene: Scene): Value {
  if (isWhole(part, standing.scope)) return express(part.value, standing, scene);
  return guarded(part, standing, scene, ({ test }, inner) =>
    test === undefined ? inner : spread(choice(code(test), [inner], [])),
  );
}

function alternatives(options: readonly Part[], standing: Standing, scene: Scene): Value {
  const last = fallbackOf(options, scene);
  const others = options.filter((part) => part !== last);
  const short = firstThatExists([...others, last], standing, scene);
  if (short !== undefined) return short;
  const scope = (index: number): Where =>
    [...others.slice(index), last].flatMap((part) => part.where).sort((a, b) => a - b);
  const rest = guarded(last, { ...standing, scope: last.where }, scene, ({ test }, value) =>
    test === undefined ? value : choice(code(test), value, UNDEFINED),
  );
  return others.reduceRight<Value>((otherwise, part, index) => {
    const { test, inner } = guard(part, { ...standing, scope: scope(index) }, scene);
    if (test === undefined) throw new Error(`nothing tells ${JSON.stringify(part.where)} apart`);
    return choice(code(test), express(part.value, inner, scene), otherwise);
  }, rest);
}

/** `(natB ?? natA).id`: the same attribute of the first resource that exists. */
function firstThatExists(options: readonly Part[], standing: Standing, scene: Scene): Value | undefined {
  const references = options.map((part) => asRef(core(part.value)));
  const [first] = references;
  const everywhere = scene.environments.length;
  const fits = options.every((part, index) => {
    const reference = references[index];
    if (!reference || reference.attribute !== first?.attribute) return false;
    const where = scene.whereOf(reference.to);
    if (index === options.length - 1) return where.length === everywhere || standing.known.has(`ref ${reference.to}`);
    const rest = options.slice(index).flatMap((each) => each.where);
    return sameWhere(
      where.filter((at) => rest.includes(at)),
      part.where,
    );
  });
  if (!fits || !first) return undefined;
  const chain = references.map((reference) => scene.name(reference?.to ?? "")).join(" ?? ");
  return code(first.attribute === "" ? chain : attribute(`(${chain})`, first.attribute));
}

function serialized(value: Merged, standing: Standing, scene: Scene): Value {
  const callee = isOutput(value) ? `${scene.word("pulumi")}.jsonStringify` : "JSON.stringify";
  return call(callee, express(value, standing, scene));
}

function archive(files: Readonly<Record<string, ArchiveFile>>, standing: Standing, scene: Scene): Value {
  const assets = scene.word("pulumi");
  const entries = Object.entries(files).map(([name, file]): [string, Value] => {
    if ("file" in file) return [name, call(`new ${assets}.asset.FileAsset`, file.file.replace(/^infra\//, ""))];
    if (isOutput(file.text)) throw new Error(`the archive's ${name} must be known before anything is made`);
    return [name, call(`new ${assets}.asset.StringAsset`, express(file.text, standing, scene))];
  });
  return call(`new ${assets}.asset.AssetArchive`, Object.fromEntries(entries));
}
