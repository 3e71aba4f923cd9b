// A quick share of every part of the torture; `npm run torture` does the whole of it.
import { describe, expect, test } from "vitest";
import { lossesOf, shown } from "./part.ts";
import { PARTS } from "./parts.ts";

describe.each(PARTS)("$name", (part) => {
  test("loses nothing", async () => {
    const outcome = await part.run("quick", () => undefined);
    console.log(`${part.name}: ${shown(outcome.counts)}`);
    for (const note of outcome.notes ?? []) console.log(`  note: ${note}`);
    expect(Object.keys(outcome.counts).length).toBeGreaterThan(0);
    expect(lossesOf(outcome)).toEqual([]);
    // Bounded for a busy machine, as every test.
  }, 600_000);
});
