// Runs a workflow's script as a runner does, with programs of ours in place of those that reach out.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Run } from "./output.ts";

/** What came of a script. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it left in `GITHUB_OUTPUT`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What it left in `GITHUB_STEP_SUMMARY`. */
  readonly summary: string;
  /** The calls of the programs of ours, a line each. */
  readonly calls: readonly string[];
}

/** What a script runs with. */
export interface Setting {
  /** Bash bodies by program: `$*` holds the arguments. Before those of `env`'s PATH, or of this machine's. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** The runner's folder for temporary files; default: a new one. */
  readonly temp?: string;
}

/** A new folder for one test. */
export const room = (): string => mkdtempSync(join(tmpdir(), "workflow-"));

/** Runs a script by `shell: bash`, which is how GitHub calls it. Expressions among the variables are the caller's to give. */
export function play({ script, env }: Run, setting: Setting): Outcome {
  const home = room();
  const bin = join(home, "bin");
  mkdirSync(bin);
  for (const [name, body] of Object.entries(setting.programs ?? {})) {
    const file = join(bin, name);
    writeFileSync(file, `#!/usr/bin/env bash\nset -u\necho "${name} $*" >>"\${CALLS}"\n${body}\n`);
    chmodSync(file, 0o755);
  }
  const file = join(home, "script.sh");
  writeFileSync(file, script);
  const output = join(home, "output");
  const calls = join(home, "calls");
  writeFileSync(output, "");
  const summary = join(home, "summary");
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", file], {
    encoding: "utf8",
    cwd: setting.folder ?? home,
    env: {
      ...process.env,
      ...env,
      ...setting.env,
      PATH: `${bin}:${setting.env?.["PATH"] ?? process.env["PATH"] ?? ""}`,
      CALLS: calls,
      RUNNER_TEMP: setting.temp ?? home,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    },
  });
  const pairs = readFileSync(output, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
  return {
    status,
    stdout,
    stderr,
    outputs: Object.fromEntries(pairs),
    summary: existsSync(summary) ? readFileSync(summary, "utf8") : "",
    calls: existsSync(calls) ? readFileSync(calls, "utf8").trimEnd().split("\n") : [],
  };
}
