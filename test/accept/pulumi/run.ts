// Lays printed programs out on disk, and runs them under the stand-in engine.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import type { Artifact } from "#schema/draft.ts";
import type { Graph } from "#schema/graph.ts";
import { compile } from "#src/compile.ts";
import type { Data, Registered } from "./expected.ts";
import { answersOf } from "./expected.ts";
import { installSdk, NODE } from "./sdk.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Where programs are laid out, a folder each; nothing of it is kept from run to run. */
export const PROGRAMS = join(ROOT, "build/accept/pulumi");

/** A compiled spec whose program stands on disk. */
export interface Program {
  readonly name: string;
  readonly project: string;
  readonly folder: string;
  readonly graphs: readonly Graph[];
  readonly artifacts: readonly Artifact[];
}

/** What a program asked the engine for. */
export interface Run {
  readonly exit: number;
  readonly resources: readonly Registered[];
  readonly lookups: readonly { readonly token: string; readonly arguments: Data }[];
  readonly outputs: { readonly [name: string]: Data };
  readonly logs: readonly { readonly severity: number; readonly message: string }[];
}

/** The reference spec, a nasty one, and every golden case. */
export function specs(): readonly (readonly [string, string])[] {
  const goldens = join(ROOT, "test/golden");
  const names = readdirSync(goldens).sort();
  return [
    ["spec", join(ROOT, "spec/sage.yaml")],
    ["nasty", join(import.meta.dirname, "nasty.yaml")],
    ...names.map((name) => [name, join(goldens, name, "sage.yaml")] as const),
  ];
}

/** Compiles a spec and lays its program out. */
export function layOut(name: string, file: string): Program {
  return layOutText(name, readFileSync(file, "utf8"));
}

/** Compiles the text of a spec and lays its program out. */
export function layOutText(name: string, spec: string): Program {
  const { graphs, artifacts, model, findings } = compile(spec, "sage.yaml", ["pulumi"]);
  if (!model) throw new Error(`${name} is refused: ${findings.map(({ code }) => code).join(", ")}`);
  const folder = join(PROGRAMS, name);
  rmSync(folder, { recursive: true, force: true });
  for (const artifact of artifacts) {
    const path = join(folder, artifact.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, artifact.text);
  }
  const infra = join(folder, "infra");
  symlinkSync(installSdk(), join(infra, "node_modules"));
  return { name, project: model.project, folder: infra, graphs, artifacts };
}

/** Runs a program for one environment, with the config of its own stack file. */
export async function run(
  program: Program,
  graph: Graph,
  options: { readonly preview: boolean; readonly types: boolean },
): Promise<Run> {
  const file = readFileSync(join(program.folder, `Pulumi.${graph.environment}.yaml`), "utf8");
  const config = Object.entries((parse(file) as { config: Record<string, unknown> }).config).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  const child = spawn(NODE, [join(import.meta.dirname, "engine.mjs"), program.folder], {
    env: { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: String(!options.types) },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(
    JSON.stringify({
      project: program.project,
      stack: graph.environment,
      config: Object.fromEntries(config),
      answers: answersOf(graph),
      preview: options.preview,
    }),
  );
  return JSON.parse(await text(child.stdout)) as Run;
}
