// What a target is: pure, from the model and the graphs to the files that it wants.
import type { Draft } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";

/** One target: the files it wants, as values or templates. It writes nothing and refuses nothing. */
export type Generate = (model: Model, graphs: readonly Graph[]) => readonly Draft[];
