// Every key matters: each leaf of each golden spec changed, and nobody who would not see it. A quick run takes one golden;
// test/laws/leaves.test.ts takes all of them anyway.
import { cases, idleLeaves } from "../support/leaves.ts";
import type { Outcome, Part } from "./part.ts";

export const leaves: Part = {
  name: "leaves",
  run(size, tell): Promise<Outcome> {
    const folders = size === "whole" ? cases : cases.filter((folder) => folder.endsWith("/minimal"));
    const lost: string[] = [];
    let [many, changes] = [0, 0];
    for (const folder of folders) {
      const found = idleLeaves(folder);
      many += found.leaves;
      changes += found.changes;
      lost.push(...found.idle.map((one) => `${folder}: ${one} changes nothing`));
      tell(`${folder}: ${found.leaves} leaves`);
    }
    return Promise.resolve({ counts: { leaves: many, "changes of leaves": changes }, lost });
  },
};
