// The stacks that the judges judge: each environment of the reference spec and of every golden case, as what Pulumi's
// engine is asked for. That programs ask for exactly this is proven beside it, in pulumi.test.ts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Graph } from "#schema/graph.ts";
import { judge } from "#src/judge.ts";
import { lower } from "#src/lower.ts";
import { type Data, expectedOf, type Registered } from "../pulumi/expected.ts";
import { specs } from "../pulumi/run.ts";

/** The resources of one environment, and what is known about where they are. */
export interface Stack {
  /** Of letters, digits and hyphens: `three-zones-production`. */
  readonly name: string;
  readonly region: string;
  readonly resources: readonly Registered[];
}

/** The account that stands for one whose id AWS alone knows; the same as moto's. */
export const ACCOUNT = "123456789012";

/** Every stack of a spec. */
export function stacksOf(name: string, text: string): readonly Stack[] {
  const { model, findings } = judge(text, "sage.yaml");
  if (!model) throw new Error(`${name} is refused: ${findings.map(({ code }) => code).join(", ")}`);
  return lower(model).map((graph): Stack => {
    const region = model.environments.find((one) => one.name === graph.environment)?.region ?? "";
    return { name: `${name}-${graph.environment}`, region, resources: resourcesOf(graph, model.project, region) };
  });
}

/**
 * What the engine is asked for, with the answers of AWS to the program's questions. Resources bear their keys here: a
 * name of Pulumi's is unique among those of one type alone.
 */
function resourcesOf(graph: Graph, project: string, region: string): readonly Registered[] {
  const keyed = { ...graph, resources: graph.resources.map((one) => ({ ...one, name: one.key })) };
  return expectedOf(keyed, project).map((one) => ({
    ...one,
    inputs: Object.fromEntries(Object.entries(one.inputs).map(([key, value]) => [key, answered(value, region)])),
  }));
}

/** A value in which lookups are answered: the zones of the region, the account's id. */
function answered(value: Data, region: string): Data {
  if (typeof value === "string")
    return value
      .replace(/<zones\.names\[(\d+)\]>/g, (_, index) => `${region}${"abcdef"[Number(index)]}`)
      .replaceAll("<account.accountId>", ACCOUNT);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner: Data) => answered(inner, region));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, answered(inner, region)]));
}

/** All of them, in the order of the specs; last, what no case shows. */
export function allStacks(): readonly Stack[] {
  const own = ["two-certificates", join(import.meta.dirname, "two-certificates.yaml")] as const;
  return [...specs(), own].flatMap(([name, file]) => stacksOf(name, readFileSync(file, "utf8")));
}

/** The resource that a text refers to, and its attribute: `<load-balancer.arn>`. */
export const REFERENCE = /<([a-z0-9-]+)\.([A-Za-z0-9.[\]]+)>/g;
