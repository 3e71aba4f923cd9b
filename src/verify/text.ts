// What holds for the text of every file: lines that end as they should, and provenance that points at them.
import type { Artifact } from "#schema/draft.ts";

/** The problems of one artifact's text, as lines that name the file and the line. */
export function checkText({ path, text, origins }: Artifact): readonly string[] {
  const problems: string[] = [];
  const say = (pattern: RegExp, problem: string): void => {
    const at = text.search(pattern);
    if (at !== -1) problems.push(`${path}:${lineAt(text, at)}: ${problem}`);
  };
  if (text.trim() === "") problems.push(`${path}: is empty`);
  if (!text.endsWith("\n") || text.endsWith("\n\n")) problems.push(`${path}: does not end in one line break`);
  say(/\r/, "has a carriage return");
  say(/\0/, "has a NUL");
  say(/^\ufeff/m, "has a byte order mark");
  say(/[\ud800-\udfff]/u, "has half of a character");
  const last = lineAt(text, text.lastIndexOf("\n"));
  const outside = origins.find(({ line }) => line < 1 || line > last);
  if (outside !== undefined) problems.push(`${path}:${outside.line}: has an origin and does not exist`);
  return problems;
}

/** The number of the line that a place in a text is on. */
function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < place; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
