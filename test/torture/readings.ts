// What is read at a glance is what a thorough reading gives: every input, and every section of a spec with a wrong
// character, read in both ways.
import { setImmediate } from "node:timers/promises";
import { misjudged, misread } from "../laws/glance/differences.ts";
import { nudgedTexts } from "../laws/glance/nudged.ts";
import { inputOf } from "./inputs/make.ts";
import type { Outcome, Part } from "./part.ts";

/** How many inputs, and how many sections; each part of the tests has a share of its own beside it. */
const SIZES = { quick: { inputs: 300, sections: 1000 }, whole: { inputs: 100_000, sections: 200_000 } } as const;

export const readings: Part = {
  name: "readings",
  async run(size, tell): Promise<Outcome> {
    const { inputs, sections } = SIZES[size];
    const lost: string[] = [];
    const judge = (what: string, found: string | undefined): void => {
      if (found === undefined) return;
      lost.push(`${what}: ${found}`);
      tell(lost.at(-1) ?? "");
    };
    for (let number = 0; number < inputs; number += 1) {
      judge(`input ${number}`, misjudged(inputOf(number).text));
      if (number % 5000 === 4999) tell(`${number + 1} of ${inputs} inputs, ${lost.length} lost`);
      if (number % 100 === 99) await setImmediate();
    }
    for (const [number, text] of nudgedTexts(sections).entries()) judge(`section ${number}`, misread(text));
    return { counts: { "specs read twice": inputs, "sections read twice": sections }, lost };
  },
};
