// What an artifact may say, as data: a plain string is always a literal, and code is tagged.
// Only a language's printer turns a tag into code, so forgetting a tag is safe.
import type { Path } from "./path.ts";

/** A value of the graph or of a YAML or JSON artifact: literals, lists, maps, and tagged data. */
export type Value = string | number | boolean | null | readonly Value[] | ValueMap | Tag;

/** A plain map. The key `$` marks a tag, and is legal nowhere that a user can name a key. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/** Every kind of tagged data. A printer that does not know a kind refuses it (our fault, exit 2). */
export type Tag =
  | From
  | Note
  | Ref
  | Join
  | Json
  | StackName
  | Archive
  | Expression
  | Variable
  | Script
  | Code
  | Call
  | Template
  | Choice
  | Spread;

/** A value and the place in the spec that it came from; printers print the value and note the line. */
export interface From {
  readonly $: "from";
  readonly path: Path;
  readonly value: Value;
}

/** A value with a comment for its reader: above its line, or behind it. */
export interface Note {
  readonly $: "note";
  readonly value: Value;
  /** Lines above. */
  readonly above?: string;
  /** Text at the line's end; only scalars take it. */
  readonly behind?: string;
}

/** An attribute of a resource or a lookup of the same graph (`to` is its key), known once it exists. */
export interface Ref {
  readonly $: "ref";
  readonly to: string;
  /** In Pulumi's spelling, with steps for what lies deeper: `arn`, `names[0]`, `masterUserSecrets[0].secretArn`. */
  readonly attribute: string;
}

/** Text made of parts: strings, numbers, references, expressions. */
export interface Join {
  readonly $: "join";
  readonly parts: readonly Value[];
}

/** The JSON text of a value: container definitions, policies, dashboards. */
export interface Json {
  readonly $: "json";
  readonly value: Value;
}

/** The name of the environment, which is the name of its Pulumi stack. */
export interface StackName {
  readonly $: "stack";
}

/** A zip archive made when the program runs: a file of the output by its path, or a text. */
export interface Archive {
  readonly $: "archive";
  readonly files: { readonly [name: string]: { readonly file: string } | { readonly text: Value } };
}

/** GitHub: `${{ code }}`. */
export interface Expression {
  readonly $: "expression";
  readonly code: string;
}

/** Compose: `${NAME}`, `${NAME:-fallback}` or `${NAME:?message}`. */
export interface Variable {
  readonly $: "variable";
  readonly name: string;
  readonly fallback?: string;
  readonly required?: string;
}

/** A `run:` script: rendered by a shell template first, then carried as a string. */
export interface Script {
  readonly $: "script";
  /** The template's path below `templates/`, as `workflows/push-image.sh`. */
  readonly template: string;
  readonly view: View;
}

/**
 * TypeScript: text of an expression, printed as it stands. Only a generator makes one, from identifiers that it
 * chose itself (`vpc.id`, `config.require("x")`), never from a string of the spec.
 */
export interface Code {
  readonly $: "code";
  readonly code: string;
}

/** TypeScript: `callee(argument, …)`; the callee is code, with its `new` where it has one. */
export interface Call {
  readonly $: "call";
  readonly callee: string;
  readonly arguments: readonly Value[];
}

/** TypeScript: a template literal, with the code that tags it (`pulumi.interpolate`) if any. */
export interface Template {
  readonly $: "template";
  readonly tag: string | undefined;
  /** Strings and numbers are literal text; everything else is an expression in `${}`. */
  readonly parts: readonly Value[];
}

/** TypeScript: `test ? then : otherwise`. */
export interface Choice {
  readonly $: "choice";
  readonly test: Value;
  readonly then: Value;
  readonly otherwise: Value;
}

/** TypeScript: `...value`, in a list. */
export interface Spread {
  readonly $: "spread";
  readonly value: Value;
}

/** What a template may see: plain data, whose every field is present. */
export interface View {
  readonly [field: string]: ViewValue;
}
export type ViewValue = Value | View | readonly ViewValue[];

/** Says where a value came from. */
export const from = (path: Path, value: Value): From => ({ $: "from", path, value });
/** Puts a comment above a value's line. */
export const above = (comment: string, value: Value): Note => ({ $: "note", above: comment, value });
/** Puts a comment behind a value, on its line. */
export const behind = (comment: string, value: Value): Note => ({ $: "note", behind: comment, value });
/** Refers to an attribute of a resource or lookup of the same graph. */
export const ref = (to: string, attribute: string): Ref => ({ $: "ref", to, attribute });
/** Joins parts to one text. */
export const join = (...parts: readonly Value[]): Join => ({ $: "join", parts });
/** The JSON text of a value. */
export const json = (value: Value): Json => ({ $: "json", value });
/** The name of the environment. */
export const stack: StackName = { $: "stack" };
/** A GitHub expression; write no `${{ }}` around it. */
export const expression = (code: string): Expression => ({ $: "expression", code });
/** The text of a TypeScript expression, made of identifiers of ours. */
export const code = (text: string): Code => ({ $: "code", code: text });
/** A TypeScript call, as `call("pulumi.jsonStringify", list)` or `call("new aws.ec2.Vpc", name, properties)`. */
export const call = (callee: string, ...args: readonly Value[]): Call => ({ $: "call", callee, arguments: args });
/** A TypeScript template literal; `tag` is code such as `pulumi.interpolate`. */
export const template = (tag: string | undefined, ...parts: readonly Value[]): Template => ({
  $: "template",
  tag,
  parts,
});
/** A TypeScript conditional expression. */
export const choice = (test: Value, then: Value, otherwise: Value): Choice => ({ $: "choice", test, then, otherwise });
/** A TypeScript spread element of a list. */
export const spread = (value: Value): Spread => ({ $: "spread", value });
/** A `run:` script from a template. */
export const script = (template: string, view: View): Script => ({ $: "script", template, view });

/** Whether a value is tagged data. */
export function isTag(value: unknown): value is Tag {
  return typeof value === "object" && value !== null && typeof (value as { $?: unknown }).$ === "string";
}

/** Whether a value is a plain map: no list, no tag. */
export function isMap(value: unknown): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isTag(value);
}

/** The value without the wrappers that say where it came from and why. */
export function bare(value: Value): Exclude<Value, From | Note> {
  let inner = value;
  // Asked of every value many times: a look at the tag itself spares a call each.
  while (typeof inner === "object" && inner !== null) {
    const { $, value: next } = inner as Partial<From>;
    if (($ !== "from" && $ !== "note") || next === undefined) break;
    inner = next;
  }
  return inner as Exclude<Value, From | Note>;
}

/** The spec path that a value came from, where it says so at its top. */
export function pathOf(value: Value): Path | undefined {
  let inner = value;
  while (typeof inner === "object" && inner !== null) {
    const tag = inner as Tag;
    if (tag.$ === "from") return tag.path;
    if (tag.$ !== "note") break;
    inner = tag.value;
  }
  return undefined;
}
