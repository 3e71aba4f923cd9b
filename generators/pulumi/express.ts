// Puts merged values into TypeScript: references become variables, texts template literals, and what differs between
// environments a read of the config or a conditional expression.
import type { Path } from "#schema/path.ts";
import type { Value, ValueMap } from "#schema/value.ts";
import { above, behind, call, choice, code, from, spread, template } from "#schema/value.ts";
import type { Guard } from "./guard.ts";
import { fallbackOf, givenIn, guard, referenceOf, settingOf } from "./guard.ts";
import type { ArchiveFile, Merged, Part, Where } from "./merged.ts";
import { core, isOutput, sameWhere } from "./merged.ts";
import type { Scene, Standing } from "./scene.ts";

/** A merged value as TypeScript. */
export function express(value: Merged, standing: Standing, scene: Scene): Value {
  switch (value.kind) {
    case "literal":
      return value.value;
    case "stack":
      return code(scene.word("stack"));
    case "ref":
      return code(attribute(scene.name(value.to), value.attribute));
    case "setting":
      return code(scene.read(value.setting));
    case "not":
      return code(`!${scene.read(value.setting)}`);
    case "map":
      return Object.fromEntries(value.entries.map((entry) => [entry.key, property(entry, standing, scene)]));
    case "list":
      return value.elements.map((part) => element(part, standing, scene));
    case "join":
      return text(value.parts, standing, scene);
    case "json":
      return serialized(value.value, standing, scene);
    case "archive":
      return archive(value.files, standing, scene);
    case "either":
      return alternatives(value.options, standing, scene);
    case "origin":
      return told(value.paths, express(value.value, standing, scene));
    case "note":
      return noted(value, express(value.value, standing, scene));
  }
}

const attribute = (name: string, path: string): string => (path === "" ? name : `${name}.${path}`);

const told = (paths: readonly Path[], value: Value): Value =>
  paths.reduceRight((inner, path) => from(path, inner), value);

function noted({ above: before, behind: after }: { above?: string; behind?: string }, value: Value): Value {
  const inner = after === undefined ? value : behind(after, value);
  return before === undefined ? inner : above(before, inner);
}

/** A part under its guard; what is said about its value is said about the whole. */
function guarded(part: Part, standing: Standing, scene: Scene, say: (test: Guard, value: Value) => Value): Value {
  const { value } = part;
  if (value.kind === "origin") return told(value.paths, guarded({ ...part, value: value.value }, standing, scene, say));
  if (value.kind === "note") return noted(value, guarded({ ...part, value: value.value }, standing, scene, say));
  const test = guard(part, standing, scene);
  return say(test, express(value, test.inner, scene));
}

const UNDEFINED = code("undefined");

/** A property; where an environment lacks it, it is undefined there, which Pulumi and JSON both leave out. */
export function property(part: Part, standing: Standing, scene: Scene): Value {
  if (isWhole(part, standing.scope)) return express(part.value, standing, scene);
  if (isSilentElsewhere(part, standing.scope, scene)) return express(part.value, standing, scene);
  return guarded(part, standing, scene, ({ test }, value) =>
    test === undefined ? value : choice(code(test), value, UNDEFINED),
  );
}

const isWhole = (part: Part, scope: Where): boolean => sameWhere(part.where, scope);

/** Whether a value is a setting that the config of the other environments does not have: it is undefined by itself. */
function isSilentElsewhere(part: Part, scope: Where, scene: Scene): boolean {
  const value = core(part.value);
  if (value.kind !== "setting") return false;
  const given = givenIn(settingOf(scene, value.setting));
  return scope.every((at) => part.where.includes(at) !== !given.includes(at));
}

function element(part: Part, standing: Standing, scene: Scene): Value {
  if (isWhole(part, standing.scope)) return express(part.value, standing, scene);
  return guarded(part, standing, scene, ({ test }, value) =>
    test === undefined ? value : spread(choice(code(test), [value], [])),
  );
}

function alternatives(options: readonly Part[], standing: Standing, scene: Scene): Value {
  const last = fallbackOf(options, standing, scene);
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
  const references = options.map(referenceOf);
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

/** A text of parts: a template literal, which waits for outputs where it holds one. */
function text(parts: readonly Merged[], standing: Standing, scene: Scene): Value {
  const paths: Path[] = [];
  const open = (part: Merged): Merged => {
    if (part.kind === "note") return open(part.value);
    if (part.kind !== "origin") return part;
    paths.push(...part.paths);
    return open(part.value);
  };
  const pieces: Value[] = [];
  for (const part of parts.map(open)) {
    const last = pieces.at(-1);
    if (part.kind === "literal" && typeof last === "string") pieces.splice(-1, 1, `${last}${part.value}`);
    else if (part.kind === "literal") pieces.push(String(part.value));
    else if (part.kind === "stack") pieces.splice(-1, 1, ...prefixed(last, scene));
    else pieces.push(express(part, standing, scene));
  }
  const [only] = pieces;
  if (pieces.length === 1 && (typeof only === "string" || parts[0]?.kind === "stack" || only === PREFIX))
    return told(paths, only ?? "");
  const tag = parts.some(isOutput) ? `${scene.word("pulumi")}.interpolate` : undefined;
  return told(paths, template(tag, ...pieces.filter((piece) => piece !== "")));
}

const PREFIX = code("prefix");

/** The stack's name behind some text: with the project before it, that is the prefix of all names. */
function prefixed(last: Value | undefined, scene: Scene): readonly Value[] {
  const start = `${scene.project}-`;
  const before = typeof last === "string" ? last : undefined;
  if (before === undefined || !before.endsWith(start) || /[A-Za-z0-9_.-]$/.test(before.slice(0, -start.length))) {
    return [...(last === undefined ? [] : [last]), code(scene.word("stack"))];
  }
  scene.word("prefix");
  const rest = before.slice(0, -start.length);
  return rest === "" ? [PREFIX] : [rest, PREFIX];
}

function archive(files: readonly ArchiveFile[], standing: Standing, scene: Scene): Value {
  const assets = scene.word("pulumi");
  const entries = files.map(({ name, file, text: content }): [string, Value] => {
    if (file !== undefined) return [name, call(`new ${assets}.asset.FileAsset`, file.replace(/^infra\//, ""))];
    if (!content || isOutput(content)) throw new Error(`the archive's ${name} must be known before anything is made`);
    return [name, call(`new ${assets}.asset.StringAsset`, express(content, standing, scene))];
  });
  const map: ValueMap = Object.fromEntries(entries);
  return call(`new ${assets}.asset.AssetArchive`, map);
}
