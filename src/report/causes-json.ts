// What a log told, for programs.
import type { Diagnosis, Moment, Verdict } from "#schema/diagnosis.ts";
import type { Operation } from "#schema/model.ts";
import { counted } from "./tally.ts";

/** The fields of the JSON document beside those that every command has. */
export function causesJson(verdict: Verdict): Readonly<Record<string, unknown>> {
  const { log, lines, note, environment, reason, patterns } = verdict;
  return {
    log: { name: log, lines, ...(note === undefined ? {} : { note }) },
    environment: { name: environment, reason },
    causes: verdict.causes.map(causeJson),
    patterns,
  };
}

function causeJson(cause: Diagnosis): Readonly<Record<string, unknown>> {
  const { code, summary, from, lines, first, last, quotes, because, immediate, longTerm, patch, verify } = cause;
  return {
    code,
    summary,
    ...(from === undefined ? {} : { symptomOf: from }),
    evidence: [seen(cause), ...quotes.map(({ line, text }) => `line ${line}: ${text}`), ...because],
    lines,
    first,
    last,
    immediate,
    longTerm,
    patch: patchJson(patch),
    verify,
  };
}

/** `3 lines, 5 to 90, from 10:00 to 10:05`. */
export function seen({ lines, first, last }: Diagnosis): string {
  const where =
    first.line === last.line ? `line ${first.line}` : `${counted(lines, "line")}, ${first.line} to ${last.line}`;
  return `${where}${when(first, last)}`;
}

function when(first: Moment, last: Moment): string {
  if (first.time === undefined) return "";
  if (last.time === undefined || last.time === first.time) return `, at ${first.time}`;
  return `, from ${first.time} to ${last.time}`;
}

/** A JSON Patch as RFC 6902 spells it. */
export function patchJson(patch: readonly Operation[]): readonly object[] {
  return patch.map(({ op, path, value }) => ({ op, path: pointer(path), ...(op === "remove" ? {} : { value }) }));
}

/** A JSON Pointer. */
export function pointer(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
