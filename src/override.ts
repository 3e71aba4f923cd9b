// Overrides: the user's own patches on resources and on data files, after everything else was decided. An override that
// does not fit is a finding: it was written for something that has changed.
import type { Draft } from "#schema/draft.ts";
import type { Finding } from "#schema/finding.ts";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Model, Override } from "#schema/model.ts";
import { nearest } from "#schema/nearest.ts";
import { isMap, type Value } from "#schema/value.ts";
import { applied } from "./override/patch.ts";

/** What overrides were applied to, and what was found. */
export interface Overridden<T> {
  readonly value: readonly T[];
  readonly findings: readonly Finding[];
}

type DataDraft = Extract<Draft, { kind: "yaml" | "json" }>;

/** The graphs with the overrides of resources. */
export function overrideGraphs(model: Model, graphs: readonly Graph[]): Overridden<Graph> {
  const findings: Finding[] = [];
  let value = graphs;
  for (const override of model.overrides) {
    const { target } = override;
    if (target.kind !== "resource") continue;
    const wanted = ({ environment }: Graph): boolean => target.environments?.includes(environment) ?? true;
    const has = (graph: Graph): boolean => graph.resources.some(({ key }) => key === target.key);
    const lacking = target.environments ? value.find((graph) => wanted(graph) && !has(graph)) : undefined;
    if (lacking || !value.some(has)) {
      const keys = value.flatMap(({ resources }) => resources.map(({ key }) => key));
      findings.push(unknown(override, target.key, "on", keys, value.some(has) ? lacking?.environment : undefined));
      continue;
    }
    value = value.map((graph) => (wanted(graph) ? onGraph(graph, target.key, override, findings) : graph));
  }
  return { value, findings };
}

function onGraph(graph: Graph, key: string, override: Override, findings: Finding[]): Graph {
  const resources = graph.resources.map((resource): Resource => {
    if (resource.key !== key) return resource;
    const properties = patched(resource.properties, key, override, findings);
    return isMap(properties) ? { ...resource, properties, why: joined(resource.why, override) } : resource;
  });
  return { ...graph, resources };
}

/** The drafts with the overrides of files; `isWhole` says that no target was left out. */
export function overrideDrafts(model: Model, drafts: readonly Draft[], isWhole: boolean): Overridden<Draft> {
  const findings: Finding[] = [];
  let value = drafts;
  for (const override of model.overrides) {
    const { target } = override;
    if (target.kind !== "file") continue;
    const draft = value.find(
      (one): one is DataDraft => one.path === target.path && (one.kind === "yaml" || one.kind === "json"),
    );
    if (draft) {
      const changed = onDraft(draft, override, findings);
      value = value.map((one) => (one === draft ? changed : one));
    } else if (isWhole || value.some(({ path }) => path === target.path)) {
      const paths = drafts.flatMap(({ kind, path }) => (kind === "yaml" || kind === "json" ? path : []));
      findings.push(unknown(override, target.path, "file", paths, undefined));
    }
  }
  return { value, findings };
}

function onDraft(draft: DataDraft, override: Override, findings: Finding[]): Draft {
  const value = patched(draft.value, draft.path, override, findings);
  return draft.kind === "json" ? { ...draft, value } : { ...draft, value, intro: joined(draft.intro, override) };
}

/** What a reader of the output is told. */
function joined(before: string | undefined, { name, reason, target }: Override): string {
  const places = target.kind === "resource" ? (target.environments ?? []) : [];
  const where = places.length === 0 ? "" : ` in ${places.join(" and ")}`;
  return [...(before === undefined ? [] : [before]), `Overridden${where} (${name}): ${reason}`].join("\n");
}

/** The value after every operation; the value itself where one does not fit. */
function patched(value: Value, target: string, { name, patch }: Override, findings: Finding[]): Value {
  let now = value;
  for (const [index, operation] of patch.entries()) {
    const result = applied(now, operation, ["overrides", name]);
    if ("problem" in result) {
      const values = { name, target, problem: result.problem };
      findings.push({ code: "override/does-not-fit", path: ["overrides", name, "patch", index], values });
      return value;
    }
    now = result.value;
  }
  return now;
}

function unknown(
  { name }: Override,
  target: string,
  key: "on" | "file",
  known: readonly string[],
  environment: string | undefined,
): Finding {
  const problem = environment === undefined ? "" : `the environment \`${environment}\` does not have`;
  const near = environment === undefined ? (nearest(target, known) ?? "") : "";
  return { code: "override/unknown-target", path: ["overrides", name, key], values: { name, target, problem, near } };
}
