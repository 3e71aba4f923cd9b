// What happens to each resource of one environment: its own changes, and those that follow from what it refers to.
import type { Cause, Effect, Note, ResourceChange, SpecChange } from "#schema/change.ts";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { replaces } from "#schema/replacement.ts";
import { bare } from "#schema/value.ts";
import { changes, type Upstream } from "./attributes.ts";
import { once, related, traced } from "./cause.ts";
import { ruleFor } from "./effects.ts";
import { isPutInByHand, lossOf } from "./effects/gone.ts";
import { type Case, noteOf, type Rule } from "./effects/rule.ts";
import { holdings, inner, type Leaf, leaves } from "./leaves.ts";
import { isMoved, isTagged, type Move } from "./stack.ts";

/** The two graphs of one environment, and what is known about it. */
export interface Pair {
  readonly environment: string;
  readonly base: Graph;
  readonly head: Graph;
  readonly spec: readonly SpecChange[];
  /** The head's graph without one change of the spec. */
  readonly without: (change: SpecChange) => Graph | undefined;
  readonly move: Move | undefined;
}

/** A graph without anything: the other side of an environment that is new or gone. */
export const nothing = (environment: string): Graph => ({ environment, lookups: [], resources: [], outputs: [] });

/** A change of a property, and the resource that it follows from if it is not the spec's own. */
interface Step extends Leaf {
  readonly through?: string;
}

/** What is known of the resources that were looked at before. */
type States = Map<string, Upstream & { readonly isReplaced: boolean; readonly causes: readonly Path[] }>;

/** Every resource that changes, in the order of the graph; deletions last, in reverse. */
export function resourceChanges(pair: Pair): readonly ResourceChange[] {
  const olds = new Map(pair.base.resources.map((one) => [urn(one), one]));
  const news = new Set(pair.head.resources.map(urn));
  const states: States = new Map();
  const changed = pair.head.resources.flatMap((head) => {
    const base = olds.get(urn(head));
    const change = base ? compared(pair, base, head, states) : created(pair, head, states);
    states.set(head.key, stateOf(head, change));
    return change ? [change] : [];
  });
  const gone = pair.base.resources.filter((one) => !news.has(urn(one))).toReversed();
  return [...changed, ...gone.map((one) => deleted(pair, one))];
}

/** What Pulumi knows a resource by. */
const urn = ({ type, name }: Resource): string => `${type} ${name}`;

function stateOf(head: Resource, change: ResourceChange | undefined) {
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

/** The cause of a resource as a whole, which is there or gone: the property is `*`. */
function whole(pair: Pair, one: Resource, states?: States): readonly Cause[] {
  const has = ({ resources }: Graph): boolean => resources.some((other) => urn(other) === urn(one));
  const wanted = has(pair.head);
  const isGone = (change: SpecChange): boolean => {
    const graph = pair.without(change);
    return graph !== undefined && has(graph) !== wanted;
  };
  const said = related([one.because, ...inner(one.properties)], pair.spec);
  const keys = holdings(one.properties).map(({ to }) => to);
  const paths = said.length > 0 ? said : referred(pair, keys, states);
  const found = paths.length > 0 ? paths : traced(pair.environment, pair.spec, isGone);
  return found.map((path) => ({ property: "*", path }));
}

/** A resource that Pulumi protects in its state is neither deleted nor replaced. */
function guarded(base: Resource): Pick<ResourceChange, "refused"> {
  return bare(base.options.protect ?? false) === true ? { refused: PROTECTED } : {};
}

const PROTECTED: Note = {
  text: "It is protected: Pulumi refuses, and the update stops here. Whoever means it takes `protect` off in a change of its own, and applies that first.",
  source: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
};

function compared(pair: Pair, base: Resource, head: Resource, states: States): ResourceChange | undefined {
  const moved = pair.move?.anew && isMoved(pair.move, head.type) ? pair.move.anew : undefined;
  const steps = moved ? [] : [...stepsOf(base, head, states), ...stackSteps(pair, head)];
  const verdicts = steps.map((step) => judged(step, base, head, states));
  const because = steps.flatMap((step) => causesOf(pair, head, step, states));
  const unprotected = bare(base.options.protect ?? false) === true && bare(head.options.protect ?? false) !== true;
  const shields = protection(pair, base, head);
  if (steps.length + shields.length === 0 && !moved) return undefined;
  const forced = verdicts.filter(({ forces }) => forces !== "no");
  const anew = forced.length > 0 || moved !== undefined;
  const loss = anew && !forced.some(({ rule }) => rule) ? lossOf(head, pair.head) : undefined;
  const refused = verdicts.flatMap(({ rule, one }) => (rule?.refused ? [noteOf(rule, one)] : []))[0];
  const certain = moved !== undefined || forced.some(({ forces }) => forces === "yes");
  return {
    ...changeOf(pair, head),
    action: anew ? "replace" : "update",
    effects: effectsOf([...verdicts.flatMap(({ rule }) => rule?.effects ?? []), ...(loss?.effects ?? [])]),
    because: [
      ...(moved?.paths.map((path) => ({ property: moved.property, path })) ?? []),
      ...distinct(because),
      ...shields,
    ],
    notes: notesOf([
      ...verdicts.flatMap(({ rule, one }) => (rule && !rule.refused ? [noteOf(rule, one)] : [])),
      ...(loss ? [{ text: loss.text, source: loss.source }] : []),
      ...(unprotected ? [BARED] : []),
    ]),
    ...(anew && !certain ? { may: forced.map(({ source }) => source)[0] ?? "" } : {}),
    ...(refused ? { refused } : anew ? guarded(base) : {}),
  };
}

const BARED: Note = {
  text: "From now on nothing keeps Pulumi from deleting or replacing it.",
  source: PROTECTED.source,
};

/** Tags that every resource of the stack carries. */
function stackSteps({ move }: Pair, { type }: Resource): readonly Step[] {
  if (!move || move.tags.length === 0 || !isTagged(type)) return [];
  return [{ property: "tags", from: undefined, to: undefined, paths: move.tags, refers: [] }];
}

/** A resource's own changes, and those of the references that lead to something that changed. */
function stepsOf(base: Resource, head: Resource, states: States): readonly Step[] {
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

interface Verdict {
  readonly one: Case;
  readonly rule: Rule | undefined;
  readonly forces: "yes" | "no" | "maybe";
  readonly source: string;
}

function judged(leaf: Step, base: Resource, head: Resource, states: States): Verdict {
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

function causesOf(pair: Pair, head: Resource, step: Step, states: States): readonly Cause[] {
  const { property, through } = step;
  if (through !== undefined) return (states.get(through)?.causes ?? []).map((path) => ({ property, path, through }));
  const direct = related(step.paths, pair.spec);
  const paths = direct.length > 0 ? direct : referred(pair, step.refers, states);
  if (paths.length > 0) return paths.map((path) => ({ property, path }));
  const isGone = (change: SpecChange): boolean => {
    const other = pair.without(change)?.resources.find((one) => urn(one) === urn(head));
    return other !== undefined && leaves(other.properties, head.properties).some((leaf) => leaf.property === property);
  };
  return traced(pair.environment, pair.spec, isGone).map((path) => ({ property, path }));
}

/** What made the resources that are referred to, and what took those away that no longer are. */
function referred(pair: Pair, keys: readonly string[], states: States | undefined): readonly Path[] {
  return once(
    keys.flatMap((key) => {
      const gone = pair.base.resources.find((one) => one.key === key);
      return states?.get(key)?.causes ?? (gone ? related([gone.because], pair.spec) : []);
    }),
  );
}

/** The option that keeps a resource from being deleted, where it changes. */
function protection(pair: Pair, base: Resource, head: Resource): readonly Cause[] {
  const [before, after] = [base.options.protect ?? false, head.options.protect ?? false];
  if (bare(before) === bare(after)) return [];
  return related([...inner(after), ...inner(before)], pair.spec).map((path) => ({
    property: "protect",
    path,
  }));
}

const ORDER: readonly Effect[] = ["reboot", "downtime", "data-loss"];
const effectsOf = (effects: readonly Effect[]): readonly Effect[] => ORDER.filter((effect) => effects.includes(effect));

const notesOf = (notes: readonly Note[]): readonly Note[] =>
  notes.filter((note, index) => notes.findIndex(({ text }) => text === note.text) === index);

const distinct = (list: readonly Cause[]): readonly Cause[] => {
  const seen = new Set<string>();
  return list.filter((cause) => {
    const key = JSON.stringify(cause);
    return !seen.has(key) && seen.add(key);
  });
};
