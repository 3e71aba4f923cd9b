// The first half of the river: text to model. It may refuse the user, and `validate` needs no more of it. A text that is
// right at a glance is not read again: only what has a finding needs the parsers that know places and words.
import type { Document } from "#schema/document.ts";
import type { Judged } from "#schema/judged.ts";
import { glance } from "./glance.ts";
import { resolve } from "./resolve.ts";
import { placesIn, scrutinize } from "./scrutiny.ts";

/** Parses, checks and resolves a spec. */
export function judge(text: string, source: string): Judged {
  return atAGlance(text, source) ?? scrutinize(text, source);
}

/** The verdict on a text that is right in every way; undefined for any other, whose faults are still to be told. */
export function atAGlance(text: string, source: string): Judged | undefined {
  const seen = glance(text);
  if (!seen) return undefined;
  const { value, findings } = resolve(seen.spec, source);
  return findings.length > 0 ? undefined : { document: documentOf(text, source, seen.data), model: value, findings };
}

/** The document of a text whose places were not needed; they are looked for when they are. */
function documentOf(text: string, source: string, data: unknown): Document {
  let places: Document["locate"] | undefined;
  return { source, text, data, locate: (path, at) => (places ??= placesIn(text, source))(path, at) };
}
