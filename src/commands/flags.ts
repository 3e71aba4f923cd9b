// The flags that commands share, and what they come to.
import * as Flags from "@oclif/core/flags";

const FORMATS = ["human", "json", "github"] as const;
/** For whom a command answers: a reader, a program, or GitHub's log. */
export type Format = (typeof FORMATS)[number];

/** How every command answers. */
export const formatFlags = {
  format: Flags.option({ options: FORMATS, default: "human" as const, summary: "For whom to answer." })(),
  json: Flags.boolean({ summary: "Short for --format json.", default: false }),
};

/** Which specs a command is about. */
export const specFlags = {
  spec: Flags.string({
    summary: "The spec, or several, or a pattern in quotes; default: sage.yaml, then spec/sage.yaml.",
    helpValue: "FILE",
    multiple: true,
  }),
  shard: Flags.string({
    summary: "Of the specs only this part: 2/5 is the second of five.",
    helpValue: "I/N",
  }),
};

/** Where artifacts are. */
export const outFlags = {
  out: Flags.string({
    summary: "The output folder; default: what the spec's `output` says.",
    helpValue: "DIR",
  }),
};

/** The format that the flags ask for. */
export function formatOf(flags: { readonly format: Format; readonly json: boolean }): Format {
  return flags.json ? "json" : flags.format;
}
