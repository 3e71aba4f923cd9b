// The head's graphs without one change of the spec, so that a consequence can be traced to its cause by trying.
import { CATALOGUE } from "#schema/catalogue.ts";
import type { SpecChange, Trial } from "#schema/change.ts";
import { ownOf } from "#schema/data.ts";
import type { Document } from "#schema/document.ts";
import type { Graph } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { check } from "./check.ts";
import { lower } from "./lower.ts";
import { overrideGraphs } from "./override.ts";
import { resolve } from "./resolve.ts";

/** Tries each change at most once. */
export function trialOf(head: Document): Trial {
  const tried = new Map<SpecChange, readonly Graph[] | undefined>();
  return (change) => {
    if (!tried.has(change)) tried.set(change, graphsOf({ ...head, data: put(head.data, change.path, change.from) }));
    return tried.get(change);
  };
}

/** The graphs of a spec; undefined where it makes no sense. */
function graphsOf(document: Document): readonly Graph[] | undefined {
  const spec = check(document).value;
  const model = spec && resolve(spec.spec, document.source, spec.lost);
  if (!model?.value || model.findings.some(({ code }) => CATALOGUE[code].severity === "error")) return undefined;
  return overrideGraphs(model.value, lower(model.value)).value;
}

/** Plain data with another value at a path; undefined takes the key away. */
function put(data: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const at = Number(step);
    const inner = put(data[at], rest, value);
    if (inner === undefined) return data.filter((_, index) => index !== at);
    // Where the head's list is shorter, an item that it lost comes back behind its last.
    return at < data.length ? data.with(at, inner) : [...data, inner];
  }
  const map = (data ?? {}) as Readonly<Record<string, unknown>>;
  const { [step]: _, ...others } = map;
  const inner = put(ownOf(map, step), rest, value);
  return inner === undefined ? others : { ...others, [step]: inner };
}
