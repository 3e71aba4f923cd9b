// diagnose as its user meets it: the built command on files, pipes and broken bytes, its JSON, and what --patch writes.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exchange } from "#src/disk.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");
const REFERENCE = readFileSync(join(ROOT, "spec", "sage.yaml"), "utf8");
const EXHAUSTED = readFileSync(join(ROOT, "test", "diagnose", "stories", "connections-exhausted", "like.log"), "utf8");
const FULL = '2018-07-09T10:00:00Z sage-production ERROR:  could not extend file "base/1": No space left on device\n';

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "sage-gen-diagnose-"));
  writeFileSync(join(cwd, "sage.yaml"), REFERENCE);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function diagnose(args: readonly string[], input?: string | Buffer) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const ran = spawnSync(process.execPath, [COMMAND, "diagnose", ...args], { cwd, input: input ?? "", env });
  return { status: ran.status, stdout: ran.stdout.toString("utf8"), stderr: ran.stderr.toString("utf8") };
}
interface Told {
  readonly ok: boolean;
  readonly log: { readonly lines: number; readonly note?: string };
  readonly environment: { readonly name: string };
  readonly causes: readonly {
    readonly code: string;
    readonly symptomOf?: string;
    readonly patch: readonly { readonly op: string; readonly path: string; readonly value: unknown }[];
    readonly [field: string]: unknown;
  }[];
  readonly written?: boolean;
  readonly refusal?: string;
}
const told = (args: readonly string[], input?: string | Buffer): Told =>
  JSON.parse(diagnose([...args, "--json"], input).stdout) as Told;
const write = (name: string, bytes: string | Buffer): string => (writeFileSync(join(cwd, name), bytes), name);
const spec = (): string => readFileSync(join(cwd, "sage.yaml"), "utf8");
const codes = ({ causes }: Told): readonly string[] => causes.map(({ code }) => code);

describe("the exhausted database", () => {
  test("is told with its pool, its arithmetic and a change that the spec takes", () => {
    const { status, stdout, stderr } = diagnose([write("app.log", EXHAUSTED)]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toContain("the pool of backend exhausted sage-staging");
    expect(stdout).toContain("backend 8 tasks × 5 + operations 5 = 45 of 96");
    expect(stdout).toContain("98 of 100 were open");
    expect(stdout).toContain("CPU at 95 %");
    expect(stdout).toContain(
      '{"op":"add","path":"/environments/staging/database","value":{"instance":"db.t4g.small"}}',
    );
    expect(stdout).not.toContain("execute-command");
  });

  test("is one JSON document with the fields of the contract", () => {
    const answer = told([write("app.log", EXHAUSTED)]);
    expect(answer).toMatchObject({ ok: false, diagnostics: [], environment: { name: "staging" } });
    for (const field of ["code", "summary", "evidence", "immediate", "longTerm", "patch"])
      expect(answer.causes[0]).toHaveProperty(field);
    expect(answer.causes[0]?.patch).toEqual([
      { op: "add", path: "/environments/staging/database", value: { instance: "db.t4g.small" } },
    ]);
  });

  test("is the same bytes each time, from a file, a pipe and gzip", () => {
    write("app.log", EXHAUSTED);
    write("app.log.gz", Buffer.concat([gzipSync(EXHAUSTED.slice(0, 200)), gzipSync(EXHAUSTED.slice(200))]));
    const of = (answer: Told) => ({ ...answer, log: answer.log.lines });
    const first = of(told(["app.log"]));
    expect(diagnose(["app.log"]).stdout).toBe(diagnose(["app.log"]).stdout);
    expect(of(told(["-"], EXHAUSTED))).toEqual(first);
    expect(of(told([], EXHAUSTED))).toEqual(first);
    expect(of(told(["app.log.gz"]))).toEqual(first);
    expect(of(told(["-"], readFileSync(join(cwd, "app.log.gz"))))).toEqual(first);
    expect(of(told(["-"], Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(EXHAUSTED, "utf16le")])))).toEqual(
      first,
    );
  });

  test("stands in GitHub's log at its line", () => {
    const { stdout } = diagnose([write("app.log", EXHAUSTED), "--format", "github"]);
    expect(stdout).toMatch(/^::error file=app\.log,line=2,title=database\/too-many-connections::/);
  });

  test("is explained by its code", () => {
    const { stdout, status } = spawnSync(process.execPath, [COMMAND, "explain", "database/too-many-connections"], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stdout).toContain("seen ");
    expect(stdout).toContain("mend ");
    expect(
      spawnSync(process.execPath, [COMMAND, "explain", "database/too-many-conections"], { encoding: "utf8" }).stderr,
    ).toContain("did you mean `database/too-many-connections`?");
    const all = JSON.parse(
      spawnSync(process.execPath, [COMMAND, "explain", "--json"], { encoding: "utf8" }).stdout,
    ) as Readonly<Record<string, unknown>>;
    expect(all["causes"]).toContainEqual({
      code: "database/too-many-connections",
      summary: "PostgreSQL has no connection left",
    });
  });
});

describe("what can't be told", () => {
  test("is a log that nobody knows: exit 0, its kinds of lines and no guess", () => {
    const { status, stdout } = diagnose([], "GET /a/1 200\nGET /a/2 200\nledger 17 does not balance\n");
    expect(status).toBe(0);
    expect(stdout).toContain("no known cause in standard input, 3 lines");
    expect(stdout).toContain("2 × GET /a/#  first at 1");
    expect(told([], "x\n")).toMatchObject({ ok: true, causes: [], patterns: [{ pattern: "x", count: 1, line: 1 }] });
  });

  test.each([
    ["nothing at all", Buffer.alloc(0), undefined],
    ["bytes of a picture", Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), undefined],
    ["gzip that is cut off", gzipSync(EXHAUSTED.repeat(500)).subarray(0, -20), "the gzip file is cut off"],
    [
      "gzip that is damaged",
      Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from("no gzip at all")]),
      "the gzip file is damaged from here on",
    ],
  ])("may be %s, and that is said", (_, bytes, note) => {
    const ran = diagnose([write("log", bytes), "--json"]);
    expect(ran.stderr).toBe("");
    expect([0, 1]).toContain(ran.status);
    expect((JSON.parse(ran.stdout) as Told).log.note).toBe(note);
  });

  test("of a file that is cut off is told as far as it goes", () => {
    const answer = told([write("log.gz", gzipSync(EXHAUSTED.repeat(500)).subarray(0, -20))]);
    expect(codes(answer)).toEqual(["database/too-many-connections"]);
  });

  test.each([
    [["none.log"], /none\.log: there is no such file/],
    [["."], /it is a folder/],
    [["-", "--environment", "prod"], /there is no environment `prod`/],
    [["-", "--spec", "none.yaml"], /none\.yaml: there is no such file/],
  ])("%j: exit 2", (args, words) => {
    expect(diagnose(args, "x")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(words) });
  });

  test("with a spec that is refused is its findings", () => {
    write("sage.yaml", REFERENCE.replace("description: Sage", "descripton: Sage"));
    expect(told([write("app.log", EXHAUSTED)])).toMatchObject({
      ok: false,
      causes: [],
      diagnostics: [{ code: "spec/unknown-key" }],
    });
  });
});

describe("--patch", () => {
  test("shows the change and writes it; everything else of the spec stays", () => {
    const { status, stdout } = diagnose([write("app.log", EXHAUSTED), "--patch"]);
    expect(status).toBe(1);
    expect(stdout).toContain("+    database: { instance: db.t4g.small }");
    expect(stdout).toContain("sage.yaml was changed");
    expect(spec().replace("    database: { instance: db.t4g.small }\n", "")).toBe(REFERENCE);
    expect(spawnSync(process.execPath, [COMMAND, "validate"], { cwd }).status).toBe(0);
  });

  test("combines what several causes want", () => {
    const answer = told([
      write("app.log", EXHAUSTED.replaceAll("[Nest]", "sage-staging") + FULL.replace("production", "staging")),
      "--environment",
      "staging",
      "--patch",
    ]);
    expect(answer).toMatchObject({ written: true });
    expect(codes(answer)).toEqual(["database/too-many-connections", "database/disk-full"]);
    expect(spec()).toContain("    database: { instance: db.t4g.small, storage: { max: 200GiB } }\n");
    expect(spawnSync(process.execPath, [COMMAND, "validate"], { cwd }).status).toBe(0);
  });

  test("refuses where two causes want different things", () => {
    const memory =
      "2025-01-01T00:00:00Z sage-staging ERROR: out of memory DETAIL:  Failed on request of size 2097152\n";
    write("sage.yaml", REFERENCE.replace("databaseConnections: 5 ", "databaseConnections: 2 "));
    const before = spec();
    const answer = told([
      write("app.log", `${EXHAUSTED.replace("98 of 100", "398 of 100")}${memory}`),
      "--environment",
      "staging",
      "--patch",
    ]);
    expect(answer).toMatchObject({
      written: false,
      refusal: expect.stringContaining("want different values of `environments.staging.database.instance`"),
    });
    expect(spec()).toBe(before);
  });

  test("writes nothing where nothing is proposed", () => {
    expect(told(["-", "--patch"], "ERROR: deadlock detected\n")).toMatchObject({
      written: false,
      refusal: "no change of the spec is proposed",
    });
    expect(told(["-", "--patch"], "hello\n")).toMatchObject({ ok: true, written: false });
    expect(spec()).toBe(REFERENCE);
  });

  test("follows a link to the spec, and keeps it and the file's mode", () => {
    mkdirSync(join(cwd, "real"));
    writeFileSync(join(cwd, "real", "spec.yaml"), REFERENCE, { mode: 0o640 });
    rmSync(join(cwd, "sage.yaml"));
    symlinkSync(join("real", "spec.yaml"), join(cwd, "sage.yaml"));
    expect(told([write("app.log", EXHAUSTED), "--patch"])).toMatchObject({ written: true });
    expect(readFileSync(join(cwd, "real", "spec.yaml"), "utf8")).toContain("db.t4g.small }");
    expect(statSync(join(cwd, "real", "spec.yaml")).mode & 0o777).toBe(0o640);
  });

  test("writes over nothing that changed meanwhile", () => {
    const place = join(cwd, "sage.yaml");
    expect(exchange(place, "another text", "mine")).toBe(false);
    expect(spec()).toBe(REFERENCE);
    expect(exchange(place, REFERENCE, "mine")).toBe(true);
    expect(spec()).toBe("mine");
  });
});

test("a log of any length is read in the same memory", () => {
  // No two lines are of one kind, and one line is as long as a thousand others.
  const word = (n: number): string => n.toString(26).replace(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "q");
  const log = openSync(join(cwd, "long.log"), "w");
  for (let block = 0; block < 60; block++) {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `the ${word(block * 10_000 + i)} ${"lorem ipsum dolor sit amet ".repeat(3)}`,
    );
    writeSync(log, `${lines.join(block === 7 ? " " : "\n")}\n`);
  }
  writeSync(log, EXHAUSTED);
  closeSync(log);
  expect(statSync(join(cwd, "long.log")).size).toBeGreaterThan(50_000_000);
  const env = { ...process.env, NODE_OPTIONS: "--max-old-space-size=48" };
  const ran = spawnSync(process.execPath, [COMMAND, "diagnose", "long.log", "--json"], {
    cwd,
    env,
    maxBuffer: 2 ** 26,
  });
  expect({ status: ran.status, stderr: ran.stderr.toString("utf8") }).toEqual({ status: 1, stderr: "" });
  expect(codes(JSON.parse(ran.stdout.toString("utf8")) as Told)).toEqual(["database/too-many-connections"]);
});

test("a spec with overrides is tried as a whole", () => {
  const patch =
    "overrides:\n  size: { on: database, reason: a test, patch: [{ op: test, path: /instanceClass, value: db.t4g.micro }] }\n";
  write(
    "sage.yaml",
    `${REFERENCE.replace("environments:", `${patch}\nenvironments:`).replace("database: { instance: db.t4g.small, multiAz: true }", "database: { multiAz: true }")}`,
  );
  const [cause] = told([write("app.log", EXHAUSTED), "--environment", "staging"]).causes;
  expect(cause?.patch).toEqual([]);
  expect(JSON.stringify(cause?.["longTerm"])).toContain("no change of the spec is proposed");
});
