// The plan: what is ours is written and removed, what is not is left alone, and a manifest is read as hostile input.
import { fc } from "../support/chance.ts";
import { describe, expect, test } from "vitest";
import type { Artifact, Target } from "#schema/draft.ts";
import { type Found, type Ground, type Manifest, MANIFEST, MAP, type Plan } from "#schema/plan.ts";
import { concerned, type Options, plan } from "#src/plan.ts";
import { parseManifest, printManifest } from "#src/plan/records.ts";

const artifact = (path: string, text: string, more: Partial<Artifact> = {}): Artifact => ({
  path,
  target: "docs",
  text,
  executable: false,
  block: false,
  origins: [],
  ...more,
});
const block = (...lines: string[]): Artifact =>
  artifact(".gitattributes", ["# sage-gen: begin", ...lines, "# sage-gen: end", ""].join("\n"), {
    target: "git",
    block: true,
  });
const file = (text: string | Uint8Array, executable = false): Found => ({
  kind: "file",
  bytes: Buffer.from(text as string),
  executable,
});

/** A folder in memory: what stands there, and the manifest that its files tell. */
type Folder = ReadonlyMap<string, Found>;

function groundOf(folder: Folder, artifacts: readonly Artifact[], pending: Manifest = new Map()): Ground {
  const found = folder.get(MANIFEST);
  const manifest = found?.kind === "file" ? parseManifest(Buffer.from(found.bytes).toString()) : new Map();
  if (typeof manifest === "string") throw new Error(manifest);
  const tree = concerned(artifacts, manifest, pending).map(
    (path) => [path, folder.get(path) ?? ({ kind: "none" } as const)] as const,
  );
  return { tree: new Map(tree), manifest, pending, map: new Map() };
}

const planOn = (folder: Folder, artifacts: readonly Artifact[], options: Options = {}): Plan =>
  plan(artifacts, groundOf(folder, artifacts), options);

function applied(folder: Folder, { steps, findings }: Plan): Folder {
  const after = new Map(folder);
  if (findings.length > 0) return after;
  for (const { path, action, write } of steps) {
    if (write) after.set(path, { kind: "file", ...write });
    if (action === "delete") after.delete(path);
  }
  return after;
}

const build = (folder: Folder, artifacts: readonly Artifact[], options: Options = {}): Folder =>
  applied(folder, planOn(folder, artifacts, options));
const actions = (one: Plan): Record<string, string> =>
  Object.fromEntries(one.steps.filter(({ target }) => target !== "sage").map(({ path, action }) => [path, action]));
const textAt = (folder: Folder, path: string): string | undefined => {
  const found = folder.get(path);
  return found?.kind === "file" ? Buffer.from(found.bytes).toString() : undefined;
};

describe("a file", () => {
  const built = build(new Map(), [artifact("a.md", "one"), artifact("b.md", "two")]);

  test("is created, then unchanged, then updated, then removed", () => {
    expect(actions(planOn(new Map(), [artifact("a.md", "one")]))).toEqual({ "a.md": "create" });
    expect(
      planOn(built, [artifact("a.md", "one"), artifact("b.md", "two")]).steps.every(
        ({ action }) => action === "unchanged",
      ),
    ).toBe(true);
    expect(actions(planOn(built, [artifact("a.md", "new")]))).toEqual({ "a.md": "update", "b.md": "delete" });
  });

  test("that was edited by hand refuses the build, its removal too, unless forced", () => {
    const edited = new Map([...built, ["a.md", file("mine")] as const]);
    for (const wanted of [[artifact("a.md", "new")], []]) {
      const refused = planOn(edited, wanted, { folder: "out" });
      expect(actions(refused)["a.md"]).toBe("edited");
      expect(refused.findings).toMatchObject([{ code: "output/hand-edited", file: "out/a.md" }]);
    }
    expect(actions(planOn(edited, [artifact("a.md", "new")], { force: true }))["a.md"]).toBe("update");
    expect(actions(planOn(edited, [], { force: true }))["a.md"]).toBe("delete");
  });

  test("that is made once is the user's from then on: neither written, nor judged, nor removed", () => {
    const once = artifact("mine.ts", "a beginning", { once: true });
    const made = build(new Map(), [once, artifact("a.md", "one")]);
    expect(textAt(made, "mine.ts")).toBe("a beginning");
    const changed = new Map([...made, ["mine.ts", file("my own")] as const]);
    for (const options of [{}, { force: true }]) {
      expect(actions(planOn(changed, [once, artifact("a.md", "one")], options))).toEqual({ "a.md": "unchanged" });
      expect(actions(planOn(changed, [], options))).toEqual({ "a.md": "delete" });
    }
    expect(actions(planOn(made, [artifact("a.md", "one")]))).toEqual({ "a.md": "unchanged" });
  });

  test("that we did not write refuses the build, unless forced or as it should be", () => {
    const theirs = new Map([["a.md", file("theirs")]]);
    const refused = planOn(theirs, [artifact("a.md", "ours")]);
    expect(actions(refused)).toEqual({ "a.md": "foreign" });
    expect(refused.findings).toMatchObject([{ code: "output/not-ours" }]);
    expect(actions(planOn(theirs, [artifact("a.md", "ours")], { force: true }))).toEqual({ "a.md": "update" });
    expect(actions(planOn(theirs, [artifact("a.md", "theirs")]))).toEqual({ "a.md": "unchanged" });
  });

  test("is never written over a folder or a link, even when forced", () => {
    for (const found of [
      { kind: "other", what: "it is a folder" },
      { kind: "outside", link: "a" },
    ] as const) {
      const refused = planOn(new Map([["a.md", found]]), [artifact("a.md", "ours")], { force: true });
      expect(actions(refused)).toEqual({ "a.md": "foreign" });
      expect(refused.findings.map(({ code }) => code)).toEqual([
        found.kind === "outside" ? "output/outside" : "output/not-ours",
      ]);
    }
  });

  test("gets its executable bit back", () => {
    const script = artifact("run.sh", "true", { executable: true });
    expect(actions(planOn(new Map([["run.sh", file("true", false)]]), [script]))).toEqual({ "run.sh": "update" });
    expect(actions(planOn(new Map([["run.sh", file("true", true)]]), [script]))).toEqual({ "run.sh": "unchanged" });
  });
});

describe("with --only", () => {
  const both = [artifact("a.md", "a"), artifact("b.yml", "b", { target: "github" })];
  const built = build(new Map(), both);

  test("other targets keep their files and their entries", () => {
    const only = planOn(built, [artifact("a.md", "new")], { only: ["docs"] });
    expect(actions(only)).toEqual({ "a.md": "update" });
    expect(
      actions(planOn(applied(built, only), [artifact("a.md", "new"), artifact("b.yml", "b", { target: "github" })])),
    ).toEqual({ "a.md": "unchanged", "b.yml": "unchanged" });
  });

  test("the target's own old files go", () => {
    expect(actions(planOn(built, [], { only: ["docs"] }))).toEqual({ "a.md": "delete" });
  });
});

describe("a block", () => {
  test("stands in the user's file, of which every other byte is kept", () => {
    const bytes = fc.uint8Array({ maxLength: 60 }).filter((one) => !Buffer.from(one).includes("# sage-gen"));
    fc.assert(
      fc.property(bytes, (own) => {
        const before = new Map([[".gitattributes", file(own)]]);
        const once = build(before, [block("infra/** -diff")]);
        const written = once.get(".gitattributes");
        expect(written?.kind === "file" && Buffer.from(written.bytes).subarray(0, own.length).equals(own)).toBe(true);
        expect(actions(planOn(once, [block("infra/** -diff")]))).toEqual({ ".gitattributes": "unchanged" });
        const twice = build(once, [block("other")]);
        expect(textAt(twice, ".gitattributes")).toContain("other\n# sage-gen: end\n");
        const gone = build(twice, []).get(".gitattributes");
        if (own.length === 0) expect(gone).toBeUndefined();
        else expect(gone?.kind === "file" && Buffer.from(gone.bytes).subarray(0, own.length).equals(own)).toBe(true);
      }),
    );
  });

  test("in Markdown stands between comments, and is found again between the user's paragraphs", () => {
    const prose = (line: string): Artifact =>
      artifact("AGENTS.md", `<!-- sage-gen: begin -->\n${line}\n\n<!-- sage-gen: end -->\n`, { block: true });
    const before = new Map([["AGENTS.md", file("# Mine\n\nFirst.")]]);
    const once = build(before, [prose("ours")]);
    const text = textAt(once, "AGENTS.md") ?? "";
    expect(text).toBe("# Mine\n\nFirst.\n<!-- sage-gen: begin -->\nours\n\n<!-- sage-gen: end -->\n");
    const around = new Map([...once, ["AGENTS.md", file(`${text}\nLast.\n`)] as const]);
    const next = build(around, [prose("new")]);
    expect(textAt(next, "AGENTS.md")).toBe(`${text.replace("ours", "new")}\nLast.\n`);
    expect(textAt(build(next, []), "AGENTS.md")).toBe("# Mine\n\nFirst.\n\nLast.\n");
    const edited = new Map([...once, ["AGENTS.md", file(text.replace("ours", "mine"))] as const]);
    expect(actions(planOn(edited, [prose("new")]))).toEqual({ "AGENTS.md": "edited" });
  });

  test("that was edited by hand refuses the build; lines around it do not", () => {
    const built = build(new Map(), [block("ours")]);
    const text = textAt(built, ".gitattributes") ?? "";
    const around = new Map([...built, [".gitattributes", file(`*.png binary\r\n${text}*.sh eol=lf`)] as const]);
    const next = build(around, [block("new")]);
    expect(textAt(next, ".gitattributes")).toBe("*.png binary\r\n# sage-gen: begin\nnew\n# sage-gen: end\n*.sh eol=lf");
    for (const edit of [text.replace("ours", "mine"), text.replace("# sage-gen: end\n", "")]) {
      const edited = new Map([...built, [".gitattributes", file(edit)] as const]);
      expect(actions(planOn(edited, [block("new")]))).toEqual({ ".gitattributes": "edited" });
      expect(textAt(build(edited, [block("new")], { force: true }), ".gitattributes")).toContain(
        "new\n# sage-gen: end\n",
      );
    }
  });
});

describe("the manifest", () => {
  test("lists no way out of the folder", () => {
    const entry = { sha256: "0".repeat(64), target: "docs" };
    const ways = [
      "/etc/passwd",
      "../a",
      "a/../../b",
      "a//b",
      "./a",
      "a/.",
      "C:/a",
      "a\\b",
      "..\\a",
      ".git/config",
      ".GIT/hooks/pre-commit",
      ".sage/manifest.json",
      "",
      "a\u0000b",
      "a\nb",
    ];
    for (const path of ways) {
      expect(parseManifest(JSON.stringify({ version: 1, files: { [path]: entry } })), path).toBeTypeOf("string");
    }
  });

  test("of another shape is refused in words", () => {
    for (const text of [
      "",
      "[]",
      "null",
      "{}",
      '{"version":2,"files":{}}',
      '{"version":1}',
      '{"version":1,"files":{"a":{}}}',
      "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b",
    ]) {
      expect(parseManifest(text), text).toBeTypeOf("string");
    }
    expect(parseManifest("<<<<<<< HEAD\n")).toContain("merge conflict");
  });

  test("comes back as it was printed, sorted, a file a line", () => {
    const path = fc.stringMatching(/^[a-z]{1,6}(\/[a-z.]{1,5}x){0,2}$/);
    const entry = fc.record({
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      target: fc.constantFrom("docs", "git"),
      block: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.dictionary(path, entry), (entries) => {
        const manifest: Manifest = new Map(Object.entries(entries));
        const text = printManifest(manifest);
        const back = parseManifest(text);
        expect(typeof back === "string" ? back : Object.fromEntries(back)).toEqual(Object.fromEntries(manifest));
        const names = [...text.matchAll(/^ {4}"(.*)": \{/gm)].map(([, name]) => name);
        expect(names).toEqual(Object.keys(entries).sort());
      }),
    );
  });
});

describe("any way through builds", () => {
  const targets: readonly Target[] = ["docs", "github"];
  const artifacts = fc
    .dictionary(
      fc.constantFrom("a", "b", "c/d", "c/e", "f/g/h"),
      fc.record({ text: fc.constantFrom("1", "2"), target: fc.constantFrom(...targets), executable: fc.boolean() }),
      { maxKeys: 5 },
    )
    .map((files) => Object.entries(files).map(([path, more]) => artifact(path, more.text, more)));

  test("ends in exactly what the last spec makes, and a second build touches nothing", () => {
    fc.assert(
      fc.property(fc.array(artifacts, { minLength: 1, maxLength: 5 }), (builds) => {
        const last = builds.reduce<Folder>((folder, wanted) => build(folder, wanted), new Map());
        const wanted = builds[builds.length - 1] ?? [];
        expect([...last.keys()].sort()).toEqual([...wanted.map(({ path }) => path), MANIFEST, MAP].sort());
        for (const { path, text } of wanted) expect(textAt(last, path)).toBe(text);
        expect(planOn(last, wanted).steps.every(({ action }) => action === "unchanged")).toBe(true);
      }),
    );
  });

  test("is repaired after a crash at any step, even when the spec has changed since", () => {
    fc.assert(
      fc.property(artifacts, artifacts, artifacts, fc.nat(12), (first, second, third, crash) => {
        const folder = build(new Map(), first);
        const begun = planOn(folder, second);
        const cut = applied(folder, { ...begun, steps: begun.steps.slice(0, crash) });
        const pending = parseManifest(begun.pending);
        if (typeof pending === "string") throw new Error(pending);
        const repair = plan(third, groundOf(cut, third, pending));
        expect(repair.findings).toEqual([]);
        const last = applied(cut, repair);
        expect([...last.keys()].sort()).toEqual([...third.map(({ path }) => path), MANIFEST, MAP].sort());
      }),
    );
  });
});
