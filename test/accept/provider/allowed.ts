// What the found provider refuses and the one that programs use does not: it is older than the one that
// @pulumi/aws bridges. Each entry is for one version, and one that excuses nothing any more is red.
import type { Complaint } from "./terraform.ts";

/** One excuse: a value that the provider does not know yet. */
interface Excuse {
  /** The provider's version that needs it. */
  readonly version: string;
  readonly type: string;
  /** In Terraform's spelling. */
  readonly property: string;
  readonly value: string;
  /** What the provider takes in its place, where something is really made. */
  readonly instead: string;
  readonly why: string;
}

const EXCUSES: readonly Excuse[] = [
  {
    version: "5.100.0",
    type: "aws:lambda/function:Function",
    property: "runtime",
    value: "nodejs24.x",
    instead: "nodejs22.x",
    why: "the runtime came to Lambda after this release; AWS's linter knows it",
  },
];

/** The excuses for one version of the provider. */
export const excusesFor = (version: string): readonly Excuse[] => EXCUSES.filter((one) => one.version === version);

/** The complaints that no excuse covers, and the excuses that covered one. */
export function sift(
  version: string,
  complaints: readonly (Complaint & { readonly type: string })[],
): { readonly left: readonly Complaint[]; readonly used: readonly Excuse[] } {
  const excuses = excusesFor(version);
  const covers = (excuse: Excuse, { type, text }: Complaint & { readonly type: string }): boolean =>
    excuse.type === type &&
    text.startsWith(`expected ${excuse.property} to be one of `) &&
    text.endsWith(`, got ${excuse.value}`);
  return {
    left: complaints.filter((complaint) => !excuses.some((excuse) => covers(excuse, complaint))),
    used: excuses.filter((excuse) => complaints.some((complaint) => covers(excuse, complaint))),
  };
}
