// A spec that was read and judged: what a command knows of it before it does anything.
import type { Document } from "#schema/document.ts";
import type { Diagnostic, Finding } from "#schema/finding.ts";
import type { Model } from "#schema/model.ts";
import type { Judged } from "#schema/judged.ts";
import { judge } from "#src/judge.ts";
import type { SpecFile } from "#src/load.ts";
import { diagnosticsOf } from "#src/report/diagnostics.ts";
import { counted, isRefused, tally } from "#src/report/tally.ts";
import type { Paint } from "#src/report/paint.ts";

/** A spec and what was found in it. */
export interface Reading {
  readonly spec: SpecFile;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** There, if nothing refuses the spec. */
  readonly model: Model | undefined;
  /** There, if the spec is YAML at all. */
  readonly document: Document | undefined;
}

/** Judges a spec without generating anything. */
export async function read(spec: SpecFile): Promise<Reading> {
  if (spec.finding) return unreadable(spec, spec.finding);
  const judged = judge(spec.text, spec.source);
  // Whether an override fits shows only in what it changes.
  const needsOutput = judged.model !== undefined && judged.model.overrides.length > 0;
  if (!needsOutput) return reading(spec, judged);
  const { compile } = await import("#src/compile.ts");
  return reading(spec, compile(spec.text, spec.source));
}

/** The same spec, with findings of the output behind those of its own. */
export function withFindings<T extends Reading>(reading: T, findings: readonly Finding[]): T {
  if (findings.length === 0) return reading;
  const more = diagnosticsOf(findings, { text: "", locate: undefined }, reading.spec.file);
  return { ...reading, diagnostics: [...reading.diagnostics, ...more] };
}

/** The last line about a spec: that it is right, or how much is not. */
export function verdict({ spec, model, diagnostics }: Reading, paint: Paint): string {
  const found = tally(diagnostics);
  if (!model) return `${paint("error", `${spec.file} is refused`)}: ${found}\n`;
  if (isRefused(diagnostics)) return `${paint("error", "nothing can be written")}: ${found}\n`;
  const contents = `${counted(model.services.length, "service")}, ${counted(model.environments.length, "environment")}`;
  return `${paint("good", `${spec.file} is right`)}: ${contents}${found === "" ? "" : `; ${found}`}\n`;
}

/** What judging or compiling a spec found, with words and places. */
export function reading(spec: SpecFile, { document, findings, model }: Judged): Reading {
  const locate = document && (((path, at) => document.locate(path, at)) satisfies typeof document.locate | undefined);
  // Words and places are a part of the program that a right spec does not load.
  const diagnostics = findings.length === 0 ? [] : diagnosticsOf(findings, { text: spec.text, locate }, spec.file);
  return { spec, text: spec.text, model, document, diagnostics };
}

/** A spec whose bytes are no text. */
export function unreadable(spec: SpecFile, finding: Finding): Reading {
  const diagnostics = diagnosticsOf([finding], { text: "", locate: undefined }, spec.file);
  return { spec, text: "", model: undefined, document: undefined, diagnostics };
}
