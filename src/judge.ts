// The first half of the river: text to model. It may refuse the user, and `validate` needs no more of it.
import { CATALOGUE } from "#schema/catalogue.ts";
import type { Document } from "#schema/document.ts";
import type { Finding } from "#schema/finding.ts";
import type { Model } from "#schema/model.ts";
import { check } from "./check.ts";
import { parse } from "./parse.ts";
import { resolve } from "./resolve.ts";

/** What a spec says, once nothing of it is in doubt. */
export interface Judged {
  /** There, if the text is YAML at all: findings need it to show places. */
  readonly document: Document | undefined;
  /** There, if no finding is an error. */
  readonly model: Model | undefined;
  readonly findings: readonly Finding[];
}

/** Parses, checks and resolves a spec. */
export function judge(text: string, source: string): Judged {
  const document = parse(text, source);
  if (!document.value) return { document: undefined, model: undefined, findings: document.findings };
  const spec = check(document.value);
  if (!spec.value)
    return { document: document.value, model: undefined, findings: discreet(spec.findings, document.value) };
  const model = resolve(spec.value.spec, source, spec.value.lost);
  const findings = discreet([...spec.findings, ...model.findings], document.value);
  return { document: document.value, model: findings.some(isError) ? undefined : model.value, findings };
}

/** Without findings on a place that holds a secret's value: their words would repeat it. */
function discreet(findings: readonly Finding[], document: Document): readonly Finding[] {
  const leaks = findings.flatMap(({ code, range }) => (code === "spec/secret-value" && range ? [range] : []));
  if (leaks.length === 0) return findings;
  return findings.filter(({ code, path, at, range }) => {
    const [start, end] = range ?? document.locate(path, at ?? "value");
    return code === "spec/secret-value" || !leaks.some((leak) => start < leak[1] && leak[0] < end);
  });
}

const isError = (finding: Finding): boolean => CATALOGUE[finding.code].severity === "error";
