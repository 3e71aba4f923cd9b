// The single changes of a resource that is on both sides: its own, and those of what it refers to.
import type { Resource } from "#schema/graph.ts";
import { replaces } from "#schema/replacement.ts";
import { changes } from "./attributes.ts";
import { ruleFor } from "./effects.ts";
import type { Case, Rule } from "./effects/rule.ts";
import { holdings, type Leaf, leaves } from "./leaves.ts";
import type { Pair, States } from "./pair.ts";
import { isTagged } from "./stack.ts";

/** A change of a property, and the resource that it follows from if it is not the spec's own. */
export interface Step extends Leaf {
  readonly through?: string;
}

/** Tags that every resource of the stack carries. */
export function stackSteps({ move }: Pair, { type }: Resource): readonly Step[] {
  if (!move || move.tags.length === 0 || !isTagged(type)) return [];
  return [{ property: "tags", from: undefined, to: undefined, paths: move.tags, refers: [] }];
}

/** A resource's own changes, and those of the references that lead to something that changed. */
export function stepsOf(base: Resource, head: Resource, states: States): readonly Step[] {
  const ignored = new Set(head.options.ignoreChanges ?? []);
  const counts = ({ property }: { readonly property: string }): boolean =>
    !ignored.has(property.split(/[.[]/)[0] ?? "");
  const own = leaves(base.properties, head.properties).filter(counts);
  const said = new Set(own.map(({ property }) => property));
  const followed = holdings(head.properties)
    .filter(counts)
    .filter(({ property, to, attribute }) => {
      const state = states.get(to);
      return !said.has(property) && state !== undefined && changes(state, attribute);
    });
  return [
    ...own,
    ...followed.map(({ property, to }) => ({
      property,
      from: undefined,
      to: undefined,
      paths: [],
      refers: [],
      through: to,
    })),
  ];
}

/** What a change comes to. */
export interface Verdict {
  readonly one: Case;
  readonly rule: Rule | undefined;
  readonly forces: "yes" | "no" | "maybe";
  readonly source: string;
}

/** Judges a change by the table and the curated column. */
export function judged(leaf: Step, base: Resource, head: Resource, states: States): Verdict {
  const hasReplaced = (type: string): boolean =>
    [...states.values()].some((one) => one.type === type && one.isReplaced);
  const one: Case = { leaf, base, head, hasReplaced };
  const rule = ruleFor(one);
  const answer = replaces(head.type, leaf.property);
  return {
    one,
    rule,
    forces: rule?.replaces ?? (leaf.property === "tags" ? "no" : answer.replaces),
    source: answer.source,
  };
}
