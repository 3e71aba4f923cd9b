// From what was seen to what to do: each cause in its place, with reasons, steps, and a change of the spec that it takes.
import type { Cause, Causes } from "#schema/cause.ts";
import type { Diagnosis, Verdict } from "#schema/diagnosis.ts";
import type { Model, Operation } from "#schema/model.ts";
import { ADVISERS } from "./advice.ts";
import type { Mentions } from "./mentions.ts";
import { chosen, situationOf } from "./situation.ts";
import { type Placed, symptoms } from "./symptoms.ts";
import type { Tally } from "./tally.ts";

/** The causes of a log, and the environment that they are told for. */
export type Advised = Pick<Verdict, "environment" | "reason" | "causes">;

/** Whether the spec with these changes is refused: why, or undefined where it is not. */
export type Trial = (patch: readonly Operation[]) => string | undefined;

/** What a spec is, to those who give advice on it. */
export interface Subject {
  readonly model: Model;
  /** The spec as plain data. */
  readonly data: unknown;
  /** The environment that was asked for. */
  readonly environment: string | undefined;
  readonly trial: Trial;
}

/** The causes that a log shows, root causes first. Undefined where the spec has no such environment. */
export function advised(
  told: { readonly tallies: readonly Tally[]; readonly mentions: Mentions },
  causes: Causes,
  subject: Subject,
): Advised | undefined {
  const choice = chosen(subject.model, told.mentions, told.tallies, subject.environment);
  if (!choice) return undefined;
  const all = symptoms(told.tallies, causes).map((placed) => {
    const { model, data } = subject;
    const situation = situationOf(model, data, choice.environment, told.mentions, placed.tally);
    const cause = causes[placed.tally.code];
    const adviser = ADVISERS[placed.tally.code];
    if (!cause || !adviser) throw new Error(`no advice for the cause ${placed.tally.code}`);
    return diagnosis(placed, cause, adviser(situation), subject.trial);
  });
  return { environment: choice.environment.name, reason: choice.reason, causes: all };
}

function diagnosis(
  { tally, from }: Placed,
  cause: Cause,
  advice: ReturnType<(typeof ADVISERS)[string] & object>,
  trial: Trial,
): Diagnosis {
  // What follows from something else is mended with it.
  const tried = from === undefined ? tryAll(advice.changes ?? [], trial) : { patch: [], refusal: undefined };
  const refusal = tried.refusal === undefined ? [] : [`no change of the spec is proposed: ${tried.refusal}`];
  const { code, lines, first, last, quotes } = tally;
  return {
    code,
    summary: cause.summary,
    from,
    lines,
    first,
    last,
    quotes,
    because: advice.because,
    immediate: advice.immediate,
    longTerm: [...advice.longTerm, ...refusal],
    patch: tried.patch,
    verify: advice.verify,
  };
}

/** The first change that the spec takes; else why the first of them is refused. */
function tryAll(
  ways: readonly (readonly Operation[])[],
  trial: Trial,
): { readonly patch: readonly Operation[]; readonly refusal: string | undefined } {
  let refusal: string | undefined;
  for (const patch of ways) {
    const problem = trial(patch);
    if (problem === undefined) return { patch, refusal: undefined };
    refusal ??= problem;
  }
  return { patch: [], refusal };
}
