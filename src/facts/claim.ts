// What one place of one file says, and the forms in which every reader puts it.
import type { Place } from "#schema/fact.ts";
import { byText } from "#schema/order.ts";
import { type Leaf, type Node, textOf } from "./node.ts";

/** A fact's value as one place has it. */
export interface Claim {
  readonly fact: string;
  readonly value: string;
  readonly place: Place;
}

/** What a node says about a fact; nothing where there is no such node, or where `as` makes nothing of its text. */
export function say(
  fact: string,
  node: Node | undefined,
  as: (text: string) => string | undefined = (text) => text,
): readonly Claim[] {
  const text = textOf(node);
  const value = text === undefined ? undefined : as(text);
  return node === undefined || value === undefined ? [] : [{ fact, value, place: node.place }];
}

/** What several nodes say together: their values, each once and sorted. */
export function sayAll(fact: string, nodes: readonly (Leaf | Claim)[], place = nodes[0]?.place): readonly Claim[] {
  const values = nodes.flatMap(({ value }) => (value === null ? [] : [String(value)]));
  return place === undefined ? [] : [{ fact, value: [...new Set(values)].sort(byText).join(", "), place }];
}

/** The first group of a pattern in a text. */
export const part =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.exec(text)?.[1];

/** The part of a path behind its last slash. */
export const last = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** A folder as everyone writes it: without `./` before it and a slash behind it. */
export const folder = (path: string): string => path.replace(/^\.\//, "").replace(/\/$/, "") || ".";

/** The variable that tells a service where another one is: `BILLING_API_URL`. */
export const urlVariable = (service: string): string => `${service.toUpperCase().replaceAll("-", "_")}_URL`;

/** Where a health check asks: port and path of the URL in its command. */
export const CHECKED_PORT = part(/https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)/);
export const CHECKED_PATH = part(/https?:\/\/(?:127\.0\.0\.1|localhost):\d+(\/[^'" ]*)/);
