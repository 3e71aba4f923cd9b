// Same spec, same bytes: in any order of keys, on every run; and nothing of one project in another's output.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isMap, isSeq, parseDocument } from "yaml";
import { byText } from "#schema/order.ts";
import { formatPath } from "#schema/path.ts";
import { compile } from "#src/compile.ts";
import { goldenCases } from "../cases.ts";

const cases = ["spec", ...goldenCases().map(({ folder }) => folder)].map((folder) => ({
  name: folder.slice(folder.lastIndexOf("/") + 1),
  text: readFileSync(join(folder, "sage.yaml"), "utf8"),
}));

const outputOf = (text: string): string[][] => compile(text, "sage.yaml").artifacts.map((one) => [one.path, one.text]);

/** The same spec with the keys of every map turned around, but for the environments: their order is that of delivery. */
function turned(text: string): string {
  const document = parseDocument(text);
  const turn = (node: unknown, ordered: boolean): void => {
    if (isMap(node)) {
      if (!ordered) node.items.reverse();
      for (const pair of node.items) turn(pair.value, String(pair.key) === "environments");
    } else if (isSeq(node)) for (const item of node.items) turn(item, false);
  };
  turn(document.contents, false);
  return document.toString();
}

describe.each(cases)("$name", ({ text }) => {
  test("has the same output on a second run, and with its keys turned around", () => {
    const first = outputOf(text);
    expect(first.length).toBeGreaterThan(0);
    expect(outputOf(text)).toEqual(first);
    expect(turned(text)).not.toBe(text);
    expect(outputOf(turned(text))).toEqual(first);
  });

  test("has each line's origins once, by line and then by path, as the map keeps them", () => {
    const { artifacts } = compile(text, "sage.yaml");
    for (const { path, origins } of artifacts) {
      const pairs = origins.map((one) => [one.line, formatPath(one.path)] as const);
      const sorted = pairs.toSorted((a, b) => a[0] - b[0] || byText(a[1], b[1]));
      expect(pairs, path).toEqual(sorted);
      expect(new Set(pairs.map(String)).size, path).toBe(pairs.length);
    }
    expect(artifacts.some(({ origins }) => origins.length > 1)).toBe(true);
  });
});

test("another project in another region leaves nothing of the reference in its output", () => {
  const reference = readFileSync("spec/sage.yaml", "utf8");
  const other = reference
    .replaceAll("sage-ai/sage", "zoo/zebra")
    .replaceAll("Sage", "Zebra")
    .replaceAll("sage", "zebra")
    .replaceAll("us-west-2", "eu-central-1")
    .replaceAll("10.0.", "172.31.");
  const texts = compile(other, "zebra.yaml").artifacts;
  expect(texts.length).toBeGreaterThan(30);
  const left = texts.flatMap(({ path, text }) =>
    text
      .split("\n")
      .filter((line) => /us-west-2|10\.0\.|(?<![a-z])sage(?!-gen\b)/i.test(line.replaceAll("/.sage/", "")))
      .map((line) => `${path}: ${line}`),
  );
  expect(left).toEqual([]);
});
