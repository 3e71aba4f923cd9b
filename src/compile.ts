// The river: text to artifacts, a line a stage. What a user got wrong comes back as findings; a failure past resolve is
// our own fault and is thrown.
import { generators } from "#generators/index.ts";
import { CATALOGUE } from "#schema/catalogue.ts";
import type { Document } from "#schema/document.ts";
import type { Artifact, Target } from "#schema/draft.ts";
import type { Finding } from "#schema/finding.ts";
import type { Graph } from "#schema/graph.ts";
import type { Model } from "#schema/model.ts";
import { check } from "./check.ts";
import { lower } from "./lower.ts";
import { parse } from "./parse.ts";
import { render } from "./render.ts";
import { resolve } from "./resolve.ts";
import { verify } from "./verify.ts";

/** What a spec says, once nothing of it is in doubt. */
export interface Judged {
  /** There, if the text is YAML at all: findings need it to show places. */
  readonly document: Document | undefined;
  /** There, if no finding is an error. */
  readonly model: Model | undefined;
  readonly findings: readonly Finding[];
}

/** What a spec makes. */
export interface Compiled extends Judged {
  readonly graphs: readonly Graph[];
  readonly artifacts: readonly Artifact[];
}

/** Parses, checks and resolves a spec. */
export function judge(text: string, source: string): Judged {
  const document = parse(text, source);
  if (!document.value) return { document: undefined, model: undefined, findings: document.findings };
  const spec = check(document.value);
  if (!spec.value) return { document: document.value, model: undefined, findings: spec.findings };
  const model = resolve(spec.value.spec, source, spec.value.lost);
  const findings = [...spec.findings, ...model.findings];
  return { document: document.value, model: findings.some(isError) ? undefined : model.value, findings };
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

const isError = (finding: Finding): boolean => CATALOGUE[finding.code].severity === "error";
