// `sage-gen check --facts` as its user meets it: a table, a field of JSON, and an exit status.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fact } from "#schema/fact.ts";

const ROOT = join(import.meta.dirname, "../..");
const cwd = mkdtempSync(join(tmpdir(), "sage-gen-facts-"));

function sageGen(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const env = { ...process.env, NO_COLOR: "1" };
  return spawnSync(process.execPath, [join(ROOT, "dist/sage-gen.cjs"), ...args], { cwd, encoding: "utf8", env });
}

interface Answer {
  readonly ok: boolean;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly facts: readonly Fact[];
}

beforeAll(() => {
  copyFileSync(join(ROOT, "test/golden/minimal/sage.yaml"), join(cwd, "sage.yaml"));
  expect(sageGen("build").status).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("agreement is a table of facts, and 0", () => {
  const { status, stdout } = sageGen("check", "--facts");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^api: port \| 8080 \| apps\/api\/Dockerfile:\d+, .*docker-compose\.yml:\d+/m);
  expect(stdout).toMatch(/^out: \d+ facts in \d+ places, and all agree$/m);
});

test("JSON has them as a field, and nothing else has", () => {
  const { ok, diagnostics, facts } = JSON.parse(sageGen("check", "--facts", "--json").stdout) as Answer;
  expect({ ok, diagnostics }).toEqual({ ok: true, diagnostics: [] });
  expect(facts.find(({ fact }) => fact === "api: port")).toMatchObject({
    value: "8080",
    places: expect.arrayContaining([{ file: "docker-compose.yml", line: expect.any(Number) }]),
  });
  expect(JSON.parse(sageGen("check", "--json").stdout)).not.toHaveProperty("facts");
});

test("a disagreement names both places, and is 1", () => {
  const file = join(cwd, "out/apps/api/Dockerfile");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("ENV PORT=8080", "ENV PORT=3999"));
  const { status, stdout } = sageGen("check", "--facts", "--json");
  const { ok, diagnostics } = JSON.parse(stdout) as Answer;
  expect([status, ok]).toEqual([1, false]);
  expect(diagnostics.find(({ code }) => code === "facts/differ")?.message).toMatch(
    /^api: port is `8080` in out\/.+:\d+ and `3999` in out\/apps\/api\/Dockerfile:\d+$/,
  );
  expect(sageGen("check", "--facts").stdout).toContain("1 fact with two values");
  writeFileSync(file, text);
});
