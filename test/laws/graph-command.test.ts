// `sage-gen graph` as its user meets it: a picture on standard output or in a file, and nothing else there.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const cwd = mkdtempSync(join(tmpdir(), "sage-gen-graph-"));

function sageGen(...args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: "1" };
  return spawnSync(process.execPath, [join(ROOT, "dist/sage-gen.cjs"), ...args], { cwd, encoding: "utf8", env });
}

beforeAll(() => copyFileSync(join(ROOT, "spec/sage.yaml"), join(cwd, "sage.yaml")));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("draws the last environment as Mermaid, the very chart of the document", () => {
  const { status, stdout, stderr } = sageGen("graph");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^flowchart LR\n/);
  expect(readFileSync(join(ROOT, "out/docs/infrastructure.md"), "utf8")).toContain(`\`\`\`mermaid\n${stdout}\`\`\`\n`);
});

test("draws another environment, as SVG, into a file, the same bytes each time", () => {
  const ran = sageGen("graph", "--environment", "staging", "--format", "svg", "--output", "staging.svg");
  expect(ran).toMatchObject({ status: 0, stdout: "wrote staging.svg: staging\n", stderr: "" });
  const drawn = readFileSync(join(cwd, "staging.svg"), "utf8");
  expect(drawn).toMatch(/^<svg [\s\S]*>sage-staging<[\s\S]*<\/svg>\n$/);
  expect(sageGen("graph", "--environment", "staging", "--format", "svg").stdout).toBe(drawn);
  expect(sageGen("graph", "--format", "svg").stdout).not.toBe(drawn);
});

test("with --json is one document", () => {
  const { status, stdout } = sageGen("graph", "--json", "--environment", "staging");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    ok: true,
    diagnostics: [],
    environment: "staging",
    format: "mermaid",
    picture: expect.stringMatching(/^flowchart LR\n/) as string,
  });
});

test("of an environment that there is not, it names the near one, and exits with 2", () => {
  const { status, stdout, stderr } = sageGen("graph", "--environment", "stagin");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("--environment stagin: there is no such environment\n  = help: did you mean staging?");
});

test("of a spec that is refused, it reports on standard error, draws nothing, and exits with 1", () => {
  writeFileSync(
    join(cwd, "wrong.yaml"),
    "version: 1\nproject: shop\nregion: eu-west-1\nservices: { api: { prot: 3000 } }\n",
  );
  const { status, stdout, stderr } = sageGen("graph", "--spec", "wrong.yaml", "--format", "svg");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("error[spec/unknown-key]");
  const said = sageGen("graph", "--spec", "wrong.yaml", "--json");
  expect(said.status).toBe(1);
  expect(JSON.parse(said.stdout)).toMatchObject({ ok: false, diagnostics: [{ code: "spec/unknown-key" }] });
});
