// Verify: what was rendered is a set of files that can be written, and obeys the published schemas of its readers.
// A failure here is a fault of ours, never the user's.
import type { Artifact } from "#schema/draft.ts";
import { checkPaths } from "./verify/paths.ts";
import { checkText } from "./verify/text.ts";
import { checkData } from "./verify/data.ts";

/** The same artifacts, verified. Throws an error that lists every problem, with its file and its place in there. */
export function verify(artifacts: readonly Artifact[]): readonly Artifact[] {
  const problems = [...checkPaths(artifacts.map(({ path }) => path)), ...artifacts.flatMap(problemsOf)];
  if (problems.length > 0) throw new Error(`what was generated is not right:\n${problems.join("\n")}`);
  return artifacts;
}

/** What is wrong with the text or the data of one artifact. */
export function problemsOf(artifact: Artifact): readonly string[] {
  return [...checkText(artifact), ...checkData(artifact)];
}
