// A folder for init, made for each test: what is put there, and what init makes of it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { parse } from "yaml";
import { type Asked, begin } from "#src/commands/begin.ts";
import { write } from "#src/commands/outcome.ts";
import { planAll } from "#src/commands/output.ts";
import { loadSpecs } from "#src/load.ts";
import { plain } from "#src/report/paint.ts";
import { treeIn } from "../../cases.ts";

/** Nothing is asked: all is proposed. */
export const NOTHING: Asked = {
  project: undefined,
  region: undefined,
  service: undefined,
  database: undefined,
  cache: undefined,
  repository: undefined,
  branch: undefined,
  account: undefined,
  output: undefined,
  from: undefined,
};

export const json = (data: unknown): string => JSON.stringify(data);

export interface Spec {
  readonly [key: string]: unknown;
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The folder of a test. */
export interface Place {
  readonly cwd: string;
  /** Puts files there. */
  readonly given: (files: Readonly<Record<string, string>>) => void;
  /** Nothing of the tests before is left. */
  readonly emptied: () => void;
  /** What init writes there, or in a folder below, after a build of it. */
  readonly begun: (asked?: Partial<Asked>, below?: string) => ReturnType<typeof begunAt>;
}

/** A folder named `shop` for each test of a file, removed after it. */
export function places(): Place {
  let cwd = "";
  beforeEach(() => {
    cwd = join(mkdtempSync(join(tmpdir(), "sage-gen-init-")), "shop");
    mkdirSync(cwd);
  });
  afterEach(() => rmSync(dirname(cwd), { recursive: true, force: true }));
  return {
    get cwd() {
      return cwd;
    },
    given(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(cwd, path)), { recursive: true });
        writeFileSync(join(cwd, path), text);
      }
    },
    emptied() {
      rmSync(cwd, { recursive: true, force: true });
      mkdirSync(cwd);
    },
    begun: async (asked = {}, below = ".") => begunAt(join(cwd, below), asked),
  };
}

/** What init writes, after a build of it: without a finding, and beside every file that stood there. */
async function begunAt(cwd: string, asked: Partial<Asked>) {
  const before = treeIn(cwd);
  const answer = await begin(cwd, { ...NOTHING, ...asked }, false);
  const said = answer.closing(plain);
  if (!answer.ok) throw new Error(said);
  const text = readFileSync(join(cwd, "sage.yaml"), "utf8");
  const [planned] = planAll(loadSpecs(undefined, cwd), undefined, {}, cwd);
  expect(planned?.reading.diagnostics).toEqual([]);
  write(planned ? [planned] : []);
  expect(existsSync(join(cwd, parse(text).output, "docs", "infrastructure.md"))).toBe(true);
  const [again] = planAll(loadSpecs(undefined, cwd), undefined, {}, cwd);
  expect(again?.plan?.steps.filter(({ action }) => action !== "unchanged")).toEqual([]);
  for (const [path, { text: old }] of before) {
    const now = readFileSync(join(cwd, path), "utf8");
    // Blocks of ours stand in these; every line of the user's stays.
    expect(/^\.git(attributes|ignore)$/.test(path) ? now.includes(old) : now === old, path).toBe(true);
  }
  const unmapped = answer.fields?.["unmapped"] as readonly { readonly place: string; readonly reason: string }[];
  return { text, spec: parse(text) as Spec, said, places: unmapped.map(({ place }) => place), unmapped };
}
