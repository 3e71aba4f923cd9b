// The one writer, on a real folder: whole files, nothing outside, nothing lost, and clear words where it can't.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PENDING, type Plan, type Step } from "#schema/plan.ts";
import { apply, readTree } from "#src/disk.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sage-gen-disk-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (...path: string[]): string => join(root, ...path);
const put = (path: string, text: string, executable = false): Step => ({
  path,
  target: "docs",
  action: "create",
  write: { bytes: Buffer.from(text), executable },
});
const manifest = (text: string): Step => ({ ...put(".sage/manifest.json", text), target: "sage" });
const planOf = (...steps: Step[]): Plan => ({ steps, findings: [], pending: "{}\n", begun: [] });
const tree = (folder = root): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

describe("reading", () => {
  test("tells files, folders, links and nothing apart", () => {
    mkdirSync(at("folder"));
    writeFileSync(at("file"), "text");
    writeFileSync(at("script"), "", { mode: 0o755 });
    symlinkSync(at("file"), at("link"));
    const found = readTree(root, ["file", "script", "folder", "link", "none", "none/deeper", "file/below"]);
    expect(found.get("file")).toEqual({ kind: "file", bytes: Buffer.from("text"), executable: false });
    expect(found.get("script")).toMatchObject({ executable: true });
    expect([...found.values()].map(({ kind }) => kind)).toEqual([
      "file",
      "file",
      "other",
      "other",
      "none",
      "none",
      "other",
    ]);
  });

  test("follows a link to a folder inside, and none that leads out", () => {
    mkdirSync(at("real"));
    writeFileSync(at("real", "file"), "text");
    symlinkSync("real", at("inside"));
    symlinkSync(tmpdir(), at("outside"));
    symlinkSync("nowhere", at("broken"));
    const found = readTree(root, ["inside/file", "outside/file", "broken/file"]);
    expect(found.get("inside/file")).toMatchObject({ kind: "file" });
    expect(found.get("outside/file")).toEqual({ kind: "outside", link: "outside" });
    expect(found.get("broken/file")).toMatchObject({ kind: "other" });
  });

  test("of a folder that is not there finds nothing, of one that is a file says so", () => {
    writeFileSync(at("file"), "");
    expect(readTree(at("none"), ["a"]).get("a")).toEqual({ kind: "none" });
    expect(readTree(at("file"), ["a"]).get("a")).toMatchObject({ kind: "other" });
  });
});

describe("applying", () => {
  test("writes whole files with their executable bit, in folders that it makes", () => {
    apply(root, planOf(put("a/b/c.txt", "text"), put("run.sh", "true", true), manifest("{}")));
    expect(tree()).toEqual([".sage/manifest.json", "a/b/c.txt", "run.sh"]);
    expect(readFileSync(at("a/b/c.txt"), "utf8")).toBe("text");
    expect(statSync(at("run.sh")).mode & 0o111).toBe(0o111 & ~process.umask());
    expect(statSync(at("a/b/c.txt")).mode & 0o111).toBe(0);
  });

  test("keeps the mode that a file has", () => {
    writeFileSync(at("a"), "old");
    chmodSync(at("a"), 0o640);
    apply(root, planOf({ ...put("a", "new", true), action: "update" }));
    expect(statSync(at("a")).mode & 0o777).toBe(0o750);
  });

  test("removes only what the plan names, and the folders that it leaves empty", () => {
    mkdirSync(at("a", "b"), { recursive: true });
    writeFileSync(at("a", "b", "old"), "");
    writeFileSync(at("a", "mine"), "");
    apply(root, planOf({ path: "a/b/old", target: "docs", action: "delete" }));
    expect(tree()).toEqual(["a/mine"]);
    expect(existsSync(at("a", "b"))).toBe(false);
  });

  test("that changes nothing touches nothing", () => {
    writeFileSync(at("a"), "text");
    const before = statSync(root).mtimeMs;
    apply(root, planOf({ path: "a", target: "docs", action: "unchanged" }));
    expect(statSync(root).mtimeMs).toBe(before);
  });

  test("replaces a draft that a killed build left, and follows no link in its place", () => {
    writeFileSync(at("victim"), "mine");
    symlinkSync(at("victim"), at(".a.sage-gen-draft"));
    apply(root, planOf(put("a", "text")));
    expect(readFileSync(at("victim"), "utf8")).toBe("mine");
    expect(tree()).toEqual(["a", "victim"]);
  });
});

describe("a step that fails", () => {
  test("leaves what stood there, no draft, and a record of what was begun", () => {
    mkdirSync(at("b"));
    writeFileSync(at("a"), "old");
    expect(() => apply(root, planOf(put("a", "new"), put("b", "text"), manifest("{}")))).toThrow(
      /EISDIR|ENOTEMPTY|EPERM|EEXIST/,
    );
    expect(tree()).toEqual([PENDING, "a"].sort());
    expect(readFileSync(at("a"), "utf8")).toBe("new");
  });

  test("names the file that it was about", () => {
    writeFileSync(at("file"), "");
    const fail = (): void => apply(root, planOf(put("file/below", "text")));
    expect(fail).toThrow(expect.objectContaining({ path: at("file/below"), syscall: expect.any(String) }));
  });
});
