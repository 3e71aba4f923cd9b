// The thorough reading: parses, checks and resolves a spec, and says all that is wrong with it, and where.
import { CATALOGUE } from "#schema/catalogue.ts";
import type { Document } from "#schema/document.ts";
import type { Finding } from "#schema/finding.ts";
import type { Judged } from "#schema/judged.ts";
import { check } from "./check.ts";
import { parse } from "./parse.ts";
import { resolve } from "./resolve.ts";

/** Judges a spec's text, whatever stands in it. */
export function scrutinize(text: string, source: string): Judged {
  const document = parse(text, source);
  if (!document.value) return { document: undefined, model: undefined, findings: document.findings };
  const spec = check(document.value);
  if (!spec.value)
    return { document: document.value, model: undefined, findings: discreet(spec.findings, document.value) };
  const model = resolve(spec.value.spec, source, spec.value.lost);
  const findings = discreet([...spec.findings, ...model.findings], document.value);
  return { document: document.value, model: findings.some(isError) ? undefined : model.value, findings };
}

/** Where the nodes of a text stand that is known to be YAML. */
export function placesIn(text: string, source: string): Document["locate"] {
  const { value } = parse(text, source);
  if (!value) throw new Error(`${source} was plain at a glance and is no YAML`);
  return value.locate;
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
