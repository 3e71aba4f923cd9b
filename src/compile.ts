// The river: text to artifacts, a line a stage. What a user got wrong comes back as findings from judge (parse, check,
// resolve); a failure past it is our own fault and is thrown.
import { generators } from "#generators/index.ts";
import type { Artifact, Target } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import { judge, type Judged } from "./judge.ts";
import { lower } from "./lower.ts";
import { render } from "./render.ts";
import { verify } from "./verify.ts";

/** What a spec makes. */
export interface Compiled extends Judged {
  readonly graphs: readonly Graph[];
  readonly artifacts: readonly Artifact[];
}

/** Compiles a spec to every file of its targets; `only` keeps some of them. */
export function compile(text: string, source: string, only?: readonly Target[]): Compiled {
  const judged = judge(text, source);
  if (!judged.model) return { ...judged, graphs: [], artifacts: [] };
  const graphs = lower(judged.model);
  const drafts = generate(judged.model, graphs, only);
  const artifacts = verify(render(drafts, { source }));
  return { ...judged, graphs, artifacts };
}

function generate(model: Model, graphs: readonly Graph[], only: readonly Target[] | undefined) {
  const wanted = model.targets.filter((target) => only?.includes(target) ?? true);
  return wanted.flatMap((target) => generators[target](model, graphs));
}
