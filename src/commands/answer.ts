// How a command ends: one answer on standard output, in the format that was asked for, and an exit status.
import type { Diagnostic } from "#schema/finding.ts";
import { github } from "#src/report/github.ts";
import { human } from "#src/report/human.ts";
import { json } from "#src/report/json.ts";
import { coloured, type Paint, paintFor } from "#src/report/paint.ts";
import type { Format } from "./flags.ts";
import { isTerminal, say } from "./say.ts";

/** What a command found out. */
export interface Answer {
  readonly ok: boolean;
  /** The diagnostics of each spec, and the text that they quote. */
  readonly readings: readonly { readonly text: string; readonly diagnostics: readonly Diagnostic[] }[];
  /** Further fields of the JSON document. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** What a reader gets after the diagnostics. */
  readonly closing: (paint: Paint) => string;
  /** What GitHub's log gets after the diagnostics, before the closing. */
  readonly annotations?: string;
}

/** For whom an answer is made: in one format, or in words and fields where none is named. */
export interface Audience {
  readonly format: Format | undefined;
  readonly isColoured: boolean;
}

/** Who gets an answer in a format: with colours where a terminal wants them. */
export function audienceOf(format: Format): Audience {
  return { format, isColoured: paintFor(format === "human" && isTerminal(), process.env) === coloured };
}

/** Writes an answer and sets the exit status: 0 where all is well, 1 where something was found. */
export function give(answer: Answer, format: Format): void {
  process.exitCode = answer.ok ? 0 : 1;
  say(textOf(answer, format));
}

/** The fields of the answer's JSON document. */
export function documentOf({ ok, readings, fields }: Answer) {
  return { ok, diagnostics: readings.flatMap((reading) => reading.diagnostics), ...fields };
}

/** The answer's text in a format; by default with colours where a terminal wants them. */
export function textOf(
  answer: Answer,
  format: Format,
  paint = paintFor(format === "human" && isTerminal(), process.env),
): string {
  if (format === "json") return json(documentOf(answer));
  const { readings, closing, annotations } = answer;
  const diagnostics = readings.flatMap((reading) => reading.diagnostics);
  if (format === "github") return github(diagnostics) + (annotations ?? "") + closing(paint);
  const told = readings.filter((reading) => reading.diagnostics.length > 0);
  const reports = told.map((reading) => human(reading.diagnostics, reading.text, paint));
  return [...reports, closing(paint)].join("\n");
}
