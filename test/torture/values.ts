// No value reaches a generated file as code: hostile texts in every place where a text can stand.
import { install } from "../accept/images/packages.ts";
import type { Outcome, Part, Size } from "./part.ts";
import { HOSTILE } from "./values/hostile.ts";
import { type Place, PLACES, shownPlace } from "./values/places.ts";
import { trial } from "./values/trial.ts";

/** Of so many texts a quick run takes one, another one in each place. */
const QUICK = 100;

export const values: Part = {
  name: "values",
  async run(size, tell): Promise<Outcome> {
    await install({ shfmt: "shfmt" });
    const ends: Record<string, number> = { refused: 0, "same text": 0, parsed: 0 };
    const lost: string[] = [];
    let [strings, scripts] = [0, 0];
    for (const [number, place] of PLACES.entries()) {
      for (const text of textsFor(number, size)) {
        const result = await judged(place, text);
        strings += 1;
        scripts += result.scripts;
        if (result.end !== undefined) ends[result.end] = (ends[result.end] ?? 0) + 1;
        for (const loss of result.lost) {
          lost.push(`${JSON.stringify(text.slice(0, 80))} at ${shownPlace(place)}: ${loss}`);
          tell(lost.at(-1) ?? "");
        }
      }
      if (number % 10 === 9) tell(`${number + 1} of ${PLACES.length} places, ${lost.length} lost`);
    }
    const { refused = 0, "same text": same = 0, parsed = 0 } = ends;
    return {
      counts: {
        places: PLACES.length,
        strings,
        refused,
        "accepted and compared": same,
        "names accepted and parsed": parsed,
        "executed scripts": scripts,
      },
      lost,
    };
  },
};

const textsFor = (number: number, size: Size): readonly string[] =>
  size === "whole" ? HOSTILE : HOSTILE.filter((_, index) => index % QUICK === (number * 17) % QUICK);

async function judged(place: Place, text: string) {
  try {
    return await trial(place, text);
  } catch (error) {
    return {
      end: undefined,
      scripts: 0,
      lost: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    };
  }
}
