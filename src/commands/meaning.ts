// explain SPEC.PATH: what a key of the spec means, what it is when it is left out, and everything that it makes.
import { resolve } from "node:path";
import { formatPath, isWithin, type Path, parsePath } from "#schema/path.ts";
import { trouble } from "#src/report/fault.ts";
import { counted } from "#src/report/tally.ts";
import type { Answer } from "./answer.ts";
import { languageIn, type Schema, schemaAt, typeOf, unitOf, wordsOf } from "./language.ts";
import { fileIn, type Output, outputIn, placeOf, specOf } from "./provenance.ts";
import type { Reading } from "./reading.ts";

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
  const node = schemaAt(languageIn(home), path);
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
    unit: unitOf(node, path.at(-1)) ?? null,
    default: node.default ?? null,
  };
  const { meaning, leftOut } = wordsOf(node);
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
        ...(meaning === "" ? [] : [meaning]),
        ...(leftOut === "" ? [] : [leftOut]),
        "",
        `  type      ${about.type}`,
        ...(about.unit === null ? [] : [`  unit      ${about.unit}`]),
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

function keysOf({ properties }: Schema): readonly string[] {
  const width = Math.max(0, ...Object.keys(properties ?? {}).map((key) => key.length));
  return Object.entries(properties ?? {}).map(([key, inner], index) => {
    const value =
      inner.default === undefined || typeof inner.default === "object"
        ? ""
        : `  default ${JSON.stringify(inner.default)}`;
    const { meaning } = wordsOf(inner);
    return `  ${index === 0 ? "keys  " : "      "}    ${key.padEnd(width)}  ${meaning || typeOf(inner)}${value}`;
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
