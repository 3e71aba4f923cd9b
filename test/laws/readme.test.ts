// What the pages say of the tool is so: the commands and flags that they name, and what the README's spec makes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planAll } from "#src/commands/output.ts";

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, unknown>> }>>;
}
const ROOT = join(import.meta.dirname, "..", "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const { commands } = JSON.parse(readFileSync(join(ROOT, "build", "commands.json"), "utf8")) as Manifest;
const names = Object.keys(commands);

/** The commands that a page's code calls: a line of a block, or a span that begins with a command's name. */
function calls(page: string): readonly { readonly name: string; readonly flags: readonly string[] }[] {
  const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  const spans = [...page.replaceAll(/^```\w*\n[\s\S]*?^```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, text = ""]) => text,
  );
  const called = [...blocks, ...spans].flatMap((text) => [...text.matchAll(/\bsage-gen ([a-z]+)([^#\n|]*)/g)]);
  const named = spans.flatMap((text) =>
    names.flatMap((name) => (text === name || text.startsWith(`${name} --`) ? [[text, name, text]] : [])),
  );
  return [...called, ...named].map(([, name = "", rest = ""]) => ({
    name,
    flags: [...rest.matchAll(/ --([a-z-]+)/g)].map(([, flag = ""]) => flag),
  }));
}

describe.for(["README.md", "CHANGELOG.md"])("%s", (file) => {
  const page = readFileSync(join(ROOT, file), "utf8");

  test("calls no command and no flag that is not there", () => {
    for (const { name, flags } of calls(page)) {
      expect(names).toContain(name);
      expect(Object.keys(commands[name]?.flags ?? {})).toEqual(expect.arrayContaining([...flags]));
    }
    const all = names.flatMap((name) => Object.keys(commands[name]?.flags ?? {}));
    for (const [, flag] of page.matchAll(/`--([a-z-]+)/g)) expect(all).toContain(flag);
  });
});

test("README.md names every command", () => {
  expect(new Set(calls(README).map(({ name }) => name))).toEqual(new Set(names));
});

describe("the README's spec", () => {
  const spec = /^```yaml\n([\s\S]*?)^```$/m.exec(README)?.[1] ?? "";
  const listing = /^```\n(\.env\.example [\s\S]*?)^```$/m.exec(README)?.[1]?.trimEnd().split("\n") ?? [];
  const source = { source: "sage.yaml", file: "sage.yaml", folder: ROOT, text: spec, finding: undefined };
  const [planned] = planAll([source], "out-of-the-readme", {}, ROOT);
  const made = planned?.plan?.steps.map(({ path }) => path).filter((path) => !path.startsWith(".sage/")) ?? [];
  const [top = "", ...below] = listing;
  const folders = below.flatMap((line) => {
    const [, folder, said] = /^(\S+\/) +(.*)$/.exec(line) ?? [];
    return folder === undefined || said === undefined || folder === ".sage/" ? [] : [{ folder, said }];
  });

  test("has twelve lines", () => expect(spec.trimEnd().split("\n")).toHaveLength(12));

  test("makes the files and folders that are listed, and no others", () => {
    expect(planned?.reading.diagnostics).toEqual([]);
    expect(new Set(top.split(/ +/))).toEqual(new Set(made.filter((path) => !path.includes("/"))));
    for (const path of made.filter((one) => one.includes("/")))
      expect(folders.filter(({ folder }) => path.startsWith(folder))).toHaveLength(1);
    for (const { folder, said } of folders) {
      expect(made.filter((path) => path.startsWith(folder))).not.toEqual([]);
      for (const [name] of said.matchAll(/\b\w[\w-]*\.(?:yml|sh|md)\b/g)) expect(made).toContain(folder + name);
    }
  });

  test("makes as many prompts as are told", () => {
    expect(made.filter((path) => path.startsWith("docs/prompts/"))).toHaveLength(6);
    expect(listing.join("\n")).toContain("prompts/: six tasks");
  });
});
