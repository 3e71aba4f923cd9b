// Sections of specs with a character or two put in, taken out or changed: by their numbers, the same in every run.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { goldenCases } from "../../cases.ts";
import { chanceOf } from "../../torture/chance.ts";
import { each } from "./traps.ts";

const PIECES: readonly string[] = [
  ...each("¦¦ ¦  ¦\n¦\n  ¦\n    ¦\t¦#¦ # ¦:¦: ¦-¦- ¦\n- ¦\n  - ¦?¦? ¦,¦[¦]¦{¦}"),
  ...each("\"¦'¦\\¦|¦>¦&a ¦*a¦!¦%¦@¦~¦null¦true¦0¦1¦1e3¦.¦---¦...¦<<¦é¦\u0085¦\r"),
];

/** A text with a few characters put in, taken out or changed. */
function nudged(text: string, number: number): string {
  const chance = chanceOf(number);
  let changed = text;
  for (let left = 1 + chance.upTo(2); left > 0; left--) {
    const at = chance.upTo(changed.length);
    const cut = chance.once(2) ? chance.upTo(3) : 0;
    changed = changed.slice(0, at) + chance.of(PIECES) + changed.slice(at + cut);
  }
  return changed;
}

/** Sections of specs, each with something wrong in it. */
export function nudgedTexts(count: number): readonly string[] {
  const folders = ["spec", ...goldenCases().map(({ folder }) => folder)];
  const parts = folders.flatMap((folder) => readFileSync(join(folder, "sage.yaml"), "utf8").split(/\n\n+/));
  return Array.from({ length: count }, (_, number) => nudged(parts[number % parts.length] ?? "", number));
}
