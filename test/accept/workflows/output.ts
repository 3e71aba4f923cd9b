// The workflows of several specs as files, and every script in them, for the tools that judge them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { compile } from "#src/compile.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A `run:` step: what it is called, its script, and the names of the variables that it is given. */
export interface Run {
  readonly place: string;
  readonly name: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Every workflow of the reference spec and of the golden cases, by name of the case and path. */
export function workflows(): ReadonlyMap<string, string> {
  return (known ??= compiled());
}

let known: ReadonlyMap<string, string> | undefined;

function compiled(): ReadonlyMap<string, string> {
  const specs = [
    "spec/sage.yaml",
    ...readdirSync(join(ROOT, "test/golden")).map((name) => `test/golden/${name}/sage.yaml`),
  ];
  const files = specs.flatMap((spec) => {
    const { artifacts } = compile(readFileSync(join(ROOT, spec), "utf8"), "sage.yaml", ["github"]);
    return artifacts.map(({ path, text }) => [`${dirname(spec)}/${path}`, text] as const);
  });
  return new Map(files);
}

/** Writes files into an empty folder. */
export function write(folder: string, files: ReadonlyMap<string, string>): readonly string[] {
  rmSync(folder, { recursive: true, force: true });
  return [...files].map(([path, text]) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
}

/** Every script of a workflow. */
function runsOf(path: string, text: string): readonly Run[] {
  const { jobs } = parse(text) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Partial<Run & { readonly run: string }>[] }>>;
  };
  return Object.entries(jobs).flatMap(([job, { steps }]) =>
    steps.flatMap(({ name = "", run, env = {} }) =>
      run === undefined ? [] : [{ place: `${path} ${job}`, name, script: run, env }],
    ),
  );
}

/** Every script of every workflow. */
export const everyRun = (): readonly Run[] => [...workflows()].flatMap(([path, text]) => runsOf(path, text));

/** The script of a step by its name, in the workflows of one spec. */
export function step(name: string, spec = "spec/"): Run {
  const found = everyRun().find((run) => run.name === name && run.place.startsWith(spec));
  if (!found) throw new Error(`no step of ${spec} is called ${name}`);
  return found;
}
