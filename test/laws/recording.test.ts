// The README shows what the commands print: its recording is played again, and every command and flag that it names is there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { abridged, recorded, stepsOf } from "../recording.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

describe("the recording", () => {
  test("is what a terminal shows today, byte for byte", () => {
    expect(recorded(README)).toBe(README);
  });

  test("is noticed where it shows anything else", () => {
    const stale = README.replace("error[spec/unknown-key]: unknown key", "error[spec/unknown-key]: unknown word");
    expect(stale).not.toBe(README);
    expect(recorded(stale)).toBe(README);
  });

  test("tells the story from the first spec to a diagnosis, and shows most of it", () => {
    const steps = stepsOf(README);
    const told = steps.flatMap(({ command }) => /^sage-gen ([a-z]+)/.exec(command)?.[1] ?? []);
    expect(told).toEqual(["init", "build", "validate", "explain", "diagnose", "diff"]);
    expect(steps.flatMap(({ shown }) => shown).filter((line) => line === "…").length).toBeLessThanOrEqual(4);
  });

  test("cannot be asked for where there is none, or where it begins with no command", () => {
    expect(() => stepsOf("# A page\n")).toThrow("no recording");
    expect(() => stepsOf(README.replace("```console\n$ ", "```console\n"))).toThrow("begins with no command");
  });
});

describe("an ellipsis", () => {
  const output = ["one", "two", "three", "four", "five", "six"];

  test.for([
    { shows: "all where there is none", like: ["old"], shown: output },
    {
      shows: "as many lines from the begin and the end",
      like: ["a", "…", "b", "c"],
      shown: ["one", "…", "five", "six"],
    },
    { shows: "the begin alone", like: ["a", "b", "…"], shown: ["one", "two", "…"] },
    {
      shows: "a part between two by its first line",
      like: ["a", "…", "three", "x", "…"],
      shown: ["one", "…", "three", "four", "…"],
    },
    { shows: "nothing where nothing is left out", like: ["a", "b", "c", "…", "d", "e", "f", "g"], shown: output },
  ])("leaves $shows", ({ like, shown }) => expect(abridged(output, like)).toEqual(shown));

  test("is refused before a line that is no more", () => {
    expect(() => abridged(output, ["one", "…", "seven", "…"])).toThrow("seven");
  });
});

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, unknown>> }>>;
}
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
