// What looks like a secret's value, by the form that its issuer documents.

/** A kind of secret; `pattern` is global. */
export interface SecretForm {
  readonly what: string;
  readonly pattern: RegExp;
  /** In every such secret one of these stands, in small letters or others: a text without them need not be searched. */
  readonly marks: readonly string[];
}

/** The kinds that a text may hold, by their marks; few texts hold any. */
export function secretForms(text: string): readonly SecretForm[] {
  const small = text.toLowerCase();
  return SECRET_FORMS.filter(({ marks }) => marks.some((mark) => small.includes(mark)));
}

/** The kinds that the spec is searched for. */
export const SECRET_FORMS: readonly SecretForm[] = [
  {
    what: "a Discord webhook URL",
    pattern: /https:\/\/(?:[a-z]+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+/gi,
    marks: ["webhooks/"],
  },
  {
    what: "a Slack webhook URL",
    pattern: /https:\/\/hooks\.slack\.com\/services\/[\w/]{20,}/g,
    marks: ["hooks.slack.com"],
  },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, marks: ["akia", "asia"] },
  { what: "an Anthropic key", pattern: /\bsk-ant-[\w-]{6,}/g, marks: ["sk-ant-"] },
  { what: "an API key", pattern: /\bsk-(?:proj-)?[A-Za-z0-9_-]{20,}/g, marks: ["sk-"] },
  { what: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/g, marks: ["k_live_"] },
  {
    what: "a GitHub token",
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/g,
    marks: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
  },
  { what: "a Slack token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g, marks: ["xox"] },
  { what: "a Pulumi token", pattern: /\bpul-[0-9a-f]{40}\b/g, marks: ["pul-"] },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, marks: ["npm_"] },
  { what: "a Google API key", pattern: /\bAIza[\w-]{35}\b/g, marks: ["aiza"] },
  { what: "a JSON web token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g, marks: ["eyj"] },
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g, marks: ["private key-----"] },
  { what: "a password in a URL", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"'`]*:[^\s/?#@"'`]+@/gi, marks: ["@"] },
];
