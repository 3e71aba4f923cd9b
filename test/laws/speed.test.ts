// The commands stay fast: CPU time as a multiple of a bare Node.js in the same round, the median of five. The budgets are
// half as much again as what `npm run bench` measures, so that only what is far off fails, and no clock decides.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { measure, type Subject } from "../../tools/bench/measure.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");
const SPEC = join(ROOT, "spec", "sage.yaml");
const folder = mkdtempSync(join(tmpdir(), "sage-gen-speed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const own = (name: string, ...args: readonly string[]): Subject => {
  return { name, argv: [process.execPath, COMMAND, ...args], env: { SAGE_GEN_CACHE: "off" } };
};
const env = { ...process.env, SAGE_GEN_CACHE: "off" };
const out = join(folder, "out");
const BUDGETS: readonly (readonly [subject: Subject, cpu: number, mebibytes: number])[] = [
  [own("--version", "--version"), 2.2, 65],
  [own("validate", "validate", "--spec", SPEC), 3.2, 75],
  [own("build", "build", "--spec", SPEC, "--out", out), 9, 105],
];

describe("speed", () => {
  test("no command is far off its budget", () => {
    const measured = measure(
      BUDGETS.map(([subject]) => subject),
      5,
      process.execPath,
    ).slice(1);
    for (const [at, { name, cpu, peak }] of measured.entries()) {
      const [, most = 0, mebibytes = 0] = BUDGETS[at] ?? [];
      // Without GNU time neither is known.
      if (!Number.isNaN(cpu)) expect(cpu, `${name}: CPU time`).toBeLessThan(most);
      if (!Number.isNaN(peak)) expect(peak, `${name}: memory`).toBeLessThan(mebibytes);
    }
  });
});

describe("what is rarely needed", () => {
  test("is not read by a command that goes right", () => {
    const lean = join(folder, "lean");
    cpSync(join(ROOT, "dist"), lean, { recursive: true });
    for (const chunk of ["rare.cjs", "scrutiny.cjs", "keep.cjs", "diagnostics.cjs", "human.cjs"])
      rmSync(join(lean, chunk));
    const command = join(lean, "sage-gen.cjs");
    for (const args of [
      ["validate", "--spec", SPEC],
      ["build", "--spec", SPEC, "--out", join(folder, "lean-out")],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [command, ...args], { env, encoding: "utf8" });
      expect({ status, stderr }, args[0]).toEqual({ status: 0, stderr: "" });
    }
    expect(spawnSync(process.execPath, [command, "--help"], { env }).status).not.toBe(0);
    const wrong = join(folder, "wrong.yaml");
    writeFileSync(wrong, "version: 2\n");
    expect(spawnSync(process.execPath, [command, "validate", "--spec", wrong], { env }).status).not.toBe(1);
  });
});

describe("kept code", () => {
  const run = (home: string): Subject => {
    return { ...own("validate", "validate", "--spec", SPEC), env: { XDG_CACHE_HOME: home, LOCALAPPDATA: home } };
  };
  test("changes nothing, wherever it can't be kept", () => {
    const places = [join(folder, "cache"), "/proc/none", "/dev/null", ""];
    // A command that fails throws here.
    expect(measure(places.map(run), 1, process.execPath)).toHaveLength(places.length + 1);
  });
  test("that is damaged is not used", () => {
    const home = join(folder, "damaged");
    measure([run(home)], 0, process.execPath);
    const kept = join(home, "sage-gen");
    for (const file of readdirSync(kept)) {
      const bytes = readFileSync(join(kept, file));
      const cut = [0, 100, bytes.length >> 1, bytes.length - 8].map((length) => bytes.subarray(0, length));
      const changed = [200, bytes.length >> 2, bytes.length - 300].map((at) =>
        Buffer.from(bytes).fill(7, at, at + 200),
      );
      for (const damaged of [...cut, ...changed, Buffer.from("{}\n"), Buffer.from("[]\n")]) {
        writeFileSync(join(kept, file), damaged);
        expect(measure([run(home)], 0, process.execPath)).toHaveLength(2);
      }
    }
  });
});
