// What is read at a glance is what a thorough reading gives: sections of specs with a wrong character, read in both ways.
// Of whole specs the inputs ask the same.
import { misread } from "../laws/glance/differences.ts";
import { nudgedTexts } from "../laws/glance/nudged.ts";
import type { Outcome, Part } from "./part.ts";

const SIZES = { quick: 1000, whole: 200_000 } as const;

export const readings: Part = {
  name: "readings",
  run(size, tell): Promise<Outcome> {
    const lost: string[] = [];
    for (const [number, text] of nudgedTexts(SIZES[size]).entries()) {
      const found = misread(text);
      if (found !== undefined) lost.push(`section ${number}: ${found}`);
      if (number % 20_000 === 19_999) tell(`${number + 1} of ${SIZES[size]} sections, ${lost.length} lost`);
    }
    return Promise.resolve({ counts: { "sections read twice": SIZES[size] }, lost });
  },
};
