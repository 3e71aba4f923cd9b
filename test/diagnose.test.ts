// Every case of a log gives its reader the report that stands beside it, and the lines that only look like a cause give
// none. `npm run golden` writes the reports.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CAUSES } from "#schema/causes.ts";
import { diagnoseCases, diagnosisOf } from "./cases.ts";

const cases = diagnoseCases();
const causes = cases.filter(({ name }) => !name.startsWith("stories/"));
const textOf = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");

test.each(cases)("$name", async (one) => {
  expect(await diagnosisOf(one)).toBe(textOf(one.folder, "report.txt"));
});

test("every cause has a case, and every case is a cause's", () => {
  expect(causes.map(({ name }) => name)).toEqual(Object.keys(CAUSES).toSorted());
});

describe.each(causes)("$name", ({ name, folder }) => {
  test("is what its own lines show, by each of its signs", async () => {
    const report = await diagnosisOf({ name, folder });
    expect(report).toContain(`cause[${name}]`);
    const lines = textOf(folder, "like.log").split("\n");
    const shown = (CAUSES[name]?.signs ?? []).filter((sign) => {
      return lines.some((line) => sign.words.some((word) => line.includes(word)) && sign.pattern.test(line));
    });
    expect(shown).toEqual(CAUSES[name]?.signs);
  });

  test("names the source of its lines", () => {
    expect(textOf(folder, "like.log")).toMatch(/^# (?:https:\/\/|templates\/)\S+$/m);
  });

  test("is not what look-alikes show", async () => {
    expect(textOf(folder, "unlike.log").trim()).not.toBe("");
    expect(await diagnosisOf({ name, folder }, "unlike.log")).not.toMatch(new RegExp(`(?:cause|symptom)\\[${name}\\]`));
  });
});

test("no story is without a report of its own", () => {
  for (const { folder } of cases) expect(existsSync(join(folder, "like.log")), folder).toBe(true);
});
