// What `explain` is asked, sorted: a code, a path of the spec, a line of a generated file, the defaults, or nothing.
import type { Answer } from "./answer.ts";
import { explainCode, isCode, listCodes } from "./explanation.ts";
import type { Question } from "./meaning.ts";

/** Explains what was asked; without a question, the codes that there are. Throws where there is nothing of that name. */
export async function explained(
  about: string | undefined,
  isAboutDefaults: boolean,
  question: Question,
): Promise<Answer> {
  const { home, named, cwd } = question;
  if (isAboutDefaults) return (await import("./defaults.ts")).explainDefaults(home, named, cwd);
  if (about === undefined) return listCodes();
  const [, file, line] = lineIn(about);
  if (file !== undefined) return (await import("./line-origin.ts")).explainLine(file, Number(line), named, cwd);
  if (isCode(about)) return explainCode(about);
  return (await import("./meaning.ts")).explainPath(about, question);
}

/** `FILE:LINE` or `FILE:LINE:COLUMN`, in its parts. */
export const lineIn = (about: string): readonly (string | undefined)[] => /^(.+?):(\d+)(?::\d+)?$/.exec(about) ?? [];
