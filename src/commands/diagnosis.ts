// A log examined with a spec at hand, as an answer; and the proposed changes, written where that was asked for.
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { CAUSES } from "#schema/causes.ts";
import type { Verdict } from "#schema/diagnosis.ts";
import type { Operation } from "#schema/model.ts";
import { amend } from "#src/amend.ts";
import { advised, combine, listen } from "#src/diagnose.ts";
import { exchange } from "#src/disk.ts";
import { judge } from "#src/judge.ts";
import type { SpecFile } from "#src/load.ts";
import { readLog } from "#src/log.ts";
import { difference } from "#src/plan/edit.ts";
import { causesJson, pointer } from "#src/report/causes-json.ts";
import { causesGithub } from "#src/report/causes-github.ts";
import { causesHuman } from "#src/report/causes-human.ts";
import { trouble } from "#src/report/fault.ts";
import type { Paint } from "#src/report/paint.ts";
import type { Answer } from "./answer.ts";
import { read, type Reading, verdict } from "./reading.ts";

/** What a log and a spec came to. */
export interface Examined {
  readonly reading: Reading;
  /** Undefined where the spec is refused. */
  readonly verdict: Verdict | undefined;
  /** The spec's text with a patch, or why not. */
  readonly amended: (patch: readonly Operation[]) => ReturnType<typeof amend>;
}

/** A log's file, or the log itself. */
export type Log = string | { readonly text: string };

/** Reads the log and thinks about it. Throws where there is no such log, or no such environment. */
export async function examine(
  spec: SpecFile,
  log: Log,
  environment: string | undefined,
  cwd: string,
): Promise<Examined> {
  const reading = await read(spec);
  const { model, document } = reading;
  // Whether an override fits shows only in what it changes.
  const judged = model && model.overrides.length > 0 ? (await import("#src/compile.ts")).compile : judge;
  const amended: Examined["amended"] = (patch) => amend(spec.text, spec.source, patch, judged);
  if (!model || !document) return { reading, verdict: undefined, amended };
  const names = model.environments.map(({ name }) => name);
  if (environment !== undefined && !names.includes(environment))
    throw trouble(`there is no environment \`${environment}\``, `the spec has ${names.join(", ")}`);
  const listener = listen(CAUSES, model);
  const name = typeof log === "string" ? log : "the text";
  const note = await heard(log, (text) => listener.feed(text), cwd);
  const told = listener.end();
  const trial = (patch: readonly Operation[]): string | undefined => {
    const result = amended(patch);
    return "problem" in result ? result.problem : undefined;
  };
  const found = advised(told, CAUSES, { model, data: document.data, environment, trial });
  const { lines, patterns } = told;
  return { reading, verdict: found && { ...found, log: name, file: spec.file, lines, note, patterns }, amended };
}

/** Feeds the log to a listener; gives what is to be said of how it ended. */
async function heard(log: Log, feed: (text: string) => void, cwd: string): Promise<string | undefined> {
  if (typeof log === "string") return (await readLog(log, cwd, feed)).note;
  feed(log.text);
  return undefined;
}

/** The answer; with `write`, the proposed changes go into the spec. */
export function answerTo(examined: Examined, write: boolean): Answer {
  const { reading, verdict: found } = examined;
  if (!found)
    return { ok: false, readings: [reading], fields: { causes: [] }, closing: (paint) => verdict(reading, paint) };
  const change = write ? changed(examined) : undefined;
  return {
    ok: found.causes.length === 0,
    readings: [reading],
    fields: { ...causesJson(found), ...(change ? { written: change.written, refusal: change.refusal } : {}) },
    annotations: causesGithub(found),
    closing: (paint) =>
      causesHuman(found, change === undefined, paint) + (change ? ending(change, reading.spec.file, paint) : ""),
  };
}

interface Change {
  readonly patch: readonly Operation[];
  readonly diff: string;
  readonly written: boolean;
  /** Why nothing was written. */
  readonly refusal: string | undefined;
}

function changed({ reading, verdict: found, amended }: Examined): Change {
  const wishes = (found?.causes ?? []).filter(({ patch }) => patch.length > 0);
  const none = { patch: [], diff: "", written: false };
  if (wishes.length === 0) return { ...none, refusal: "no change of the spec is proposed" };
  const combined = combine(wishes, reading.document?.data);
  if ("conflict" in combined) {
    const [one, other, path] = combined.conflict;
    return {
      ...none,
      refusal: `${one} and ${other} want different values of \`${path}\`: decide, and change it by hand`,
    };
  }
  const { patch } = combined;
  const result = amended(patch);
  if ("problem" in result) return { ...none, patch, refusal: result.problem };
  const { spec } = reading;
  const diff = difference(spec.text, result.text);
  const place = realpathSync(join(spec.folder, spec.source));
  const written = exchange(place, spec.text, result.text);
  return { patch, diff, written, refusal: written ? undefined : "the spec changed meanwhile: run it again" };
}

function ending({ diff, refusal, patch }: Change, file: string, paint: Paint): string {
  const shown = diff === "" ? "" : `\n--- ${file}\n+++ ${file}\n${diff}`;
  if (refusal !== undefined) return `${shown}\n${paint("error", "nothing was written")}: ${refusal}\n`;
  return `${shown}\n${paint("good", `${file} was changed`)}: ${patch.map(({ path }) => pointer(path)).join(", ")}; read it, then \`sage-gen build\`\n`;
}
