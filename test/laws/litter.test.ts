// No command leaves anything outside of the output: neither in the machine's folder for temporary files nor in the user's
// own, but for the cache that it says it keeps; also when it is refused, fails or is interrupted.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");

let room = "";
let env: NodeJS.ProcessEnv = {};
const children: ChildProcess[] = [];
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "sage-gen-litter-"));
  for (const name of ["temporary", "home", "work", "empty"]) mkdirSync(join(room, name));
  cpSync(join(ROOT, "spec", "sage.yaml"), join(room, "work", "sage.yaml"));
  const folders = { TMPDIR: join(room, "temporary"), HOME: join(room, "home"), XDG_CACHE_HOME: "" };
  env = { ...process.env, ...folders, NO_COLOR: "1" };
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(room, { recursive: true, force: true });
});

const run = (program: string, args: readonly string[], folder = "work") =>
  spawnSync(program, args, { cwd: join(room, folder), env, encoding: "utf8" });
const sageGen = (...args: readonly string[]): number | null => run(process.execPath, [COMMAND, ...args]).status;

/** What lies where nothing belongs. */
const litter = (): readonly string[] => [
  ...readdirSync(join(room, "temporary")).map((name) => `temporary/${name}`),
  ...readdirSync(join(room, "home")).filter((name) => name !== ".cache"),
  ...readdirSync(join(room, "work")).filter((name) => !["sage.yaml", "out", ".git", "like.log"].includes(name)),
];

test("no command leaves anything behind, whatever comes of it", () => {
  run("git", ["init", "--quiet"]);
  run("git", ["add", "sage.yaml"]);
  run("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "Begin"]);
  writeFileSync(join(room, "work", "like.log"), "OutOfMemoryError: Container killed due to memory usage\n");
  const calls: readonly (readonly [status: number, args: readonly string[]])[] = [
    [0, ["validate"]],
    [0, ["build", "--dry-run"]],
    [0, ["build"]],
    [0, ["check"]],
    [0, ["diff", "--base", "HEAD"]],
    [2, ["diff", "--base", "nowhere"]],
    [0, ["explain", "services.backend.task"]],
    [0, ["explain"]],
    [0, ["graph"]],
    [0, ["graph", "--format", "svg"]],
    [0, ["schema"]],
    [1, ["diagnose", "like.log"]],
    [2, ["build", "--spec", "nowhere.yaml"]],
    [2, ["nothing"]],
  ];
  const ended = calls.map(([, args]) => [sageGen(...args), args]);
  expect(ended).toEqual(calls);
  writeFileSync(join(room, "work", "sage.yaml"), "version: 1\n");
  expect(sageGen("build")).toBe(1);
  expect(run(process.execPath, [COMMAND, "init", "--yes"], "empty").status).toBe(0);
  expect(readdirSync(join(room, "empty"))).toEqual(["sage.yaml"]);
  expect(litter()).toEqual([]);
});

test.each([
  ["SIGINT", ["build", "--watch"]],
  ["SIGTERM", ["build", "--watch"]],
  ["SIGINT", ["mcp"]],
  ["SIGTERM", ["mcp"]],
] as const)("nothing is left after %s, sent to sage-gen %j", async (signal, args) => {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: join(room, "work"), env });
  children.push(child);
  // It has begun once it says something, or answers.
  child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill(signal);
  await gone;
  expect(litter()).toEqual([]);
});

test.each(["SIGHUP", "SIGINT", "SIGTERM", "throw"])(
  "a run of the tests that ends by %s leaves nothing",
  async (way) => {
    const script = `
    import { mkdtempSync } from "node:fs";
    import { tmpdir } from "node:os";
    import scratch from ${JSON.stringify(join(ROOT, "test/support/scratch.ts"))};
    scratch();
    console.log(mkdtempSync(tmpdir() + "/made-"));
    if (${way === "throw"}) throw new Error("a test that failed");
    setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { env });
    children.push(child);
    const gone = new Promise((resolve) => child.once("close", (status, signal) => resolve(signal ?? status)));
    const made = await new Promise<string>((resolve) => child.stdout.once("data", (text) => resolve(String(text))));
    expect(made).toContain(join(room, "temporary", "sage-gen-"));
    if (way !== "throw") child.kill(way as NodeJS.Signals);
    expect(await gone).toBe(way === "throw" ? 1 : way);
    expect(litter()).toEqual([]);
  },
);
