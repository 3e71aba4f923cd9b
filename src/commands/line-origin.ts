// explain FILE:LINE: the lines of the spec that made a generated line; and the same for the places in another tool's output.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { trouble } from "#src/report/fault.ts";
import { printable } from "#src/report/cells.ts";
import { linesOf } from "#src/report/places.ts";
import type { Answer } from "./answer.ts";
import { inOutput, type Output, originsAt, outputAround, placeOf, type SpecPlace, specOf } from "./provenance.ts";
import type { Reading } from "./reading.ts";

/** What made a line. Throws where the file is none that was generated. */
export function explainLine(file: string, line: number, named: readonly string[] | undefined, cwd: string): Answer {
  const place = resolve(cwd, file);
  if (!existsSync(place))
    throw trouble(`${file}: there is no such file`, "name a generated file, as out/infra/index.ts:12");
  const output = outputAround(place);
  if (!output) throw trouble(`${file} lies in no output of sage-gen`, "`sage-gen build` writes one, with its map");
  if (!output.map.has(inOutput(output, place)))
    throw trouble(`${file} is not made from lines of the spec`, "the map knows of none of its lines");
  const reading = needed(specOf(output, named, cwd));
  const found = originsAt(output, place, line);
  const origins = (found?.paths ?? []).map((path) => placeOf(path, reading));
  const text = linesOf(readFileSync(place, "utf8")).text(line);
  const own = found?.line === line;
  return {
    ok: true,
    readings: [],
    fields: { file, line, text, own, origins },
    closing: (paint) =>
      [
        `${paint("strong", `${file}:${line}`)}  ${printable(text.trim())}`,
        own
          ? "comes from"
          : found
            ? `stands in what line ${found.line} begins, which comes from`
            : "is the same for every spec",
        ...origins.map(originLine),
        "",
      ].join("\n"),
  };
}

function needed(reading: Reading | undefined): Reading {
  if (reading) return reading;
  throw trouble("no spec here", "name it: --spec FILE");
}

function originLine({ path, file, line, text }: SpecPlace): string {
  return line === 0
    ? `  ${path}  (left out of ${file}: its default)`
    : `  ${file}:${line}  ${path}  ${printable(text)}`;
}

/** `file:12:5:`, as most tools say it, and `file(12,5)`, as TypeScript's compiler does. */
const PLACE = /((?:[A-Za-z]:)?[^\s:()'"]+)(?::(\d+)(?::\d+)?|\((\d+),\d+\))/;

/** Another tool's output, with the places in the spec behind each line that names a generated one. */
export function mapped(text: string, named: readonly string[] | undefined, cwd: string): string {
  const outputs = new Map<string, Output | undefined>();
  const specs = new Map<string, Reading | undefined>();
  const around = (file: string): Output | undefined => {
    if (!outputs.has(file)) outputs.set(file, existsSync(file) ? outputAround(file) : undefined);
    return outputs.get(file);
  };
  const specFor = (output: Output): Reading | undefined => {
    if (!specs.has(output.root)) specs.set(output.root, specOf(output, named, cwd));
    return specs.get(output.root);
  };
  const behind = (line: string): string => {
    const [, name, colon, bracket] = PLACE.exec(line) ?? [];
    if (name === undefined) return line;
    const file = resolve(cwd, name);
    const output = around(file);
    const reading = output && specFor(output);
    const found = output && originsAt(output, file, Number(colon ?? bracket));
    if (!reading || !found) return line;
    const places = found.paths.map((path) => placeOf(path, reading));
    return `${line}  ← ${places.map(short).join(", ")}`;
  };
  return text.replace(/[^\r\n]+/g, behind);
}

const short = ({ path, file, line }: SpecPlace): string =>
  line === 0 ? `${path} (default)` : `${file}:${line} ${path}`;
