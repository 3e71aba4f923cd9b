// What is known of one environment while its resources are compared, one after the other.
import type { SpecChange } from "#schema/change.ts";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import type { Upstream } from "./attributes.ts";
import type { Move } from "./stack.ts";

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

/** What is known of the resources that were looked at before, by their keys. */
export type States = ReadonlyMap<string, State>;
export interface State extends Upstream {
  readonly isReplaced: boolean;
  readonly causes: readonly Path[];
}

/** What Pulumi knows a resource by. */
export const urn = ({ type, name }: Resource): string => `${type} ${name}`;
