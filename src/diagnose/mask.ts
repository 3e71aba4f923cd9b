// Takes secrets out of what is quoted: a report is read in places where the log is not.

const SECRETS: readonly (readonly [shape: RegExp, instead: string])[] = [
  [/([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{0,100}:)[^\s@/]{1,300}@/gi, "$1***@"],
  [/(https:\/\/(?:(?:canary|ptb)\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)\d+\/[\w-]+/gi, "$1***"],
  [/(https:\/\/hooks\.slack\.com\/services\/)[\w/]+/gi, "$1***"],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{8,}/g, "$1 ***"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, "***"],
  [/\b(?:sk-ant-|sk-|ghp_|gho_|ghs_|github_pat_|pul-|xox[abprs]-|npm_)[A-Za-z0-9_-]{8,}/g, "***"],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g, "***"],
  [
    /((?:password|passwd|pwd|secret|token|api[_-]?key|x-api-key|authorization|access[_-]?key|signature|sig)["']?\s{0,3}[=:]\s{0,3}["']?)(?!\*)[^\s"'&,;}]{3,}/gi,
    "$1***",
  ],
];

/** The same text with the values of secrets covered. */
export function masked(text: string): string {
  return SECRETS.reduce((covered, [shape, instead]) => covered.replace(shape, instead), text);
}
