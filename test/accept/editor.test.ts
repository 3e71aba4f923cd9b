// The editor helps from the first key: yaml-language-server, the real one, asked as an editor asks it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folderAt } from "#src/commands/surroundings.ts";
import { schemaFor } from "#src/commands/editor-schema.ts";
import { goldenCases } from "../cases.ts";
import { type Editor, editorIn, type Position } from "../support/language-server.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const REFERENCE = readFileSync(join(ROOT, "spec", "sage.yaml"), "utf8");

let folder = "";
let editor: Editor;
let first = "";
beforeAll(async () => {
  // A repository that has the tool installed, as `npm install --save-dev` leaves it.
  folder = mkdtempSync(join(tmpdir(), "sage-gen-editor-"));
  mkdirSync(join(folder, "node_modules", "sage-gen"), { recursive: true });
  symlinkSync(join(ROOT, "schema"), join(folder, "node_modules", "sage-gen", "schema"));
  first = `# yaml-language-server: $schema=${schemaFor(folderAt(folder))}\n`;
  editor = await editorIn(folder);
});
afterAll(() => {
  editor?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a text under init's first line; `|` marks the place that is asked about. */
async function opened(marked: string) {
  const at = marked.indexOf("|");
  const before = first + marked.slice(0, at < 0 ? undefined : at);
  const place: Position = {
    line: before.split("\n").length - 1,
    character: before.length - before.lastIndexOf("\n") - 1,
  };
  const document = await editor.open(first + (at < 0 ? marked : marked.replace("|", "")));
  const labels = async () => (await document.complete(place)).map(({ label }) => label);
  return { problems: document.problems, labels, hover: () => document.hover(place) };
}

/** Everything that every spec needs, with a line more. */
const spec = (more: string): string =>
  `version: 1\nproject: shop\nregion: eu-west-1\nservices: { web: { port: 3000 } }\n${more}`;

test("init's first line leads to the schema of the package that is installed", () => {
  expect(first).toContain("./node_modules/sage-gen/schema/sage.schema.json");
  expect(existsSync(join(folder, "node_modules/sage-gen/schema/sage.schema.json"))).toBe(true);
  expect(schemaFor({ text: () => undefined, names: () => [] })).toMatch(/^https:\/\/unpkg\.com\/sage-gen@\d/);
  const named = {
    text: (path: string) => (path === "package.json" ? '{"devDependencies":{"sage-gen":"1"}}' : undefined),
    names: () => [],
  };
  expect(schemaFor(named)).toBe("./node_modules/sage-gen/schema/sage.schema.json");
});

describe("completion", () => {
  test("at the root has every section that is not there yet", async () => {
    const labels = await (await opened("version: 1\nproject: shop\n|")).labels();
    for (const key of [
      "region",
      "services",
      "database",
      "cache",
      "network",
      "alerts",
      "delivery",
      "operations",
      "environments",
    ])
      expect(labels).toContain(key);
    expect(labels).not.toContain("project");
  });
  test("inside a service has its keys", async () => {
    const labels = await (await opened("version: 1\nservices:\n  web:\n    framework: vite\n    |")).labels();
    for (const key of ["port", "health", "expose", "task", "scale", "image", "env", "secrets"])
      expect(labels).toContain(key);
    expect(labels).not.toContain("database");
  });
  test("of a value has the values that there are", async () => {
    expect((await (await opened("services:\n  web:\n    framework: |\n")).labels()).sort()).toEqual([
      "custom",
      "nestjs",
      "node",
      "vite",
    ]);
    expect((await (await opened("network:\n  nat: |\n")).labels()).sort()).toEqual(["none", "per-az", "single"]);
    expect(await (await opened("database:\n  multiAz: |\n")).labels()).toEqual(
      expect.arrayContaining(["true", "false"]),
    );
  });
  test("inside an environment has what may differ, and nothing else", async () => {
    const labels = await (await opened("environments:\n  production:\n    |")).labels();
    expect(labels).toEqual(expect.arrayContaining(["account", "protect", "database", "services"]));
    expect(labels).not.toContain("project");
  });
});

describe("hover", () => {
  test.each([
    ["database:\n  stor|age:\n    initial: 20GiB\n", [/Storage of type gp3/]],
    ["database:\n  instan|ce: db.t4g.micro\n", [/RDS instance class/, /Default: `db\.t4g\.micro`/]],
    [
      "database:\n  backup:\n    reten|tion: 7d\n",
      [/keeps its own backups: 1d to 35d/, /A duration: `500ms`/, /Default: `7d`/],
    ],
    ["services:\n  web:\n    task:\n      cp|u: 256\n", [/1024 are one vCPU/, /from 256 to 16384/, /Default: `256`/]],
    ["services:\n  web:\n    po|rt: 80\n", [/TCP port/, /from 1 to 65535/, /Left out, it is a worker/]],
    ["cache:\n  ttl:\n    pri|ces: 5m\n", [/A duration/]],
    [
      "environments:\n  production:\n    network:\n      na|t: single\n",
      [/one in each zone/, /as outside of `environments`/, /per-az/],
    ],
  ])("over %j tells meaning, unit and default", async (text, words) => {
    const said = await (await opened(text)).hover();
    for (const word of words) expect(said).toMatch(word);
    // Code stands as code, and no example takes a block where a default is told.
    expect(said).not.toContain("\\`");
    expect(said.match(/Example:/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });
});

describe("as one types", () => {
  test.each([
    ["an unknown key", "netwrk: 1\n", 5, /netwrk is not allowed/],
    ["a wrong type", "cache: { nodes: many }\n", 5, /Incorrect type.*integer/],
    ["a wrong value", "network: { nat: maybe }\n", 5, /none.*single.*per-az/],
    ["a number without its unit", "logs: { retention: 30 }\n", 5, /Incorrect type.*string/],
    ["a wrong unit", "logs: { retention: 30days }\n", 5, /does not match the pattern/],
  ])("%s is told at its place", async (_, more, line, words) => {
    const { problems } = await opened(spec(more));
    expect(problems.map(({ message }) => message).join("\n")).toMatch(words);
    expect(problems.map(({ range }) => range.start.line)).toEqual([line]);
  });
  test("a key that is missing is told", async () => {
    const { problems } = await opened("version: 1\n");
    expect(problems.map(({ message }) => message).join("\n")).toMatch(/Missing property "region"/);
  });
  test("keys of one's own are left alone", async () => {
    expect((await opened(spec("x-mine: { any: [1] }\n"))).problems).toEqual([]);
  });
  test("nothing is wrong with the reference spec, nor with any golden", async () => {
    const specs = [REFERENCE, ...goldenCases().map((one) => readFileSync(join(one.folder, "sage.yaml"), "utf8"))];
    expect(specs.length).toBeGreaterThan(8);
    for (const text of specs)
      expect((await opened(text.replace(/^# yaml-language-server.*\n/, ""))).problems).toEqual([]);
  });
});
