// Hand edits: the difference is the smallest there is and is true, and a spec key is named only where it explains it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Artifact, Origin } from "#schema/draft.ts";
import { editOf } from "#src/plan/edit.ts";
import { linesOf, runsOf } from "#src/plan/lines.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "", "d"), { maxLength: 12 });
const artifact = (text: string, origins: readonly Origin[] = []): Artifact => {
  return { path: "a.yml", target: "docs", text, executable: false, block: false, origins };
};
const keyOf = (text: string, found: string, origins: readonly Origin[], isValue = true): string | undefined =>
  editOf(artifact(text, origins), found, () => isValue).key;

describe("runs", () => {
  test("turn the one list into the other, and touch no line that both have in place", () => {
    fc.assert(
      fc.property(lines, lines, (old, now) => {
        const runs = runsOf(old, now);
        const patched = runs
          .toReversed()
          .reduce((all, run) => all.toSpliced(run.old[0], run.old[1] - run.old[0], ...now.slice(...run.new)), old);
        expect(patched).toEqual(now);
        if (old.join("\n") === now.join("\n") && old.length === now.length) expect(runs).toEqual([]);
      }),
    );
  });

  test("end a text with or without a line break", () => {
    expect(linesOf("a\nb\n")).toEqual(["a", "b"]);
    expect(linesOf("a\nb")).toEqual(["a", "b"]);
  });
});

describe("the difference", () => {
  test("is what `diff -u` says", () => {
    const old = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
    const now = old.with(4, "other").toSpliced(15, 1);
    const { diff } = editOf(artifact(`${old.join("\n")}\n`), `${now.join("\n")}\n`, () => true);
    const first = "@@ -2,7 +2,7 @@| line 2| line 3| line 4|-line 5|+other| line 6| line 7| line 8";
    const second = "@@ -13,7 +13,6 @@| line 13| line 14| line 15|-line 16| line 17| line 18| line 19";
    expect(diff).toBe(`${first}|${second}|`.replaceAll("|", "\n"));
  });

  test("names the spec key of a line that differs in one literal", () => {
    const origins = [{ line: 2, path: ["services", "api", "port"] }];
    expect(keyOf("a: 1\nport: 3000\n", "a: 1\nport: 4000\n", origins)).toBe("services.api.port");
    expect(keyOf("a: 1\nport: 3000\n", "a: 1\nport: 4000\n", origins, false)).toBeUndefined();
    expect(keyOf("a: 1\nport: 3000\n", "a: 1\nporz: 4000\n", origins)).toBeUndefined();
    expect(keyOf("a: 1\nport: 3000\n", "a: 2\nport: 4000\n", origins)).toBeUndefined();
    expect(keyOf("a: 1\nport: 3000\n", "a: 2\nport: 3000\n", origins)).toBeUndefined();
    expect(
      keyOf("a: 1\nport: 3000\n", "a: 1\nport: 4000\n", [...origins, { line: 2, path: ["project"] }]),
    ).toBeUndefined();
  });

  test("tells the marks of a merge conflict", () => {
    expect(editOf(artifact("a\n"), "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n", () => true).conflict).toBe(true);
    expect(editOf(artifact("a\n"), "b\n", () => true).conflict).toBe(false);
  });
});
