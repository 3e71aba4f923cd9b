// explain SPEC.PATH: what a key of the spec means, what it is when it is left out, and everything that it makes.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { nearest } from "#schema/nearest.ts";
import { formatPath, isWithin, type Path, parsePath } from "#schema/path.ts";
import { trouble } from "#src/report/fault.ts";
import { counted } from "#src/report/human.ts";
import type { Answer } from "./answer.ts";
import { fileIn, type Output, outputIn, placeOf, specOf } from "./provenance.ts";
import type { Reading } from "./reading.ts";

/** What we read of a JSON Schema. */
interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Where and what to look up. */
export interface Question {
  /** The package's folder, which holds the published schema. */
  readonly home: string;
  readonly named: readonly string[] | undefined;
  readonly out: string | undefined;
  readonly cwd: string;
}

/** Explains a path of the spec. Throws where the language has no such key. */
export function explainPath(text: string, { home, named, out, cwd }: Question): Answer {
  const path = parsePath(text);
  if (!path)
    throw trouble(
      `\`${text}\` is no code, no path of the spec and no FILE:LINE`,
      "as services.api.port, or out/infra/index.ts:12",
    );
  const schema = JSON.parse(readFileSync(join(home, "schema", "sage.schema.json"), "utf8")) as Schema;
  const node = schemaAt(schema, path);
  const reading = specOf(undefined, named, cwd);
  const output =
    reading &&
    outputIn(out === undefined ? resolve(reading.spec.folder, reading.model?.output ?? ".") : resolve(cwd, out));
  const place = reading && placeOf(formatPath(path), reading);
  const makes = output ? madeBy(path, output, cwd) : [];
  const about = {
    path: formatPath(path),
    description: node.description ?? "",
    type: typeOf(node),
    default: node.default ?? null,
  };
  return {
    ok: true,
    readings: [],
    fields: {
      ...about,
      file: place?.file ?? null,
      line: place?.line ?? 0,
      keys: Object.keys(node.properties ?? {}),
      makes,
    },
    closing: (paint) =>
      [
        paint("strong", about.path),
        ...(about.description === "" ? [] : [about.description]),
        "",
        `  type      ${about.type}`,
        ...(node.default === undefined || typeof node.default === "object"
          ? []
          : [`  default   ${JSON.stringify(node.default)}`]),
        ...(node.examples ? [`  example   ${JSON.stringify(node.examples[0])}`] : []),
        ...keysOf(node),
        ...standing(place, reading),
        ...(output ? madeLines(makes) : ["  makes     nothing yet: there is no output"]),
        "",
      ].join("\n"),
  };
}

function schemaAt(schema: Schema, path: Path): Schema {
  return path.reduce<Schema>((node, key, index) => {
    const inner = (typeof key === "number" ? node.items : node.properties?.[key]) ?? ofAny(node.additionalProperties);
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

const ofAny = (schema: Schema | boolean | undefined): Schema | undefined =>
  typeof schema === "object" ? schema : undefined;

function typeOf(node: Schema): string {
  if (node.enum) return `one of ${node.enum.map(String).join(", ")}`;
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.anyOf) return node.anyOf.map(typeOf).join(" or ");
  if (node.type === "object")
    return node.properties ? "a section" : `a map of names${ofMap(node.additionalProperties)}`;
  if (node.type === "array") return `a list${ofMap(node.items)}`;
  if (node.type === "boolean") return "true or false";
  if (node.type !== "integer" && node.type !== "number") return node.type === "string" ? "a text" : "any value";
  const limits = [node.minimum, node.maximum].every(
    (limit) => limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER,
  );
  return limits ? `a number from ${node.minimum} to ${node.maximum}` : "a number";
}

function ofMap(inner: Schema | boolean | undefined): string {
  return typeof inner === "object" && !inner.properties ? `, each ${typeOf(inner)}` : "";
}

function keysOf({ properties }: Schema): readonly string[] {
  const width = Math.max(0, ...Object.keys(properties ?? {}).map((key) => key.length));
  return Object.entries(properties ?? {}).map(([key, inner], index) => {
    const value =
      inner.default === undefined || typeof inner.default === "object"
        ? ""
        : `  default ${JSON.stringify(inner.default)}`;
    return `  ${index === 0 ? "keys  " : "      "}    ${key.padEnd(width)}  ${inner.description ?? typeOf(inner)}${value}`;
  });
}

function standing(place: ReturnType<typeof placeOf> | undefined, reading: Reading | undefined): readonly string[] {
  if (!place || !reading) return [];
  return [
    place.line === 0
      ? `  spec      ${place.file} leaves it out`
      : `  spec      ${place.file}:${place.line}  ${place.text}`,
  ];
}

/** What a path and everything below it makes, file by file. */
function madeBy(
  path: Path,
  output: Output,
  cwd: string,
): readonly { readonly file: string; readonly lines: readonly number[] }[] {
  return [...output.map].flatMap(([file, origins]) => {
    const lines = origins.flatMap(([line, from]) => (isWithin(parsePath(from) ?? [], path) ? [line] : []));
    return lines.length === 0 ? [] : [{ file: fileIn(output, file, cwd), lines: [...new Set(lines)] }];
  });
}

function madeLines(makes: ReturnType<typeof madeBy>): readonly string[] {
  const total = makes.reduce((sum, { lines }) => sum + lines.length, 0);
  if (total === 0) return ["  makes     no line of its own"];
  return [
    `  makes     ${counted(total, "line")} in ${counted(makes.length, "file")}`,
    ...makes.map(({ file, lines }) => `    ${file}:${lines.join(",")}`),
  ];
}
