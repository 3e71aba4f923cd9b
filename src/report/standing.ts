// How the output stands against its spec, for people: a line a file, and what to do about each kind.
import type { Action, Keeping, Step } from "#schema/plan.ts";
import { printable } from "./cells.ts";
import type { Paint, Tone } from "./paint.ts";

/** What is said of a file that is not as it should be. */
interface Standing {
  readonly word: string;
  readonly tone: Tone;
  readonly advice: string;
}

const STANDINGS: Readonly<Record<Exclude<Action, "unchanged">, Standing>> = {
  update: { word: "stale", tone: "warning", advice: "the spec or sage-gen changed since: run `sage-gen build`" },
  create: { word: "missing", tone: "warning", advice: "it is not there: run `sage-gen build`" },
  delete: { word: "orphaned", tone: "warning", advice: "the spec does not make it any more: run `sage-gen build`" },
  edited: {
    word: "edited",
    tone: "error",
    advice: "by hand, or by a merge: `sage-gen build` shows how, and writes nothing",
  },
  foreign: { word: "not ours", tone: "error", advice: "sage-gen did not write it: move it away" },
};
const WORD_WIDTH = Math.max(...Object.values(STANDINGS).map(({ word }) => word.length));

/** What is wrong with a file and what to do; undefined where it is as it should be. */
export function standingOf({ action, edit }: Step): { readonly word: string; readonly advice: string } | undefined {
  if (action === "unchanged") return undefined;
  const { word, advice } = STANDINGS[action];
  if (edit?.conflict) return { word, advice: "holds the marks of a merge conflict: settle the spec, then build" };
  return { word, advice: edit?.key === undefined ? advice : `by hand: set \`${edit.key}\` in the spec to keep it` };
}

/** A line for each file that is not as it should be, those that need a decision last. */
export function standings(steps: readonly Step[], folder: string, paint: Paint): string {
  const order = Object.keys(STANDINGS);
  const wrong = steps.filter(({ action }) => action !== "unchanged");
  const width = Math.max(0, ...wrong.map(({ path }) => path.length));
  return wrong
    .toSorted((a, b) => order.indexOf(a.action) - order.indexOf(b.action))
    .map((step) => {
      const { word, advice } = standingOf(step) ?? { word: "", advice: "" };
      const tone = step.action === "unchanged" ? "quiet" : STANDINGS[step.action].tone;
      return `  ${paint(tone, word.padEnd(WORD_WIDTH))}  ${below(folder, step.path).padEnd(width + below(folder, "").length)}  ${paint("quiet", advice)}\n`;
    })
    .join("");
}

/** A file of the output as its reader would name it. */
export function below(folder: string, path: string): string {
  return folder === "." || folder === "" ? path : `${folder}/${path}`;
}

/** How the files that were edited differ from what the spec makes. */
export function edits(steps: readonly Step[], folder: string, paint: Paint): string {
  return steps
    .flatMap(({ path, edit }) => (edit && edit.diff !== "" ? [{ file: below(folder, path), ...edit }] : []))
    .map(({ file, diff, keeping }) => {
      const head = `${paint("strong", `--- ${file}, as the spec makes it`)}\n${paint("strong", `+++ ${file}, as it stands`)}\n`;
      const kept = keeping ? `${paint("strong", "to keep it, in the spec")}\n${overrideText(file, keeping)}\n` : "";
      return `${head}${diff.replace(/^.*$/gm, (line) => paint(toneOf(line), printable(line)))}\n${kept}`;
    })
    .join("");
}

/** The entry of `overrides`, as YAML; JSON's values are YAML's too. */
function overrideText(file: string, { patch, ...target }: Keeping): string {
  const [[kind, what]] = Object.entries(target) as [[string, string]];
  const name = `${what.split("/").at(-1) ?? file}`
    .replace(/\..*$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  const steps = patch.map(({ op, path, value }) => {
    const put = value === undefined ? "" : `, value: ${printable(JSON.stringify(value))}`;
    return `      - { op: ${op}, path: ${printable(JSON.stringify(path))}${put} }\n`;
  });
  return `overrides:\n  ${name}:\n    ${kind}: ${what}\n    reason: …\n    patch:\n${steps.join("")}`;
}

function toneOf(line: string): Tone {
  if (line.startsWith("-")) return "error";
  return line.startsWith("+") ? "good" : "quiet";
}
