// What is asked of each of many specs, and what is told of it: all that remains of a spec once it is done, so that memory
// does not grow with them. Both can be handed from thread to thread.
import type { Fact } from "#schema/fact.ts";
import type { Diagnostic } from "#schema/finding.ts";
import type { Target } from "#schema/draft.ts";
import type { Answer, Audience } from "./answer.ts";

/** For whom it is told. */
export interface Telling extends Audience {
  /** Whether it is about one spec, so that files need not say of which they are. */
  readonly isOne: boolean;
}

/** What is asked; a verb takes of it what concerns it. */
export interface Task {
  readonly verb: "build" | "check" | "validate";
  readonly cwd: string;
  readonly out: string | undefined;
  readonly only: readonly Target[] | undefined;
  readonly force: boolean;
  readonly list: boolean;
  /** Only says what it would write. */
  readonly isDry: boolean;
  /** Reads the files back, too. */
  readonly facts: boolean;
  readonly telling: Telling;
}

/** What is told of one spec. */
export interface Told {
  readonly ok: boolean;
  readonly reading: { readonly text: string; readonly diagnostics: readonly Diagnostic[] };
  readonly files: readonly object[];
  readonly annotations: string;
  readonly closing: string;
  /** What its files say, for a program and for people; where it was asked for. */
  readonly facts?: { readonly list: readonly Fact[]; readonly table: string };
}

/** What is left of a reading: the diagnostics, and the text where they quote it. */
export function remaining({ text, diagnostics }: Told["reading"]): Told["reading"] {
  return { text: diagnostics.length > 0 ? text : "", diagnostics };
}

/** The answer that all together are. */
export function answerTo(all: readonly Told[], { verb, facts }: Pick<Task, "verb" | "facts">): Answer {
  const closing = all.map((one) => one.closing).join(verb === "validate" ? "" : "\n");
  const tables = facts ? `${all.map((one) => one.facts?.table).join("\n")}\n` : "";
  return {
    ok: all.every(({ ok }) => ok),
    readings: all.map(({ reading }) => reading),
    fields: {
      ...(verb === "validate" ? {} : { files: all.flatMap(({ files }) => files) }),
      ...(facts ? { facts: all.flatMap((one) => one.facts?.list ?? []) } : {}),
    },
    annotations: all.map(({ annotations }) => annotations).join(""),
    closing: () => tables + closing,
  };
}
