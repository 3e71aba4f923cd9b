// What a build did or would do, for people: a line a folder, and the counts.
import type { Action, Step } from "#schema/plan.ts";
import { byText } from "#schema/order.ts";
import type { Paint, Tone } from "./paint.ts";

const SIGNS: Readonly<Record<Action, readonly [sign: string, word: string, tone: Tone]>> = {
  create: ["+", "created", "good"],
  update: ["~", "changed", "warning"],
  delete: ["-", "removed", "error"],
  edited: ["!", "edited by hand", "error"],
  foreign: ["!", "not ours", "error"],
  unchanged: ["=", "unchanged", "quiet"],
};
const WIDTH = 100;

/** The files by folder and what becomes of them; those that are as they should be only if all are asked for. */
export function changes(steps: readonly Step[], all: boolean, paint: Paint): string {
  const groups = new Map<string, string[]>();
  for (const { path, action } of steps) {
    if (action === "unchanged" && !all) continue;
    const cut = path.lastIndexOf("/") + 1;
    const key = `${path.slice(0, cut) || "./"}\0${action}`;
    groups.set(key, [...(groups.get(key) ?? []), path.slice(cut)]);
  }
  const folderWidth = Math.max(0, ...[...groups.keys()].map((key) => key.indexOf("\0")));
  return [...groups]
    .sort(([a], [b]) => byText(a, b))
    .map(([key, names]) => {
      const [folder = "", action = ""] = key.split("\0");
      const [sign, , tone] = SIGNS[action as Action];
      return `  ${paint(tone, sign)} ${folder.padEnd(folderWidth)}  ${wrapped(names, folderWidth + 6)}\n`;
    })
    .join("");
}

/** `12 created, 1 changed, 30 unchanged`. */
export function counts(steps: readonly Step[]): string {
  const parts = Object.entries(SIGNS).map(([action, [, word]]) => {
    const count = steps.filter((step) => step.action === action).length;
    return count > 0 ? `${count} ${word}` : "";
  });
  return parts.filter((part) => part !== "").join(", ");
}

/** Whether the output is what the spec makes. */
export function isFresh(steps: readonly Step[]): boolean {
  return steps.every(({ action }) => action === "unchanged");
}

/** Names side by side, in lines that begin at `indent`. */
function wrapped(names: readonly string[], indent: number): string {
  const lines = [""];
  for (const name of names) {
    const last = lines[lines.length - 1] ?? "";
    if (last !== "" && indent + last.length + 2 + name.length > WIDTH) lines.push(name);
    else lines[lines.length - 1] = last === "" ? name : `${last}  ${name}`;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
