// What happens to each resource of one environment, in an order in which each is looked at after what it refers to.
import type { Note, ResourceChange } from "#schema/change.ts";
import type { Resource } from "#schema/graph.ts";
import { replaces } from "#schema/replacement.ts";
import { isPutInByHand, lossOf } from "./effects/gone.ts";
import { whole } from "./origin.ts";
import { type Pair, type State, type States, urn } from "./pair.ts";
import { compared, guarded } from "./update.ts";

/** Every resource that changes, in the order of the graph; deletions last, in reverse. */
export function resourceChanges(pair: Pair): readonly ResourceChange[] {
  const olds = new Map(pair.base.resources.map((one) => [urn(one), one]));
  const news = new Set(pair.head.resources.map(urn));
  const states = new Map<string, State>();
  const there = pair.head.resources.flatMap((head) => {
    const base = olds.get(urn(head));
    const change = base ? changed(pair, base, head, states) : created(pair, head, states);
    states.set(head.key, stateOf(head, change));
    return change ? [change] : [];
  });
  const gone = pair.base.resources.filter((one) => !news.has(urn(one))).toReversed();
  return [...there, ...gone.map((one) => deleted(pair, one))];
}

function stateOf(head: Resource, change: ResourceChange | undefined): State {
  const because = change?.because ?? [];
  return {
    type: head.type,
    // A new revision has another ARN, though nothing is replaced.
    isNew: change !== undefined && (change.action !== "update" || isRevision(change)),
    isReplaced: change?.action === "replace",
    properties: new Set(Object.keys(head.properties)),
    changed: new Set(because.map(({ property }) => property.split(/[.[]/)[0] ?? "")),
    causes: because.map(({ path }) => path),
  };
}

const isRevision = ({ type, because }: ResourceChange): boolean =>
  type === "aws:ecs/taskDefinition:TaskDefinition" &&
  because.some(({ property }) => replaces(type, property).replaces === "yes");

const changeOf = (pair: Pair, { type, key, name }: Resource) => ({ environment: pair.environment, type, key, name });

function changed(pair: Pair, base: Resource, head: Resource, states: States): ResourceChange | undefined {
  const change = compared(pair, base, head, states);
  return change && { ...changeOf(pair, head), ...change };
}

function created(pair: Pair, head: Resource, states: States): ResourceChange {
  const notes: readonly Note[] =
    head.type === "aws:secretsmanager/secret:Secret" && isPutInByHand(head.key, pair.head) ? [UNSET] : [];
  return { ...changeOf(pair, head), action: "create", effects: [], because: whole(pair, head, states), notes };
}

const UNSET: Note = {
  text: "It begins as the text `unset`: put the real value in (`aws secretsmanager put-secret-value`) before the release that reads it.",
  source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-secret-value.html",
};

function deleted(pair: Pair, base: Resource): ResourceChange {
  const loss = lossOf(base, pair.base);
  return {
    ...changeOf(pair, base),
    action: "delete",
    effects: loss?.effects ?? [],
    because: whole(pair, base),
    notes: loss ? [{ text: loss.text, source: loss.source }] : [],
    ...guarded(base),
  };
}
