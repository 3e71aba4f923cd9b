// Printed Pulumi programs before their real judges: two TypeScript compilers against the real SDKs, and Pulumi's own
// language runtime, under which each stack must ask for exactly its graph.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import { PACKAGES } from "#schema/pins.ts";
import { type Data, expectedOf, outputsOf, type Registered } from "./pulumi/expected.ts";
import { layOut, type Program, PROGRAMS, run, specs } from "./pulumi/run.ts";
import { installSdk } from "./pulumi/sdk.ts";

const ROOT = join(import.meta.dirname, "../..");
const programs = new Map<string, Program>();
const WAIT = 120_000;

beforeAll(() => {
  mkdirSync(PROGRAMS, { recursive: true });
  for (const [name, file] of specs()) programs.set(name, layOut(name, file));
}, WAIT * 3);

test("the judges' SDKs are those that programs depend on", () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "test/accept/sdk/package.json"), "utf8")) as {
    dependencies: unknown;
  };
  expect(dependencies).toEqual(PACKAGES);
});

describe("types", () => {
  const compilers = [
    ["TypeScript 6, of generated projects", () => join(installSdk(), "typescript/bin/tsc")],
    ["TypeScript 7, the native compiler", () => join(ROOT, "node_modules/typescript/bin/tsc")],
  ] as const;
  test.each(compilers)(
    "%s accepts every program",
    (name, compiler) => {
      writeFileSync(join(PROGRAMS, "tsconfig.json"), JSON.stringify(tsconfig()));
      const { status, stdout } = spawnSync(process.execPath, [compiler(), "-p", PROGRAMS], { encoding: "utf8" });
      console.log(`${name}: ${programs.size} programs`);
      expect(stdout).toBe("");
      expect(status).toBe(0);
    },
    WAIT,
  );
});

/** The options of the generated projects, for all of their programs at once. */
function tsconfig(): unknown {
  const [first] = programs.values();
  const own = JSON.parse(readFileSync(join(first?.folder ?? "", "tsconfig.json"), "utf8")) as {
    compilerOptions: object;
  };
  return {
    compilerOptions: { ...own.compilerOptions, typeRoots: [join(installSdk(), "@types")] },
    files: [...programs.keys()].map((name) => `${name}/infra/index.ts`),
  };
}

test(
  "Prettier leaves every file as it is",
  async () => {
    let files = 0;
    for (const { name, artifacts } of programs.values()) {
      for (const { path, text } of artifacts) {
        expect(await format(text, { filepath: path }), `${name}: ${path}`).toBe(text);
        files += 1;
      }
    }
    console.log(`Prettier: ${files} files`);
  },
  WAIT,
);

test("what goes into an archive is there", () => {
  for (const { name, artifacts, graphs } of programs.values()) {
    const paths = artifacts.map(({ path }) => path);
    const archived = [...JSON.stringify(graphs).matchAll(/"file":"([^"]+)"/g)].map(([, path = ""]) => path);
    expect(paths, name).toEqual(expect.arrayContaining(archived));
  }
});

describe("what a stack asks for", () => {
  test.each(specs())(
    "%s is its graphs, resource by resource",
    async (name) => {
      const program = programs.get(name);
      for (const graph of program?.graphs ?? []) {
        const got = program && (await run(program, graph, { preview: false, types: false }));
        expect(got?.logs).toEqual([]);
        expect(got?.exit).toBe(0);
        const resources = (got?.resources ?? []).filter(({ type }) => type !== "pulumi:pulumi:Stack");
        const expected = expectedOf(graph, program?.project ?? "");
        expect(byUrn(resources.map(comparable))).toEqual(byUrn(expected.map(comparable)));
        expect(parsed(got?.outputs ?? {})).toEqual(parsed(outputsOf(graph)));
        console.log(`${name}, ${graph.environment}: ${resources.length} resources, ${got?.lookups.length} lookups`);
      }
    },
    WAIT,
  );

  test(
    "a preview, in which nothing is known yet, runs through with the runtime's own type check",
    async () => {
      const program = programs.get("spec");
      const [graph] = program?.graphs ?? [];
      const got = program && graph && (await run(program, graph, { preview: true, types: true }));
      expect(got?.logs).toEqual([]);
      expect(got?.exit).toBe(0);
      expect(got?.resources.length).toBe((graph?.resources.length ?? 0) + 1);
    },
    WAIT,
  );
});

const byUrn = (resources: readonly Registered[]): readonly Registered[] =>
  resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));

/** A resource such that equal ones are equal: JSON texts as data, lists without an order sorted. */
function comparable({ inputs, dependencies, aliases, ...rest }: Registered): Registered {
  return {
    ...rest,
    // The SDK adds types that its classes once had.
    aliases: aliases.filter((urn) => !urn.endsWith(`::${rest.name}`)),
    inputs: parsed(inputs) as Registered["inputs"],
    dependencies: dependencies.toSorted(),
    // The SDK adds what it knows to be secret.
    additionalSecretOutputs: [],
  };
}

/** JSON texts as the data that they hold: the order of keys is nobody's promise. */
function parsed(value: Data): Data {
  if (typeof value === "string") return /^[[{]/.test(value) ? parsed(JSON.parse(value) as Data) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Data) => parsed(each));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, parsed(each)]));
}
