// The catalogue: every code has a case that emits it, every case emits the code that it is named after, and the words
// keep their places: what is wrong in the summary, how to mend it in the help.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CATALOGUE, type Code, entryOf } from "#schema/catalogue.ts";
import { refusedCases } from "../cases.ts";

const codes = Object.keys(CATALOGUE) as Code[];
const emitted = (report: string): string[] =>
  [...report.matchAll(/^(?:error|warning)\[([a-z/-]+)\]/gm)].map((match) => match[1] ?? "");
const reports = refusedCases().map(({ name, folder }) => ({
  name,
  codes: emitted(readFileSync(join(folder, "report.txt"), "utf8")),
}));

test.each(codes)("%s has a case that emits it", (code) => {
  expect(reports.find(({ name }) => name === code)?.codes).toContain(code);
});

test.each(reports)("the case $name is refused or warned of", ({ codes: found }) => {
  expect(found.length).toBeGreaterThan(0);
});

test("the codes stand in order, and each is an area and a problem", () => {
  expect(codes).toEqual(codes.toSorted());
  for (const code of codes) expect(code).toMatch(/^[a-z]+\/[a-z-]+$/);
});

describe.each(codes)("%s", (code) => {
  const entry = entryOf(code);
  test("explains itself", () => {
    expect(entry.explanation.length).toBeGreaterThan(40);
  });
  test("says how to mend it in the help alone", () => {
    expect(entry.summary({})).not.toMatch(/(?:^|[.;:] )(?:did you mean|please|try|use|add|write|remove|rename) /i);
  });
});
