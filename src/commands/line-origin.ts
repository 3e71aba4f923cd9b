// explain FILE:LINE: the lines of the spec that made a generated line.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { trouble } from "#src/report/fault.ts";
import { printable } from "#src/report/cells.ts";
import { linesOf } from "#src/report/places.ts";
import type { Answer } from "./answer.ts";
import { inOutput, originsAt, outputAround, placeOf, type SpecPlace, specOf } from "./provenance.ts";
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
