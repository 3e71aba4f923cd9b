// What a reviewer reads: nothing of the spec can become markup, a mention or a command, and a comment fits.
import { describe, expect, test } from "vitest";
import { compile } from "#src/compile.ts";
import { diff } from "#src/diff.ts";
import { plain } from "#src/report/paint.ts";
import { groupsOf, type Review } from "#src/report/review.ts";
import { reviewFields } from "#src/report/review-json.ts";
import { reviewGithub } from "#src/report/review-github.ts";
import { reviewHuman } from "#src/report/review-human.ts";
import { markOf, refusedMarkdown, reviewMarkdown } from "#src/report/review-markdown.ts";
import { trialOf } from "#src/trial.ts";
import { REFERENCE } from "./lowered.ts";

function reviewOf(base: string, head: string, file = "sage.yaml"): Review {
  const [before, after] = [base, head].map((text) => compile(text, "sage.yaml", []));
  if (!before?.model || !after?.model || !after.document) throw new Error(JSON.stringify(after?.findings));
  const comparison = diff(
    { model: before.model, graphs: before.graphs, data: before.document?.data },
    { model: after.model, graphs: after.graphs, data: after.document.data },
    trialOf(after.document),
  );
  return { file, base: "main", isFirst: false, comparison, line: () => 7, files: [], generator: [] };
}

const HOSTILE = "</summary> <!-- x --> @everyone #1 | `a` | [l](http://x) ::error::x";
const hostile = reviewOf(REFERENCE, REFERENCE.replace("LOG_LEVEL: info", `LOG_LEVEL: "${HOSTILE}"`), "a--> | `b`.yaml");
const renamed = reviewOf(REFERENCE, REFERENCE.replace("project: sage", "project: market"));

describe("a comment", () => {
  test("is found again by its mark, which nothing can end", () => {
    const [mark] = reviewMarkdown(hostile).split("\n");
    expect(mark).toBe(markOf(hostile.file));
    expect(mark?.indexOf("-->")).toBe((mark?.length ?? 0) - 3);
  });

  test("has the spec's words as code alone", () => {
    const comment = reviewMarkdown(hostile);
    const outside = comment.replaceAll(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, "");
    expect(outside).not.toMatch(/@everyone|\[l\]\(|#1 /);
    expect(comment.match(/<\/summary>/g)?.length).toBeGreaterThanOrEqual(comment.match(/<summary>/g)?.length ?? 0);
    const rows = comment.split("\n").filter((line) => line.startsWith("| 7 |"));
    expect(rows.map((row) => row.split("|").length)).toEqual(rows.map(() => 6));
  });

  test("fits into what GitHub takes, whatever changes", () => {
    expect(reviewMarkdown(renamed).length).toBeLessThan(65_536);
    const all = Array.from({ length: 400 }, () => renamed.comparison.network).flat();
    const long = { ...renamed, comparison: { ...renamed.comparison, network: all } };
    expect(Buffer.byteLength(reviewMarkdown(long))).toBeLessThan(60_500);
    const wide = { ...renamed, file: "ü".repeat(70_000) };
    expect(Buffer.byteLength(reviewMarkdown(wide))).toBeLessThan(60_500);
    expect(refusedMarkdown("sage.yaml", "x\n".repeat(70_000)).length).toBeLessThan(60_500);
  });
});

describe("a change that is not the spec's", () => {
  const files = ["infra/database.ts", "docker-compose.yml"].map((path) => ({
    path,
    target: path.startsWith("infra") ? "pulumi" : "compose",
    action: "update" as const,
  }));
  const same = reviewOf(REFERENCE, REFERENCE);

  test.each([
    ["comment", reviewMarkdown],
    ["report", (one: Review) => reviewHuman(one, plain)],
    ["annotation", reviewGithub],
  ])("is told apart in the %s, and nothing is promised of AWS where programs differ", (_, write) => {
    const text = write({ ...same, generator: files }).replaceAll(/\s+/g, " ");
    expect(text).toContain("Another version of sage-gen made 2 files at main");
    expect(text).toContain("pulumi preview");
    expect(text).not.toMatch(/(?<!the spec changes )nothing changes/);
    expect(write({ ...same, generator: files.slice(1) })).not.toContain("pulumi preview");
    expect(write(same)).not.toContain("Another version");
  });
});

describe("overrides", () => {
  const patched = `${REFERENCE}
overrides:
  insights: { on: database, reason: A month is compared, patch: [{ op: add, path: /monitoringInterval, value: 60 }] }
`;
  test.each([
    ["comment", reviewMarkdown],
    ["report", (one: Review) => reviewHuman(one, plain)],
    ["annotation", reviewGithub],
    ["document", (one: Review) => JSON.stringify(reviewFields(one))],
  ])("stand in every %s, changed or not", (_, write) => {
    expect(write(reviewOf(patched, patched))).toContain("A month is compared");
    expect(write(reviewOf(patched, patched.replace("info", "debug")))).toContain("insights");
  });
});

test("an annotation is one command a line", () => {
  const lines = reviewGithub(hostile).trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^::(notice|warning|error) file=[^:,]*,line=\d+,title=[^:]*::/);
});

test("a terminal is not steered", () => {
  expect(reviewHuman({ ...hostile, base: "ma\u001b[31min" }, plain)).not.toContain("\u001b");
});

test("the worst comes first everywhere", () => {
  const groups = groupsOf(renamed.comparison);
  expect(groups[0]?.severity).toBe("data-loss");
  expect(groups.flatMap(({ members }) => members).length).toBe(renamed.comparison.resources.length);
  expect(reviewHuman(renamed, plain)).toMatch(/^sage\.yaml against main: data loss\n/);
  const [first] = reviewFields(renamed)["resources"] as readonly { readonly effects: readonly string[] }[];
  expect(first?.effects).toContain("data-loss");
});
