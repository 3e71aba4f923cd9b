// What the found provider refuses and the one that programs use does not: it is older than the one that
// @pulumi/aws bridges. Each entry is for one version, and one that excuses nothing any more is red.
import type { Complaint } from "./terraform.ts";

/** One excuse. */
interface Excuse {
  /** The provider's version that needs it. */
  readonly version: string;
  readonly type: string;
  readonly text: RegExp;
  readonly why: string;
}

export const EXCUSES: readonly Excuse[] = [
  {
    version: "5.100.0",
    type: "aws:lambda/function:Function",
    text: /^expected runtime to be one of .*, got nodejs24\.x$/,
    why: "the runtime came to Lambda after this release; AWS's linter knows it",
  },
];

/** The complaints that no excuse covers, and the excuses that covered one. */
export function sift(
  version: string,
  complaints: readonly (Complaint & { readonly type: string })[],
): { readonly left: readonly Complaint[]; readonly used: readonly Excuse[] } {
  const excuses = EXCUSES.filter((one) => one.version === version);
  const covers = (excuse: Excuse, { type, text }: Complaint & { readonly type: string }): boolean =>
    excuse.type === type && excuse.text.test(text);
  return {
    left: complaints.filter((complaint) => !excuses.some((excuse) => covers(excuse, complaint))),
    used: excuses.filter((excuse) => complaints.some((complaint) => covers(excuse, complaint))),
  };
}
