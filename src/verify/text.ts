// What holds for the text of every file: lines that end as they should, and provenance that points at them.
import type { Artifact } from "#schema/draft.ts";

/** The problems of one artifact's text, as lines that name the file and the line. */
export function checkText({ path, text, origins }: Artifact): readonly string[] {
  const problems: string[] = [];
  const say = (at: number, problem: string): void => {
    if (at !== -1) problems.push(`${path}:${lineAt(text, at)}: ${problem}`);
  };
  if (text.trim() === "") problems.push(`${path}: is empty`);
  if (!text.endsWith("\n") || text.endsWith("\n\n")) problems.push(`${path}: does not end in one line break`);
  say(text.indexOf("\r"), "has a carriage return");
  say(text.indexOf("\0"), "has a NUL");
  // What is asked first is over at once for a text of Latin letters, which most are.
  if (text.includes("\ufeff")) say(text.search(/^\ufeff/m), "has a byte order mark");
  if (!text.isWellFormed()) say(text.search(/[\ud800-\udfff]/u), "has half of a character");
  const outside = firstOutside(text, origins);
  if (outside !== undefined) problems.push(`${path}:${outside}: has an origin and does not exist`);
  return problems;
}

/** The first line with an origin that the text does not have. */
function firstOutside(text: string, origins: Artifact["origins"]): number | undefined {
  if (origins.length === 0) return undefined;
  // A call, not a loop over thousands of lines, which a short run would interpret: that took 4 M instructions.
  const last = Math.max(1, text.split("\n").length - 1);
  return origins.find(({ line }) => line < 1 || line > last)?.line;
}

/** The number of the line that a place in a text is on. */
function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < place; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
