// What every reader makes of a file: values that know where they stand, whatever language they were written in.
import type { Place } from "#schema/fact.ts";

export type Node = Leaf | List | Table | Thing;

/** A text, number, boolean or nothing. */
export interface Leaf {
  readonly kind: "leaf";
  readonly value: string | number | boolean | null;
  readonly place: Place;
  /** What it is an attribute of, where it is one of a resource: `arn` of a secret. */
  readonly of?: { readonly thing: Thing; readonly attribute: string };
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly place: Place;
}

export interface Table {
  readonly kind: "table";
  readonly entries: ReadonlyMap<string, Node>;
  readonly place: Place;
}

/** A resource or a lookup of the program, with what it was given. */
export interface Thing {
  readonly kind: "thing";
  /** As the program calls it: `aws.ecs.Cluster`. */
  readonly type: string;
  readonly name: string;
  readonly properties: Node | undefined;
  readonly options: Node | undefined;
  readonly place: Place;
}

/** The node at the end of a way through tables and lists; a resource's own properties count as its entries. */
export function step(node: Node | undefined, ...way: readonly (string | number)[]): Node | undefined {
  let at = node;
  for (const key of way) {
    const inner = at?.kind === "thing" ? at.properties : at;
    if (inner?.kind === "table") at = inner.entries.get(String(key));
    else at = inner?.kind === "list" && typeof key === "number" ? inner.items.at(key) : undefined;
  }
  return at;
}

/** The items of a list; a single value counts as a list of itself, as in policies. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === "list" ? node.items : [node];
}

/** The entries of a table, in their order. */
export function entriesOf(node: Node | undefined): readonly (readonly [string, Node])[] {
  const inner = node?.kind === "thing" ? node.properties : node;
  return inner?.kind === "table" ? [...inner.entries] : [];
}

/** A leaf as text; undefined where there is none. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "leaf" && node.value !== null ? String(node.value) : undefined;
}

/** The item of a list whose entry `key` is `value`. */
export function named(node: Node | undefined, key: string, value: string): Node | undefined {
  return itemsOf(node).find((item) => textOf(step(item, key)) === value);
}
