// What judging a spec gives: the first half of the river.
import type { Document } from "./document.ts";
import type { Finding } from "./finding.ts";
import type { Model } from "./model.ts";

/** What a spec says, once nothing of it is in doubt. */
export interface Judged {
  /** There, if the text is YAML at all: findings need it to show places. */
  readonly document: Document | undefined;
  /** There, if no finding is an error. */
  readonly model: Model | undefined;
  readonly findings: readonly Finding[];
}
