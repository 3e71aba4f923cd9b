// What happens to a resource that is on both sides: nothing, an update, or a replacement, and what users notice of it.
import type { Cause, Effect, Note, ResourceChange } from "#schema/change.ts";
import type { Resource } from "#schema/graph.ts";
import { bare } from "#schema/value.ts";
import { lossOf } from "./effects/gone.ts";
import { noteOf } from "./effects/rule.ts";
import { causesOf, protection } from "./origin.ts";
import type { Pair, States } from "./pair.ts";
import { isMoved } from "./stack.ts";
import { judged, stackSteps, stepsOf, type Verdict } from "./steps.ts";

/** What is said of a change beside the resource that it is about. */
type Change = Omit<ResourceChange, "environment" | "type" | "key" | "name">;

/** The change of one resource; undefined where it stays as it is. */
export function compared(pair: Pair, base: Resource, head: Resource, states: States): Change | undefined {
  const moved = pair.move?.anew && isMoved(pair.move, head.type) ? pair.move.anew : undefined;
  if (moved) return removal(pair, base, head, moved);
  const steps = [...stepsOf(base, head, states), ...stackSteps(pair, head)];
  const shields = protection(pair, base, head);
  if (steps.length + shields.length === 0) return undefined;
  const verdicts = steps.map((step) => judged(step, base, head, states));
  const forced = verdicts.filter(({ forces }) => forces !== "no");
  const because = distinct([...steps.flatMap((step) => causesOf(pair, head, step, states)), ...shields]);
  const change = { because, ...consequences(pair, head, verdicts, forced, isBared(base, head)) };
  const refused = refusal(verdicts);
  if (forced.length === 0) return { action: "update", ...change, ...refused };
  const isCertain = forced.some(({ forces }) => forces === "yes");
  const may = isCertain ? {} : { may: forced[0]?.source ?? "" };
  return { action: "replace", ...change, ...may, ...guarded(base), ...refused };
}

/** The resource is made anew somewhere else, whatever else changes of it. */
function removal(
  pair: Pair,
  base: Resource,
  head: Resource,
  moved: NonNullable<NonNullable<Pair["move"]>["anew"]>,
): Change {
  const loss = lossOf(head, pair.head);
  return {
    action: "replace",
    effects: loss?.effects ?? [],
    because: moved.paths.map((path) => ({ property: moved.property, path })),
    notes: loss ? [{ text: loss.text, source: loss.source }] : [],
    ...guarded(base),
  };
}

/** What users notice: by the rules of the properties, or by what goes with the old resource. */
function consequences(
  pair: Pair,
  head: Resource,
  verdicts: readonly Verdict[],
  forced: readonly Verdict[],
  bared: boolean,
): Pick<Change, "effects" | "notes"> {
  const isTold = forced.length === 0 || forced.some(({ rule }) => rule);
  const loss = isTold ? undefined : lossOf(head, pair.head);
  // What is made anew is not also changed in place.
  const told = forced.some(({ forces }) => forces === "yes") ? forced : verdicts;
  const notes = told.flatMap(({ rule, one }) => (rule && !rule.refused ? [noteOf(rule, one)] : []));
  return {
    effects: sorted([...verdicts.flatMap(({ rule }) => rule?.effects ?? []), ...(loss?.effects ?? [])]),
    notes: [
      ...notes.filter((note, index) => notes.findIndex(({ text }) => text === note.text) === index),
      ...(loss ? [{ text: loss.text, source: loss.source }] : []),
      ...(bared ? [BARED] : []),
    ],
  };
}

/** What AWS refuses to do in place. */
function refusal(verdicts: readonly Verdict[]): Pick<Change, "refused"> {
  const [refused] = verdicts.flatMap(({ rule, one }) => (rule?.refused ? [noteOf(rule, one)] : []));
  return refused ? { refused } : {};
}

const isProtected = ({ options }: Resource): boolean => bare(options.protect ?? false) === true;

/** A resource that Pulumi protects in its state is neither deleted nor replaced. */
export const guarded = (base: Resource): Pick<Change, "refused"> => (isProtected(base) ? { refused: PROTECTED } : {});

const isBared = (base: Resource, head: Resource): boolean => isProtected(base) && !isProtected(head);

const PROTECTED: Note = {
  text: "It is protected: Pulumi refuses, and the update stops here. Whoever means it takes `protect` off in a change of its own, and applies that first.",
  source: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
};

const BARED: Note = {
  text: "From now on nothing keeps Pulumi from deleting or replacing it.",
  source: PROTECTED.source,
};

const ORDER: readonly Effect[] = ["reboot", "downtime", "data-loss"];
const sorted = (effects: readonly Effect[]): readonly Effect[] => ORDER.filter((effect) => effects.includes(effect));

const distinct = (list: readonly Cause[]): readonly Cause[] => {
  const seen = new Set<string>();
  return list.filter((cause) => {
    const key = JSON.stringify(cause);
    return !seen.has(key) && seen.add(key);
  });
};
