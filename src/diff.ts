// Two specs to what the change does in AWS: every resource of every environment, and what a reviewer asks about. Pure.
import {
  type Comparison,
  rank,
  type OverrideNote,
  type ResourceChange,
  type Severity,
  severityOf,
  type Side,
  type SpecChange,
  type Surface,
  type Trial,
  worse,
} from "#schema/change.ts";
import type { Graph } from "#schema/graph.ts";
import type { Environment, Override } from "#schema/model.ts";
import { byText } from "#schema/order.ts";
import { ways } from "./diff/network.ts";
import { permissions } from "./diff/permissions.ts";
import { nothing, type Pair } from "./diff/pair.ts";
import { formerly } from "./diff/renames.ts";
import { resourceChanges } from "./diff/resources.ts";
import { alarmShifts, billedShifts, budgetShifts } from "./diff/shifts.ts";
import { specChanges } from "./diff/spec.ts";
import { moveOf, type Move, REMOVED } from "./diff/stack.ts";
import { surface } from "./diff/surface.ts";

/** One environment on both sides; a side that does not have it has an empty graph. */
interface Both extends Pair {
  readonly models: readonly [base: Environment | undefined, head: Environment | undefined];
}

/** Compares two specs; without a base everything is new. `trial` is asked where the spec's paths don't tell a cause. */
export function diff(before: Side | undefined, head: Side, trial: Trial): Comparison {
  const former = before && formerly(before, head);
  const base = former?.base;
  const spec = specChanges(base?.data ?? {}, head.data);
  const all = environmentsOf(base, head).map((name) => both(name, base, head, spec, trial));
  const changes = all.map((one) => {
    const keys = former?.keys.get(one.environment);
    return { one, list: resourceChanges(one).map((change) => called(change, keys?.get(change.key))) };
  });
  const resources = changes.flatMap(({ list }) => list).toSorted(byBadness(all.map((one) => one.environment)));
  const known = new Set(base?.model.environments.map(({ name }) => name));
  const names = new Set(head.model.environments.map(({ name }) => name));
  return {
    spec,
    environments: {
      added: [...names].filter((name) => !known.has(name)),
      removed: [...known].filter((name) => !names.has(name)),
    },
    renamed: former?.services ?? [],
    perhaps: former?.perhaps,
    resources,
    untouched: changes.map(({ one, list }) => ({
      environment: one.environment,
      count: one.head.resources.length - list.filter(({ action }) => action !== "delete").length,
    })),
    notes: all.flatMap(({ environment, move, models: [, now] }) =>
      [...(move?.notes ?? []), ...(now ? [] : [REMOVED])].map((note) => ({ environment, ...note })),
    ),
    network: surfaces(all, ways),
    permissions: surfaces(all, permissions),
    alarms: all.flatMap(({ environment, models }) => alarmShifts(environment, ...models)),
    budgets: all.flatMap(({ environment, models }) => budgetShifts(environment, ...models)),
    billed: all.flatMap(({ environment, models }) => billedShifts(environment, ...models)),
    overrides: head.model.overrides.map(overrideNote),
    worst: resources.map(severityOf).reduce<Severity>(worse, "none"),
  };
}

const called = (change: ResourceChange, formerly: string | undefined): ResourceChange =>
  formerly === undefined ? change : { ...change, formerly };

/** Every environment of either side: those of the head in their order, then those that are gone. */
function environmentsOf(base: Side | undefined, head: Side): readonly string[] {
  const names = [...head.model.environments, ...(base?.model.environments ?? [])].map(({ name }) => name);
  return [...new Set(names)];
}

const overrideNote = ({ name, target, reason }: Override): OverrideNote => ({
  name,
  target: target.kind === "file" ? target.path : target.key,
  reason,
});

function both(name: string, base: Side | undefined, head: Side, spec: readonly SpecChange[], trial: Trial): Both {
  const graph = (side: Side | undefined): Graph =>
    side?.graphs.find(({ environment }) => environment === name) ?? nothing(name);
  const model = (side: Side | undefined) => side?.model.environments.find((one) => one.name === name);
  const [before, after] = [model(base), model(head)];
  const move: Move | undefined =
    base && before && after ? moveOf([base.model, before], [head.model, after], spec) : undefined;
  const without = (change: SpecChange): Graph | undefined =>
    trial(change)?.find(({ environment }) => environment === name);
  return { environment: name, base: graph(base), head: graph(head), spec, without, move, models: [before, after] };
}

function surfaces(all: readonly Both[], lines: (graph: Graph) => readonly string[]): readonly Surface[] {
  return all.flatMap(({ environment, base, head }) => surface(environment, lines(base), lines(head)) ?? []);
}

function byBadness(environments: readonly string[]) {
  const place = ({ environment }: ResourceChange): number => environments.indexOf(environment);
  return (a: ResourceChange, b: ResourceChange): number =>
    rank(severityOf(b)) - rank(severityOf(a)) ||
    place(a) - place(b) ||
    byText(a.type, b.type) ||
    byText(a.name, b.name);
}
