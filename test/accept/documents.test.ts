// What the documents show holds: Mermaid's own parser takes every chart, bash and shellcheck every block of commands, and
// the AWS CLI's own parser every command in them, whose names are those of the resources that the spec makes.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Graph } from "#schema/graph.ts";
import { isTag, type Value } from "#schema/value.ts";
import { compile } from "#src/compile.ts";
import { picture } from "#src/picture.ts";
import { mermaid } from "#src/picture/mermaid.ts";
import { textOf } from "#src/picture/read.ts";
import { goldenCases } from "../cases.ts";
import { crowd } from "../laws/picture/crowd.ts";
import { runs, sampleSpecs } from "../support/specs.ts";
import { blocksIn } from "./documents/blocks.ts";
import { callsOf } from "./documents/calls.ts";
import { install as installCommands } from "./images/packages.ts";
import { install, NODE } from "./pulumi/sdk.ts";
import { copyIn, installDebian, placeIn, run } from "./scripts/debian.ts";

const cases = ["spec", ...goldenCases().map(({ folder }) => folder)]
  .map((folder) => ({
    name: folder.slice(folder.lastIndexOf("/") + 1),
    text: readFileSync(`${folder}/sage.yaml`, "utf8"),
  }))
  .map(({ name, text }) => ({ name, ...compile(text, "sage.yaml") }))
  .map(({ name, model, graphs, artifacts }) => {
    const texts = artifacts.filter(({ path }) => path.endsWith(".md")).map(({ text }) => text);
    const document = texts
      .toSorted((a, b) => Number(b.includes("## Runbook")) - Number(a.includes("## Runbook")))
      .join("\n");
    const folders = (model?.services ?? []).map(({ path }) => path);
    return {
      name,
      project: model?.project ?? "",
      graphs,
      document,
      folders,
      script: blocksIn(document, "sh").join("\n\n"),
    };
  })
  .filter(({ document }) => document !== "");
await installCommands({ jq: "jq" });
const asked = new Map(cases.map(({ name, script, folders }) => [name, callsOf(script, folders)]));

test("every document has a chart and commands", () => {
  expect(cases.length).toBeGreaterThan(8);
  for (const { document, script } of cases) {
    expect(blocksIn(document, "mermaid").length).toBe(1);
    expect(document.match(/^ *```[a-z]+$/gm)?.length).toBe(1 + blocksIn(document, "sh").length);
    expect(script).toContain("pulumi --cwd infra destroy");
  }
});

test("Mermaid's own parser takes every chart", () => {
  const graphs = [crowd(3, 10), ...sampleSpecs(runs(20), 7).map(({ text }) => text)].flatMap(
    (text) => compile(text, "sage.yaml", []).graphs,
  );
  const drawn = (graph: Graph): string =>
    mermaid(picture(graph))
      .map(({ text }) => text)
      .join("\n");
  const charts = [
    ...cases.flatMap(({ document }) => blocksIn(document, "mermaid")),
    ...cases.flatMap(({ graphs: all }) => all.map(drawn)),
    ...graphs.map(drawn),
    "flowchart LR\n  a[ -->",
  ];
  const judge = [join(import.meta.dirname, "documents/charts.mjs"), install("accept/documents/mermaid")];
  const { stdout, stderr } = spawnSync(NODE, judge, { input: JSON.stringify(charts), encoding: "utf8" });
  expect(stderr).toBe("");
  const answers = JSON.parse(stdout) as readonly string[];
  expect(answers.slice(0, -1)).toEqual(charts.slice(0, -1).map(() => "flowchart-v2"));
  expect(answers.at(-1)).toMatch(/^refused: /);
  console.log(`proven: Mermaid takes ${charts.length - 1} charts`);
});

describe("commands", () => {
  beforeAll(installDebian, 600_000);

  test.each(cases)("of $name please bash and shellcheck, and bash finds no word missing", async ({ name, script }) => {
    const place = `/srv/documents-${name}.sh`;
    writeFileSync(placeIn(place), `#!/usr/bin/env bash\n${script}\n`);
    expect(await run(["bash", "-n", place])).toEqual({ status: 0, output: "" });
    expect(await run(["shellcheck", "--norc", "-S", "style", place])).toEqual({ status: 0, output: "" });
    expect(asked.get(name)?.errors).toBe("");
  });

  test("are understood by the AWS CLI, each option and each type, as far as the network", async () => {
    const calls = [...asked.values()].flatMap((one) => one.calls.filter(([tool]) => tool === "aws"));
    const unique = [...new Map(calls.map((call) => [JSON.stringify(shape(call)), call])).values()];
    const lines = unique.map(([, ...words]) => words.map((word) => (word === "file:///dev/stdin" ? "a value" : word)));
    mkdirSync(placeIn("/srv/documents"), { recursive: true });
    writeFileSync(
      placeIn("/srv/documents/calls.json"),
      JSON.stringify([...lines, ["ecs", "list-tasks", "--clutser", "x"]]),
    );
    copyIn(join(import.meta.dirname, "documents/parse.py"), "/srv/documents/parse.py");
    const env = {
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "key",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
    };
    const parsed = await run(["python3", "/srv/documents/parse.py", "/srv/documents/calls.json"], env);
    expect(parsed.status, parsed.output).toBe(0);
    const said = JSON.parse(parsed.output) as readonly { readonly code: number; readonly said: string }[];
    const lost = said.flatMap(({ code, said: words }, index) =>
      code !== 252 && /Could not connect to the endpoint/.test(words)
        ? []
        : [`${lines[index]?.join(" ")}: ${code} ${words}`],
    );
    expect(lost.map((one) => one.replace(/\s+/g, " "))).toEqual([expect.stringMatching(/^undefined: 252 .*--clutser/)]);
    expect(lines.length).toBeGreaterThan(20);
    console.log(
      `proven: the AWS CLI understands ${lines.length} command lines, of ${calls.length} in ${cases.length} documents`,
    );
  });
});

/** What differs in a command line beside names. */
const shape = (call: readonly string[]): readonly string[] =>
  call.map((word, index) => (word.startsWith("-") || index < 3 ? word : "…"));

describe("names", () => {
  const textsIn = (value: Value, environment: string): readonly string[] => {
    if (typeof value === "string") return [value];
    if (typeof value !== "object" || value === null) return [];
    if (isTag(value) && (value.$ === "join" || value.$ === "from")) {
      const inner = value.$ === "join" ? [] : textsIn(value.value, environment);
      return [textOf(value, environment), ...inner];
    }
    return Object.values(value as Readonly<Record<string, Value>>).flatMap((inner) => textsIn(inner, environment));
  };
  /** What the commands themselves make, or leave to their reader. */
  const without = (word: string): string =>
    word
      .replace(/:REVISION$/, "")
      .replace(/-restored$/, "")
      .replace(/ACCOUNT$/, "")
      .replace(/^s3:\/\/([^/]+)\/.*$/, "$1");

  test.each(cases)("in $name are those of its resources", ({ name, project, graphs }) => {
    const environments = graphs.map(({ environment }) => environment);
    const known = new Set(
      graphs.flatMap(({ environment, resources }) =>
        resources.flatMap(({ properties }) => textsIn(properties, environment)),
      ),
    );
    const inAws = new RegExp(`^(?:s3://[a-z0-9.-]+/|/?(?:[a-z]+/)*${project}[-/](?:${environments.join("|")}))`);
    const calls = asked.get(name)?.calls ?? [];
    const words = calls.filter(([tool]) => tool === "aws").flatMap((call) => call.slice(1));
    const names = words.filter((word) => inAws.test(word)).map(without);
    expect(names.length).toBeGreaterThan(3);
    const prefix = `${project}-${environments.at(-1) ?? ""}-`;
    expect([...new Set(names.filter((word) => word !== prefix && !known.has(word)))]).toEqual([]);
    const stacks = calls.flatMap((call) => call.flatMap((word, at) => (word === "--stack" ? [call[at + 1]] : [])));
    expect(stacks.filter((stack) => !environments.includes(stack ?? ""))).toEqual([]);
  });

  test.each(cases)(
    "in $name: a resource that Pulumi is to replace is one that it knows",
    ({ name, graphs, project }) => {
      const urns = (asked.get(name)?.calls ?? []).flat().filter((word) => word.startsWith("urn:pulumi:"));
      const known = graphs.flatMap(({ environment, resources }) =>
        resources.map((one) => `urn:pulumi:${environment}::${project}::${one.type}::${one.name}`),
      );
      expect(urns.filter((urn) => !known.includes(urn))).toEqual([]);
      expect(urns.length).toBe(graphs.at(-1)?.resources.some(({ key }) => key === "database-password") ? 1 : 0);
    },
  );
});
