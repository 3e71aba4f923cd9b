// How a release is made: by pinned actions, with the fewest rights, from a tag that is the version, by packages that each
// have a reason, and without a script that runs where the package is installed.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ACTIONS } from "#schema/pins.ts";
import { actionOf, type Job, type Workflow } from "./github/workflow.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const text = read(".github/workflows/release.yml");
const workflow = parse(text) as Workflow & { readonly defaults: unknown };
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);
const manifest = JSON.parse(read("package.json")) as {
  readonly version: string;
  readonly dependencies?: unknown;
  readonly scripts: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
};

describe("the release", () => {
  test("uses actions by the commits that generated workflows use, each with its release behind it", () => {
    const pinned = new Map(Object.values(ACTIONS).map(({ uses, version }) => [uses, version]));
    const used = [...text.matchAll(/uses: (\S+)(?: # (\S+))?$/gm)].map(([, uses, version]) => [uses, version]);
    expect(used).toHaveLength(5);
    for (const [uses, version] of used) expect(pinned.get(uses ?? ""), uses).toBe(version);
  });

  test("gives each job what it needs, and the right to publish to the one that runs no code of ours", () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.defaults).toEqual({ run: { shell: "bash" } });
    const rights = Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]));
    expect(rights).toEqual({ pack: { contents: "read" }, publish: { "id-token": "write" } });
    const { publish } = workflow.jobs as { readonly publish: Job };
    expect(publish.needs).toBe("pack");
    expect(publish.environment).toBe("npm");
    expect(publish.steps.map(actionOf).filter((action) => action !== "")).not.toContain("actions/checkout");
    expect(publish.steps.flatMap(({ run }) => run ?? [])).toEqual([
      "npm publish ./sage-gen-*.tgz --provenance --access public --ignore-scripts",
    ]);
  });

  test("takes no text into a script as code, stores no token, and ends in time", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
    for (const [name, job] of jobs) expect(job["timeout-minutes"], name).toBeLessThanOrEqual(15);
    for (const step of steps.filter((one) => actionOf(one) === "actions/checkout"))
      expect(step.with?.["persist-credentials"]).toBe(false);
  });

  test("is refused where the tag is not the version", () => {
    const script = steps.find(({ name }) => name === "Hold the tag to the version")?.run ?? "";
    const run = (tag: string) =>
      spawnSync("bash", ["-eo", "pipefail", "-c", script], {
        cwd: ROOT,
        env: { ...process.env, TAG: tag },
        encoding: "utf8",
      });
    expect(run(`v${manifest.version}`)).toMatchObject({ status: 0, stdout: "" });
    for (const tag of [manifest.version, `v${manifest.version}-rc.1`, "v999.0.0", "v$(id)", ""])
      expect(run(tag), tag).toMatchObject({ status: 1, stdout: expect.stringContaining("::error") as string });
  });
});

describe("the package", () => {
  test("runs nothing where it is installed, and brings nothing along", () => {
    for (const script of ["preinstall", "install", "postinstall", "prepublish"])
      expect(manifest.scripts).not.toHaveProperty(script);
    for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies"])
      expect(manifest).not.toHaveProperty(kind);
  });

  test("bundles what ARCHITECTURE.md gives a reason for, and nothing else", () => {
    const folders = ["schema", "generators", "src"];
    const files = folders.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => read(`${folder}/${file}`)),
    );
    const statement = /^import\s(?!type\b)[^"';]*?from "([^"#.][^"]*)"|\bimport\("([^"#.][^"]*)"\)/gm;
    const found = files.flatMap((file) =>
      [...file.matchAll(statement)].map(([, fixed, later]) => fixed ?? later ?? ""),
    );
    const packages = found
      .filter((name) => !name.startsWith("node:"))
      .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"));
    const bundled = [...new Set(packages)].toSorted();
    const section =
      read("ARCHITECTURE.md").split("## What the published command is made of")[1]?.split("\n## ")[0] ?? "";
    const named = [...section.matchAll(/^\| ([@a-z][\w./@-]*) +\| (\S.{20,}?) *\|$/gm)].flatMap(([, name]) =>
      name === "package" || name === undefined ? [] : name,
    );
    expect(named.toSorted()).toEqual(bundled);
    expect(bundled.length).toBeGreaterThan(2);
  });
});
