// The two readings of one text beside each other, and what they differ in: nothing, or it is told with the text.
import { isDeepStrictEqual } from "node:util";
import { check } from "#src/check.ts";
import { plain } from "#src/glance/plain.ts";
import { glance } from "#src/glance.ts";
import { atAGlance } from "#src/judge.ts";
import { parse } from "#src/parse.ts";
import { scrutinize } from "#src/scrutiny.ts";

export const SOURCE = "sage.yaml";

/** What the two readings of a text as YAML differ in; undefined where they agree, or the quick one leaves it alone. */
export function misread(text: string): string | undefined {
  const data = plain(text);
  if (data === undefined) return undefined;
  const { value, findings } = parse(text, SOURCE);
  if (!value) return `${shown(text)} is refused: ${JSON.stringify(findings[0]?.values)}`;
  // As JSON too, because the order of keys is a part of what was read.
  const same = isDeepStrictEqual(data, value.data) && JSON.stringify(data) === JSON.stringify(value.data);
  return same ? undefined : `${shown(text)} is ${JSON.stringify(value.data)}, and at a glance ${JSON.stringify(data)}`;
}

/** What the two verdicts on a spec differ in; undefined where they agree, or the quick one leaves it alone. */
export function misjudged(text: string): string | undefined {
  const [seen, quick] = [glance(text), atAGlance(text, SOURCE)];
  if (!seen) return misread(text);
  const document = parse(text, SOURCE).value;
  const spec = document && check(document);
  if (!spec || spec.findings.length > 0) return `${shown(text)} has findings: ${JSON.stringify(spec?.findings)}`;
  if (!isDeepStrictEqual(seen.spec, spec.value?.spec)) return `${shown(text)} is another spec at a glance`;
  const { model, findings, document: whole } = scrutinize(text, SOURCE);
  if ((quick === undefined) !== findings.length > 0) return `${shown(text)} has ${findings.length} findings`;
  if (!quick) return undefined;
  if (!isDeepStrictEqual(quick.model, model)) return `${shown(text)} is another model at a glance`;
  return isDeepStrictEqual(quick.document?.data, whole?.data) ? misread(text) : `${shown(text)} has other data`;
}

const shown = (text: string): string => JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text);
