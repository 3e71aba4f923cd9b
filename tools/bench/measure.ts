// Measures whole processes in interleaved rounds, each beside a bare `node -e 0`: what a machine does beside them, or how
// fast it is, cancels out of the ratios.
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** A command to measure. */
export interface Subject {
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is done before each run, unmeasured. */
  readonly prepare?: () => void;
}

/** The medians of one subject. */
export interface Measured {
  readonly name: string;
  /** Wall time in milliseconds. */
  readonly wall: number;
  /** Wall time as a multiple of that of the bare Node.js in the same round. */
  readonly ratio: number;
  /** User and system time in milliseconds. */
  readonly milliseconds: number;
  /** User and system time as such a multiple: steadier where the machine is busy. */
  readonly cpu: number;
  /** Peak memory in MiB; this and CPU time are NaN where the system has no GNU `time`. */
  readonly peak: number;
}

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
}

/** GNU time tells the memory; bash tells CPU time in milliseconds, where GNU time knows only hundredths of a second. */
const TIMED = ["bash", "-c", 'TIMEFORMAT="%3U %3S"; time /usr/bin/time -f %M "$@"', "bash"];
const HAS_TIME = spawnSync("/usr/bin/time", ["-f", "%M", "bash", "-c", "true"]).status === 0;

/** What would slow every start down or speed it up is not part of what is measured. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, NODE_COMPILE_CACHE: ___, CI: ____, ...rest } = process.env;
  return rest;
}

/** Runs it twice: by itself for wall time, and below what tells the rest, which takes time too. */
function run(subject: Subject): Run {
  const { wall } = spawned(subject, []);
  if (!HAS_TIME) return { wall, cpu: NaN, peak: NaN };
  const { stderr } = spawned(subject, TIMED);
  const [peak = NaN, user = NaN, system = NaN] = stderr.trim().split("\n").slice(-2).join(" ").split(" ").map(Number);
  return { wall, cpu: (user + system) * 1000, peak: peak / 1024 };
}

function spawned(
  { argv, cwd, env, prepare }: Subject,
  frame: readonly string[],
): { readonly wall: number; readonly stderr: string } {
  prepare?.();
  const [file = "", ...args] = [...frame, ...argv];
  const before = performance.now();
  const { status, stderr, error } = spawnSync(file, args, {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 2 ** 26,
  });
  const wall = performance.now() - before;
  if (error || status !== 0) throw new Error(`${argv.join(" ")}: ${error?.message ?? stderr}`);
  return { wall, stderr };
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}

/** Measures the subjects in rounds, each round all of them; the first round warms the disk up and does not count. */
export function measure(subjects: readonly Subject[], rounds: number, node: string): readonly Measured[] {
  const bare: Subject = { name: "node -e 0", argv: [node, "-e", "0"] };
  const all = [bare, ...subjects];
  const runs = Array.from({ length: rounds + 1 }, () => all.map(run)).slice(1);
  return all.map(({ name }, at) => {
    const own = runs.flatMap((round) => round[at] ?? []);
    return {
      name,
      wall: median(own.map(({ wall }) => wall)),
      ratio: median(runs.map((round) => (round[at]?.wall ?? NaN) / (round[0]?.wall ?? NaN))),
      milliseconds: median(own.map(({ cpu }) => cpu)),
      cpu: median(runs.map((round) => (round[at]?.cpu ?? NaN) / (round[0]?.cpu ?? NaN))),
      peak: median(own.map(({ peak }) => peak)),
    };
  });
}
