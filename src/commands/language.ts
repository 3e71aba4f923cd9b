// The spec's language as the published JSON Schema tells it: what stands at a path, its type, its unit, and what holds
// where it is left out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownOf } from "#schema/data.ts";
import { nearest } from "#schema/nearest.ts";
import { formatPath, type Path } from "#schema/path.ts";
import { PATTERNS } from "#schema/units.ts";
import { trouble } from "#src/report/fault.ts";

/** What we read of a JSON Schema. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The published schema; `home` is the package's folder. */
export const languageIn = (home: string): Schema =>
  JSON.parse(readFileSync(join(home, "schema", "sage.schema.json"), "utf8")) as Schema;

/** What stands at a path. Throws where the language has no such key. */
export function schemaAt(schema: Schema, path: Path): Schema {
  return path.reduce<Schema>((node, key, index) => {
    const inner =
      (typeof key === "number" ? node.items : node.properties && ownOf(node.properties, key)) ?? ofAny(node);
    if (inner) return inner;
    const known = Object.keys(node.properties ?? {});
    const near = nearest(String(key), known);
    const where = index === 0 ? "the spec" : `\`${formatPath(path.slice(0, index))}\``;
    throw trouble(
      `${where} has no key \`${key}\``,
      near === undefined
        ? `known there: ${known.join(", ") || "none"}`
        : `did you mean \`${formatPath([...path.slice(0, index), near])}\`?`,
    );
  }, schema);
}

/** What stands under any name of a map. */
export const ofAny = ({ additionalProperties }: Schema): Schema | undefined =>
  typeof additionalProperties === "object" ? additionalProperties : undefined;

const QUANTITIES = Object.entries(PATTERNS).map(([kind, { source }]) => [source, kind] as const);

/** Its type in words. */
export function typeOf(node: Schema): string {
  if (node.enum) return `one of ${node.enum.map(String).join(", ")}`;
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.anyOf) return node.anyOf.map(typeOf).join(" or ");
  if (node.type === "object") return node.properties ? "a section" : `a map of names${each(ofAny(node))}`;
  if (node.type === "array") return `a list${each(node.items)}`;
  if (node.type === "boolean") return "true or false";
  const quantity = QUANTITIES.find(([source]) => source === node.pattern)?.[1];
  if (quantity !== undefined) return `a ${quantity}`;
  if (node.type !== "integer" && node.type !== "number") return node.type === "string" ? "a text" : "any value";
  const limits = [node.minimum, node.maximum].every(
    (limit) => limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER,
  );
  return limits ? `a whole number from ${node.minimum} to ${node.maximum}` : "a number";
}

const each = (inner: Schema | undefined): string => (inner && !inner.properties ? `, each ${typeOf(inner)}` : "");

/** What numbers count, by the key that holds them. */
const COUNTED: Readonly<Record<string, string>> = {
  cpu: "CPU units, 1024 a vCPU",
  databaseConnections: "connections of one task",
  keep: "backups",
  max: "tasks",
  min: "tasks",
  node: "major version",
  nodes: "nodes",
  ownerId: "GitHub's id",
  periods: "periods",
  port: "TCP port",
  priority: "place among the rules",
  repositoryId: "GitHub's id",
};
const FORMS: Readonly<Record<string, string>> = {
  duration: "ms, s, m, h, d",
  size: "KiB, MiB, GiB, TiB; KB, MB, GB",
  share: "%",
};

/** The unit of a value under `key`; undefined where it has none. */
export function unitOf(node: Schema, key: string | number | undefined): string | undefined {
  const quantity = QUANTITIES.find(([source]) => source === node.pattern)?.[1];
  if (quantity !== undefined) return FORMS[quantity];
  if (node.type === "integer") return COUNTED[String(key)];
  return / UTC\b/.test(node.description ?? "") ? "UTC" : undefined;
}

/** The description in its parts: what it means, and what holds where it is left out. */
export function wordsOf({ description = "" }: Schema): { readonly meaning: string; readonly leftOut: string } {
  const plain = description.replace(/ Default: `[^`]*`\.$/, "").replace(/ A whole number from \d+ to \d+\./, "");
  const at = plain.indexOf(" Left out");
  return at < 0 ? { meaning: plain, leftOut: "" } : { meaning: plain.slice(0, at), leftOut: plain.slice(at + 1) };
}
