// What holds for the text of every file: lines that end as they should, and provenance that points at them.
import type { Artifact } from "#schema/draft.ts";

/** The problems of one artifact's text, as lines that name the file and the line. */
export function checkText({ path, text, origins }: Artifact): readonly string[] {
  const problems: string[] = [];
  const lines = text.split("\n");
  const say = (pattern: RegExp, problem: string): void => {
    const line = lines.findIndex((candidate) => pattern.test(candidate));
    if (line !== -1) problems.push(`${path}:${line + 1}: ${problem}`);
  };
  if (text.trim() === "") problems.push(`${path}: is empty`);
  if (!text.endsWith("\n") || text.endsWith("\n\n")) problems.push(`${path}: does not end in one line break`);
  say(/\r/, "has a carriage return");
  say(/\0/, "has a NUL");
  say(/^\ufeff/, "has a byte order mark");
  say(/\p{Surrogate}/u, "has half of a character");
  const outside = origins.find(({ line }) => line < 1 || line >= lines.length);
  if (outside !== undefined) problems.push(`${path}:${outside.line}: has an origin and does not exist`);
  return problems;
}
