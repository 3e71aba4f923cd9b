// What looks like a secret's value, wherever it stands in the spec: keys, values and comments.
import type { Document } from "#schema/document.ts";
import type { Finding } from "#schema/finding.ts";

/** A kind of secret, by the form that its issuer documents. */
interface SecretForm {
  readonly what: string;
  readonly pattern: RegExp;
}

const FORMS: readonly SecretForm[] = [
  {
    what: "a Discord webhook URL",
    pattern: /https:\/\/(?:[a-z]+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+/gi,
  },
  { what: "a Slack webhook URL", pattern: /https:\/\/hooks\.slack\.com\/services\/[\w/]{20,}/g },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { what: "an Anthropic key", pattern: /\bsk-ant-[\w-]{6,}/g },
  { what: "an API key", pattern: /\bsk-(?:proj-)?[A-Za-z0-9_-]{20,}/g },
  { what: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/g },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/g },
  { what: "a Slack token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { what: "a Pulumi token", pattern: /\bpul-[0-9a-f]{40}\b/g },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: "a Google API key", pattern: /\bAIza[\w-]{35}\b/g },
  { what: "a JSON web token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g },
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g },
  { what: "a password in a URL", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"'`]*:[^\s/?#@"'`]+@/gi },
];

/** One finding for each place that looks like a secret's value. The value itself is never repeated. */
export function secretValues(document: Document): Finding[] {
  const plain = FORMS.flatMap(({ what, pattern }) =>
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
      const form = FORMS.find(({ pattern }) => new RegExp(pattern.source, pattern.flags.replace("g", "")).test(value));
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
