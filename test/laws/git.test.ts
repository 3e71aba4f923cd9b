// .gitattributes names exactly what is generated: git itself says which file a pattern takes.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "#src/compile.ts";
import { SPECS } from "./lowered.ts";

/** What the tool adds to what the generators give. */
const BOOKS = [".sage/manifest.json", ".sage/map.json"];

test.each(SPECS)("%s: every generated file is marked, and every pattern marks one", (_, text) => {
  const { artifacts } = compile(text, "sage.yaml");
  const attributes = artifacts.find(({ path }) => path === ".gitattributes");
  if (!attributes) return;
  const generated = artifacts.filter(({ block, once }) => !block && !once);
  const users = artifacts.filter(({ once }) => once).map(({ path }) => path);
  const paths = [...generated.map(({ path }) => path), ...BOOKS];
  const folder = mkdtempSync(join(tmpdir(), "gitattributes-"));
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" });
  try {
    git("init", "--quiet");
    const marked = (lines: string): readonly string[] => {
      writeFileSync(join(folder, ".gitattributes"), lines);
      const said = git("check-attr", "linguist-generated", "--", "README.md", "src/main.ts", ...users, ...paths);
      return said.split("\n").flatMap((line) => /^(.*): linguist-generated: true$/.exec(line)?.[1] ?? []);
    };
    expect(marked(attributes.text)).toEqual(paths);
    const patterns = attributes.text.split("\n").filter((line) => line.endsWith("=true"));
    expect(patterns).toEqual(patterns.toSorted());
    for (const pattern of patterns) expect(marked(pattern), pattern).not.toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
