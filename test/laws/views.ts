// Views for any template, made from what it asks of one: all on and lists of two, all off and lists of none.
import type { View } from "#schema/value.ts";
import type { Argument, Part, Reference } from "../../tools/templates/parse.ts";
import type { Source } from "../../tools/templates.ts";

/** What a template does with a field. */
type Use = "given" | "flag" | "list" | "map";

/** What is known of a field: its own fields, what is done with it, and what an item of it is like. */
interface Shape {
  readonly fields: Map<string, Shape>;
  readonly uses: Set<Use>;
  item: Shape | undefined;
}

const shape = (): Shape => ({ fields: new Map(), uses: new Set(), item: undefined });

/** Views that the template and its partials can render. */
export function sampleViews(source: Source, sources: readonly Source[]): readonly View[] {
  const root = shape();
  collect(source.parts, [root], new Map(sources.map(({ path, parts }) => [path, parts])));
  return [
    { on: true, count: 2 },
    { on: false, count: 0 },
    { on: true, count: 1 },
    { on: false, count: 3 },
  ].map(({ on, count }) => fieldsOf(root, on, count));
}

function collect(
  parts: readonly Part[],
  scopes: readonly Shape[],
  partials: ReadonlyMap<string, readonly Part[]>,
): void {
  for (const part of parts) {
    if (part.kind === "put") part.values.forEach((value) => use(value, scopes, "given"));
    if (part.kind === "if") {
      if (part.test.kind === "field") use(part.test, scopes, "flag");
      collect([...part.then, ...part.otherwise], scopes, partials);
    }
    if (part.kind === "each") {
      const list = use(part.list, scopes, "list");
      list.item ??= shape();
      collect(part.body, [...scopes, list.item], partials);
      collect(part.otherwise, scopes, partials);
    }
    if (part.kind === "partial") collect(partials.get(part.name) ?? [], [use(part.scope, scopes, "map")], partials);
  }
}

function use(argument: Argument | Reference, scopes: readonly Shape[], as: Use): Shape {
  if (argument.kind !== "field") return shape();
  let at = scopes[scopes.length - 1 - argument.depth] ?? shape();
  for (const key of argument.keys) {
    const inner = at.fields.get(key) ?? shape();
    at.fields.set(key, inner);
    at = inner;
  }
  at.uses.add(as);
  return at;
}

const fieldsOf = (from: Shape, on: boolean, count: number): View =>
  Object.fromEntries([...from.fields].map(([key, inner]) => [key, sample(inner, on, count)]));

function sample(from: Shape, on: boolean, count: number): View[string] {
  if (from.item !== undefined) {
    const item = from.item;
    return Array.from({ length: count }, (_, index) => sample(item, on === (index % 2 === 0), count));
  }
  if (from.fields.size > 0) return fieldsOf(from, on, count);
  if (!from.uses.has("given")) return on;
  return from.uses.has("flag") ? Array.from({ length: count }, () => "item") : "it's";
}
