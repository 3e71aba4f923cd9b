// Every refused case gives its writer the report that stands beside it. `npm run golden` writes them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refusedCases, reportOf } from "./cases.ts";

test.each(refusedCases())("$name", (one) => {
  expect(reportOf(one)).toBe(readFileSync(join(one.folder, "report.txt"), "utf8"));
});
