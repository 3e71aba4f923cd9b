// Hand edits: the difference is the smallest there is and is true, and a spec key is named only where it explains it.
import { fc } from "../support/chance.ts";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Artifact, Origin } from "#schema/draft.ts";
import type { Value } from "#schema/value.ts";
import { plain } from "#src/diff/leaves.ts";
import { applied } from "#src/override/patch.ts";
import { editOf } from "#src/plan/edit.ts";
import { isSaidBy } from "#src/plan/keep.ts";
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

describe("the override that keeps an edit", () => {
  const keepingOf = (made: Artifact, found: string) => editOf(made, found, () => false).keeping;
  const yaml = (data: unknown): Artifact => ({ ...artifact(stringify(data)), data });

  test("of a file that is data leads from what is made to what stands there", () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom("a", "b/c", "d~e", ""));
    const tree = fc.dictionary(
      fc.constantFrom("a", "b", "c/d", "e~f"),
      fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })),
    );
    let offered = 0;
    fc.assert(
      fc.property(fc.record({ x: tree, y: leaf }), fc.record({ x: tree, y: leaf }), (from, to) => {
        const keeping = keepingOf(yaml(from), stringify(to));
        if (!keeping) return;
        offered += 1;
        const patched = keeping.patch.reduce<Value>((now, { op, path, value = null }) => {
          const steps = path.split("/").slice(1);
          const unescaped = steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
          const result = applied(now, { op, path: unescaped, value: value as Value }, []);
          if ("problem" in result) throw new Error(result.problem);
          return result.value;
        }, from as Value);
        expect(plain(patched)).toEqual(plain(to as Value));
      }),
    );
    expect(offered).toBeGreaterThan(20);
  });

  test("is none where code would be put in, where no data stands, and where comments alone differ", () => {
    expect(keepingOf(yaml({ a: 1 }), "a: ${{ github.sha }}\n")).toBeUndefined();
    expect(keepingOf(yaml({ a: 1 }), "a: [\n")).toBeUndefined();
    expect(keepingOf(yaml({ a: 1 }), "# mine\na: 1\n")).toBeUndefined();
    expect(keepingOf(artifact("a: 1\n"), "a: 2\n")).toBeUndefined();
  });

  const program = (lines: string): Artifact => ({ ...artifact(lines), path: "infra/a.ts" });
  const service = (inner: string): string =>
    `export const apiService = new aws.ecs.Service(\n  "api-service",\n  {\n    name: "api",\n    network: {\n${inner}    },\n  },\n  {\n    protect: true,\n  },\n);\n`;
  const targets = (value: string): string =>
    `export const apiTargets = new aws.lb.TargetGroup("api", {\n  port: ${value},\n  list: [\n    {\n      a: ${value},\n    },\n  ],\n});\n`;

  test.each([
    [
      "deep inside",
      service("      ip: false,\n"),
      service("      ip: true,\n"),
      "api-service",
      "replace",
      "/network/ip",
      true,
    ],
    ["more", service(""), service("      ip: true,\n"), "api-service", "add", "/network/ip", true],
    ["on one line", targets("1"), targets("1").replace("1", "2"), "api-targets", "replace", "/port", 2],
  ])("of a resource's property, %s", (_, made, found, on, op, path, value) => {
    expect(keepingOf(program(made), found)).toEqual({ on, patch: [{ op, path, value }] });
  });

  test.each([
    ["an option", service(""), service("").replace("protect: true", "protect: false")],
    ["an item of a list", targets("1"), targets("1").replace("a: 1", "a: 2")],
    ["code", targets("1"), targets("1").replace("port: 1", "port: other.port")],
    ["another name", targets("1"), targets("1").replace("port: 1", "prot: 1")],
    ["two lines", targets("1"), targets("2")],
  ])("is none for %s", (_, made, found) => {
    expect(keepingOf(program(made), found)).toBeUndefined();
  });
});

describe("what stands there is said by the artifact", () => {
  const says = (made: string, found: string, data?: unknown): boolean =>
    isSaidBy({ ...artifact(made), ...(data === undefined ? {} : { data }) }, found);
  const noted = "// Overridden (x): because\n// it must.\nnew A({\n  a: 1,\n  b: 2,\n});\n";

  test("where only an override's comment is more, or its property stands elsewhere", () => {
    expect(says(noted, "new A({\n  a: 1,\n  b: 2,\n});\n")).toBe(true);
    expect(says(noted, "new A({\n  b: 2,\n  a: 1,\n});\n")).toBe(true);
    expect(says("# Overridden (x): y\na: 1\n", "b: 2\n# c\na: 1\n", { a: 1 })).toBe(false);
    expect(says("# c\nb: 2\na: 1\n", "a: 1\nb: 2\n", { b: 2, a: 1 })).toBe(true);
  });

  test("but not where anything would be lost", () => {
    expect(says(noted, "new A({\n  a: 1,\n});\n")).toBe(false);
    expect(says(noted, "new A({\n  a: 1,\n  b: 3,\n});\n")).toBe(false);
    expect(says(noted, "// mine\nnew A({\n  a: 1,\n  b: 2,\n});\n")).toBe(false);
    expect(says(noted.replace("Overridden (x)", "Made"), "new A({\n  a: 1,\n  b: 2,\n});\n")).toBe(false);
    expect(says("a: 1\n", "a: 1 # mine\n", { a: 1 })).toBe(false);
    expect(says("a: [1, 2]\n", "a: [2, 1]\n", { a: [1, 2] })).toBe(false);
  });
});
