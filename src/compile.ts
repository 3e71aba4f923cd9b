// The river: text to artifacts, a line a stage. What a user got wrong comes back as findings from judge (parse, check,
// resolve) and from overrides; any other failure past judge is our own fault and is thrown.
import { generators } from "#generators/index.ts";
import type { Artifact, Target } from "#schema/draft.ts";
import type { Finding } from "#schema/finding.ts";
import type { Graph } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import type { Judged } from "#schema/judged.ts";
import { judge } from "./judge.ts";
import { lower } from "./lower.ts";
import { overrideDrafts, overrideGraphs } from "./override.ts";
import type { Overridden } from "./override.ts";
import { render } from "./render.ts";
import { problemsOf, verify } from "./verify.ts";

/** What a spec makes. */
export interface Compiled extends Judged {
  readonly graphs: readonly Graph[];
  readonly artifacts: readonly Artifact[];
}

/** Compiles a spec to every file of its targets; `only` keeps some of them. */
export function compile(text: string, source: string, only?: readonly Target[]): Compiled {
  const judged = judge(text, source);
  if (!judged.model) return { ...judged, graphs: [], artifacts: [] };
  const { model } = judged;
  const isPatched = model.overrides.length > 0;
  const lowered = lower(model);
  const graphs = isPatched ? overrideGraphs(model, lowered) : untouched(lowered);
  const made = generate(model, graphs.value, only);
  const drafts = isPatched ? overrideDrafts(model, made, only === undefined) : untouched(made);
  const artifacts = render(drafts.value, { source });
  const misfits = [...graphs.findings, ...drafts.findings, ...unreadable(model, artifacts)];
  if (misfits.length > 0) return refused(judged, misfits);
  return { ...judged, graphs: graphs.value, artifacts: verify(artifacts) };
}

/** What no override is about. */
const untouched = <T>(value: readonly T[]): Overridden<T> => ({ value, findings: [] });

/** Overrides are applied to what was generated, and so are the last to refuse the user. */
function refused(judged: Judged, findings: readonly Finding[]): Compiled {
  return { ...judged, model: undefined, findings: [...judged.findings, ...findings], graphs: [], artifacts: [] };
}

/** Files that an override turned into something that their readers would refuse. */
function unreadable(model: Model, artifacts: readonly Artifact[]): readonly Finding[] {
  return model.overrides.flatMap(({ name, target }): readonly Finding[] => {
    if (target.kind !== "file") return [];
    const problems = artifacts.filter(({ path }) => path === target.path).flatMap(problemsOf);
    const [problem] = problems;
    const values = { name, target: target.path, problem: `its readers would refuse it: ${problem ?? ""}` };
    return problem === undefined ? [] : [{ code: "override/does-not-fit", path: ["overrides", name], values }];
  });
}

function generate(model: Model, graphs: readonly Graph[], only: readonly Target[] | undefined) {
  const wanted = model.targets.filter((target) => only?.includes(target) ?? true);
  return wanted.flatMap((target) => generators[target](model, graphs));
}
