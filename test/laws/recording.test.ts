// The README shows what the commands print: its recording is played again, and compared byte for byte.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { abridged, recorded, stepsOf } from "../recording.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

describe("the recording", () => {
  test("is what a terminal shows today, byte for byte", () => {
    expect(recorded(README)).toBe(README);
  });

  test("is noticed where it shows anything else", () => {
    const stale = README.replace("error[spec/unknown-key]: unknown key", "error[spec/unknown-key]: unknown word");
    expect(stale).not.toBe(README);
    expect(recorded(stale)).toBe(README);
  });

  test("tells the story from the first spec to a diagnosis, and shows most of it", () => {
    const steps = stepsOf(README);
    const told = steps.flatMap(({ command }) => /^sage-gen ([a-z]+)/.exec(command)?.[1] ?? []);
    expect(told).toEqual(["init", "build", "validate", "explain", "diagnose", "diff"]);
    expect(steps.flatMap(({ shown }) => shown).filter((line) => line === "…").length).toBeLessThanOrEqual(4);
  });

  test("cannot be asked for where there is none, or where it begins with no command", () => {
    expect(() => stepsOf("# A page\n")).toThrow("no recording");
    expect(() => stepsOf(README.replace("```console\n$ ", "```console\n"))).toThrow("begins with no command");
  });
});

describe("an ellipsis", () => {
  const output = ["one", "two", "three", "four", "five", "six"];

  test.for([
    { shows: "all where there is none", like: ["old"], shown: output },
    {
      shows: "as many lines from the begin and the end",
      like: ["a", "…", "b", "c"],
      shown: ["one", "…", "five", "six"],
    },
    { shows: "the begin alone", like: ["a", "b", "…"], shown: ["one", "two", "…"] },
    {
      shows: "a part between two by its first line",
      like: ["a", "…", "three", "x", "…"],
      shown: ["one", "…", "three", "four", "…"],
    },
    { shows: "nothing where nothing is left out", like: ["a", "b", "c", "…", "d", "e", "f", "g"], shown: output },
  ])("leaves $shows", ({ like, shown }) => expect(abridged(output, like)).toEqual(shown));

  test("is refused before a line that is no more", () => {
    expect(() => abridged(output, ["one", "…", "seven", "…"])).toThrow("seven");
  });
});
