// Every golden case makes its tree, whole: a missing file is red, and so is an orphan. `npm run golden` writes them.
import { expect, test } from "vitest";
import { byText } from "#schema/order.ts";
import { builtTree, expectedTree, goldenCases, type Leaf } from "./cases.ts";

/** One text a tree, so that a difference shows its file and its lines. */
const names = (tree: ReadonlyMap<string, Leaf>): string[] =>
  [...tree].map(([path, { executable }]) => (executable ? `${path}*` : path)).sort(byText);

test.each(goldenCases())("$name", (one) => {
  const [built, expected] = [builtTree(one), expectedTree(one)];
  expect(names(built)).toEqual(names(expected));
  for (const [path, leaf] of built) expect(leaf.text, path).toBe(expected.get(path)?.text);
});
