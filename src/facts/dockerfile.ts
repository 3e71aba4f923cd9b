// Reads a Dockerfile back: its instructions, each in its stage. Comments, continued lines and the exec form are all the
// syntax that there is in ours.
import type { Place } from "#schema/fact.ts";
import type { Leaf } from "./node.ts";

/** One instruction: `ENV` and what stands behind it, on one line. */
export interface Instruction {
  readonly keyword: string;
  readonly text: string;
  readonly place: Place;
}

/** What stands between one `FROM` and the next. */
export interface Stage {
  readonly name: string;
  /** The image or the stage that it begins from. */
  readonly base: Leaf;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, in their order. */
export function readDockerfile(file: string, text: string): readonly Stage[] {
  const stages: { name: string; base: Leaf; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsIn(file, text)) {
    const { keyword, text: rest, place } = instruction;
    if (keyword === "FROM") {
      const [, base = "", name = ""] = /^(?:--\S+ +)*(\S+)(?: +AS +(\S+))?$/i.exec(rest) ?? [];
      stages.push({ name, base: { kind: "leaf", value: base, place }, instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

function instructionsIn(file: string, text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let open: { line: number; parts: string[] } | undefined;
  text.split("\n").forEach((whole, index) => {
    if (/^\s*#/.test(whole) || (open === undefined && whole.trim() === "")) return;
    open ??= { line: index + 1, parts: [] };
    const continued = whole.endsWith("\\");
    open.parts.push((continued ? whole.slice(0, -1) : whole).trim());
    if (continued) return;
    const [, keyword = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(open.parts.join(" ")) ?? [];
    found.push({ keyword: keyword.toUpperCase(), text: rest, place: { file, line: open.line } });
    open = undefined;
  });
  return found;
}

/** The values of `ENV NAME=VALUE` and `ARG NAME=VALUE` in a stage, by name. */
export function variablesOf(stage: Stage, keyword: "ARG" | "ENV"): ReadonlyMap<string, Leaf> {
  const pairs = stage.instructions
    .filter((one) => one.keyword === keyword)
    .flatMap(({ text, place }) =>
      [...text.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|\S*)/g)].map(([, name = "", value = ""]): [string, Leaf] => [
        name,
        { kind: "leaf", value: value.replace(/^"(.*)"$/, "$1"), place },
      ]),
    );
  return new Map(pairs);
}

/** The words of an instruction: those of the exec form, or those between spaces. */
export function wordsOf({ text }: Instruction): readonly string[] {
  const exec = /\[.*\]$/.exec(text)?.[0];
  return exec === undefined
    ? text.split(/\s+/)
    : [...exec.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) => word);
}
