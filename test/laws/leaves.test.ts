// Every leaf of the spec matters: change it, and some artifact changes or a finding is reported.
import { expect, test } from "vitest";
import { cases, idleLeaves } from "../support/leaves.ts";

test.each(cases)("each leaf of %s matters", (folder) => {
  const { leaves, idle } = idleLeaves(folder);
  expect(leaves).toBeGreaterThan(3);
  expect(idle).toEqual([]);
});
