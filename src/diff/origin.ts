// Which changes of the spec a change of a resource comes from.
import type { Cause, SpecChange } from "#schema/change.ts";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { bare } from "#schema/value.ts";
import { once, related, traced } from "./cause.ts";
import { holdings, inner, leaves } from "./leaves.ts";
import { type Pair, type States, urn } from "./pair.ts";
import type { Step } from "./steps.ts";

/** The cause of a resource as a whole, which is there or gone: the property is `*`. */
export function whole(pair: Pair, one: Resource, states?: States): readonly Cause[] {
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

/** The causes of a single change. */
export function causesOf(pair: Pair, head: Resource, step: Step, states: States): readonly Cause[] {
  const { property, through } = step;
  if (through !== undefined) return (states.get(through)?.causes ?? []).map((path) => ({ property, path, through }));
  const direct = related(step.paths, pair.spec);
  const others = direct.length > 0 ? direct : referred(pair, step.refers, states);
  const paths = others.length > 0 ? others : related(inner(head.options.aliases ?? []), pair.spec);
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
export function protection(pair: Pair, base: Resource, head: Resource): readonly Cause[] {
  const [before, after] = [base.options.protect ?? false, head.options.protect ?? false];
  if (bare(before) === bare(after)) return [];
  return related([...inner(after), ...inner(before)], pair.spec).map((path) => ({
    property: "protect",
    path,
  }));
}
