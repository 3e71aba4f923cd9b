// What looks like a secret's value, wherever it stands in the spec: keys, values and comments.
import type { Document } from "#schema/document.ts";
import type { Finding } from "#schema/finding.ts";
import { SECRET_FORMS, secretForms } from "#schema/secret-forms.ts";

/** One finding for each place that looks like a secret's value. The value itself is never repeated. */
export function secretValues(document: Document): Finding[] {
  const plain = secretForms(document.text).flatMap(({ what, pattern }) =>
    [...document.text.matchAll(pattern)].map((match) => hit(what, [match.index, match.index + match[0].length])),
  );
  const escaped = plain.length > 0 ? [] : hidden(document);
  return [...plain, ...escaped].filter((one, index, all) => !all.slice(0, index).some((other) => overlaps(one, other)));
}

/** Texts whose escapes hide the form from the source: `"\x73k-ant-…"`, or a value folded over lines. */
function hidden(document: Document): Finding[] {
  const findings: Finding[] = [];
  const seek = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === "string") {
      const form = SECRET_FORMS.find(({ pattern }) => value.search(pattern) !== -1);
      if (form) findings.push(hit(form.what, document.locate(path, "value")));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value))
        seek(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  seek(document.data, []);
  return findings;
}

function hit(what: string, range: readonly [number, number]): Finding {
  return { code: "spec/secret-value", path: [], range, values: { what } };
}

function overlaps(a: Finding, b: Finding): boolean {
  return a.range !== undefined && b.range !== undefined && a.range[0] < b.range[1] && b.range[0] < a.range[1];
}
