// A change of a spec, tried: its text with the change, judged as any other spec is.
import type { Operation } from "#schema/model.ts";
import { entryOf } from "#schema/catalogue.ts";
import type { Judged } from "#schema/judged.ts";
import { amendText, type Amended } from "./parse/amend.ts";

/** Judges a spec's text; `judge`, or `compile` where the spec has overrides. */
type Judge = (text: string, source: string) => Judged;

/** The spec's text with the changes, or why it would be refused with them. */
export function amend(text: string, source: string, patch: readonly Operation[], judge: Judge): Amended {
  const amended = amendText(text, patch);
  if ("problem" in amended) return amended;
  const { model, findings } = judge(amended.text, source);
  if (model) return amended;
  const [problem] = findings.filter(({ code }) => entryOf(code).severity === "error");
  if (!problem) return { problem: "the spec would be refused" };
  const { summary, help } = entryOf(problem.code);
  return { problem: `the spec would be refused: ${summary(problem.values)} (${help(problem.values)})` };
}
