// The curated column: what the users of a product notice of a change, with AWS's word for each.
import type { Rule } from "./effects/rule.ts";
import { type Case, isAt } from "./effects/rule.ts";
import { CACHE } from "./effects/cache.ts";
import { DATABASE } from "./effects/database.ts";
import { KEEPING } from "./effects/keeping.ts";
import { NETWORK } from "./effects/network.ts";
import { SERVICES } from "./effects/services.ts";

/** Every rule; of those that fit a change, the first counts. */
export const RULES: readonly Rule[] = [...DATABASE, ...CACHE, ...SERVICES, ...NETWORK, ...KEEPING];

/** The rule for a change, if AWS says anything about it that a reviewer has to know. */
export function ruleFor(one: Case): Rule | undefined {
  return RULES.find(
    (rule) =>
      rule.type === one.head.type &&
      isAt(one.leaf.property, rule.property) &&
      (rule.when === undefined || rule.when(one)),
  );
}
