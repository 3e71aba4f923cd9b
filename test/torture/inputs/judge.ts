// What must hold of every input: an output that is right, or findings with words and places, and the same when it is
// read at a glance as when it is read thoroughly; nothing else.
import { parseAst } from "rolldown/parseAst";
import { parse } from "yaml";
import type { Artifact } from "#schema/draft.ts";
import type { Diagnostic } from "#schema/finding.ts";
import { compile } from "#src/compile.ts";
import { diagnosticsOf } from "#src/report/diagnostics.ts";
import { isRefused } from "#src/report/tally.ts";
import { human } from "#src/report/human.ts";
import { plain } from "#src/report/paint.ts";
import { problemsOf } from "#src/verify.ts";
import { isDeepStrictEqual } from "node:util";
import { misjudged } from "../../laws/glance/differences.ts";

/** What became of an input. */
export interface Verdict {
  readonly end: "built" | "refused" | "lost";
  readonly problems: readonly string[];
}

/** Words that a value left behind that is none, or a template. */
const LEFT = /\bundefined\b|\[object |\bNaN\b|\{\{[>#/]/;
/** Texts that were read back before, for all inputs: most files of most specs are the same. */
const known = new Set<string>();

/** Compiles an input and judges what came of it. */
export function judged(text: string): Verdict {
  try {
    const { model, document, artifacts, findings } = compile(text, "sage.yaml");
    const diagnostics = diagnosticsOf(findings, { text, locate: document?.locate }, "sage.yaml");
    const problems = [...diagnostics.flatMap((one) => misplaced(one, text)), ...toldBadly(diagnostics, text)];
    const isBuilt = artifacts.length > 0;
    if (isBuilt === isRefused(diagnostics)) problems.push("neither output nor an error, or both");
    if (isBuilt !== (model !== undefined)) problems.push("half a compilation: a model or an output alone");
    problems.push(...artifacts.flatMap((artifact) => broken(artifact, text)));
    const difference = misjudged(text);
    if (difference !== undefined) problems.push(difference);
    return { end: problems.length > 0 ? "lost" : isBuilt ? "built" : "refused", problems };
  } catch (error) {
    return { end: "lost", problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

/** A finding points into the text, and has words that say something. */
function misplaced(one: Diagnostic, text: string): string[] {
  const problems: string[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  if (one.file !== "sage.yaml" || one.line < 1 || one.line > lines.length || one.column < 1)
    problems.push(`${one.code} has no place: ${one.line}:${one.column} of ${lines.length} lines`);
  if (one.endLine < one.line || (one.endLine === one.line && one.endColumn < one.column))
    problems.push(`${one.code} ends before it begins: ${one.line}:${one.column} to ${one.endLine}:${one.endColumn}`);
  if (one.message.trim() === "" || one.help.trim() === "") problems.push(`${one.code} has no words`);
  if (LEFT.test(one.message + one.help) && !LEFT.test(text))
    problems.push(`${one.code} says ${one.message} = ${one.help}`);
  if ((one.message + one.help).length > 4000) problems.push(`${one.code} says ${one.message.length} characters`);
  return problems;
}

/** What a reader sees can be written, and is no flood. */
function toldBadly(diagnostics: readonly Diagnostic[], text: string): string[] {
  const said = human(diagnostics, text, plain);
  if (said.length > 20_000 + diagnostics.length * 5000) return [`${said.length} characters are said`];
  // oxlint-disable-next-line no-control-regex
  const signs = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f\u202a-\u202e\u2066-\u2069]/.exec(said);
  return signs ? [`a report says the control character ${JSON.stringify(signs[0])}`] : [];
}

/** A file that breaks a rule of ours or that its own language cannot read back. */
function broken(artifact: Artifact, spec: string): string[] {
  const { path, text } = artifact;
  if (known.has(`${path}\n${text}`)) return [];
  if (known.size > 4000) known.clear();
  known.add(`${path}\n${text}`);
  const problems = [...problemsOf(artifact)];
  if (LEFT.test(text) && !LEFT.test(spec) && !/\.(?:m?ts|mjs)$/.test(path))
    problems.push(`${path} holds ${LEFT.exec(text)?.[0]}`);
  if (text.includes("`` in the spec")) problems.push(`${path} names a place in the spec that is none`);
  try {
    if (/\.ya?ml$/.test(path) && !isDeepStrictEqual(parse(text), artifact.data))
      problems.push(`${path} says other data`);
    else if (path.endsWith(".json")) JSON.parse(text);
    else if (/\.m?[jt]s$/.test(path)) parseAst(text, { lang: path.endsWith(".ts") ? "ts" : "js" }, path);
  } catch (error) {
    problems.push(`${path} cannot be read: ${String(error)}`);
  }
  return problems;
}
