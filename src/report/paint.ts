// Colour: the few that reports use, and whether to use any.

/** What a colour is for. */
export type Tone = "error" | "warning" | "quiet" | "good" | "strong";

/** Dresses a text in a tone; without colour it is the text itself. */
export type Paint = (tone: Tone, text: string) => string;

const CODES: Readonly<Record<Tone, string>> = { error: "1;31", warning: "1;33", quiet: "2", good: "32", strong: "1" };

/** Text as it is. */
export const plain: Paint = (_, text) => text;

/** Text with ANSI colours. */
export const coloured: Paint = (tone, text) => (text === "" ? "" : `\u001b[${CODES[tone]}m${text}\u001b[0m`);

/** Colour for a terminal that wants it: https://no-color.org, FORCE_COLOR, TERM=dumb. */
export function paintFor(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Paint {
  if (environment["NO_COLOR"]) return plain;
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced === "0" ? plain : coloured;
  return isTerminal && environment["TERM"] !== "dumb" ? coloured : plain;
}
