// Text to Spec at a glance: it may only say yes. Whatever is not plainly right is undefined, and read again thoroughly.
import { FORMS, ROOT } from "#build/form.ts";
import { secretForms } from "#schema/secret-forms.ts";
import type { Spec } from "#schema/spec.ts";
import { fill, type Table } from "./glance/fill.ts";
import type { Form } from "./glance/form.ts";
import { plain } from "./glance/plain.ts";

/** A plain text as data, and as a spec with its defaults. */
export interface Seen {
  readonly data: unknown;
  readonly spec: Spec;
}

const TABLE: Table = { forms: JSON.parse(FORMS) as readonly Form[], patterns: [] };

/** The spec of a plain text that has the right shape and no secret's value. Its texts stand there as they are. */
export function glance(text: string): Seen | undefined {
  if (secretForms(text).some(({ pattern }) => text.search(pattern) !== -1)) return undefined;
  const data = plain(text);
  const spec = data === undefined ? undefined : fill(TABLE, ROOT, data);
  return spec === undefined ? undefined : { data, spec: spec as Spec };
}
