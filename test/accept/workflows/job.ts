// Runs a job as a runner does: its steps in order, conditions and expressions by GitHub's own evaluator, scripts by
// bash, and actions by stand-ins that take the same inputs and give the same outputs.
import { actionOf, type Job, type Step } from "../../laws/github/workflow.ts";
import { type Contexts, filled, permits } from "./expressions.ts";

/** What came of a step. */
export interface Ran {
  readonly name: string;
  readonly outcome: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  /** What it said, for whoever reads why it failed. */
  readonly said: string;
}

/** A step as it is run: with its expressions filled in. */
export interface Ready {
  readonly step: Step;
  readonly index: number;
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Where its script runs: absolute, or below the checked out repository. */
  readonly folder: string;
}

/** Runs one step. */
export type Execute = (ready: Ready) => Pick<Ran, "outputs" | "said"> & { readonly isGood: boolean };

const filledAll = (map: Readonly<Record<string, unknown>> | undefined, contexts: Contexts): Record<string, string> =>
  Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, filled(String(value), contexts)]));

/** Runs a job's steps; a step that fails is the last one, but for those that ask for a failure. */
export function runJob(job: Job, contexts: Contexts, execute: Execute): readonly Ran[] {
  const steps: Record<string, unknown> = {};
  const all: Ran[] = [];
  job.steps.forEach((step, index) => {
    const failure = all.some(({ outcome }) => outcome === "failure");
    const given = { ...contexts, steps, env: filledAll(step.env, { ...contexts, steps }) };
    const ran = permits(step.if, given, { success: !failure, failure })
      ? outcomeOf(step, index, given, execute)
      : { name: step.name ?? "", outcome: "skipped" as const, outputs: {}, said: "" };
    all.push(ran);
    if (step.id !== undefined) {
      steps[step.id] = { outputs: ran.outputs, outcome: ran.outcome, conclusion: ran.outcome };
    }
  });
  return all;
}

function outcomeOf(step: Step, index: number, contexts: Contexts, execute: Execute): Ran {
  const inputs = filledAll(step.with, contexts);
  const env = contexts["env"] as Readonly<Record<string, string>>;
  const folder = filled((step as { readonly "working-directory"?: string })["working-directory"] ?? ".", contexts);
  const { isGood, outputs, said } = execute({ step, index, action: actionOf(step), inputs, env, folder });
  return { name: step.name ?? "", outcome: isGood ? "success" : "failure", outputs, said };
}
