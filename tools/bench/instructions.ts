// Counts the instructions that a process runs, under valgrind: the same to a hundredth each time, whatever else the machine
// does. It knows nothing of memory and of waiting, and so only goes beside the clock.
import { spawnSync } from "node:child_process";
import { cleanEnvironment, type Subject } from "./measure.ts";

const COUNTING = ["--tool=callgrind", "--smc-check=all-non-file", "--callgrind-out-file=/dev/null"];

/** Whether valgrind is there. */
export function canCount(): boolean {
  return spawnSync("valgrind", ["--version"]).status === 0;
}

/** The instructions of one run, in millions. Throws where the command fails. */
export function count({ argv, cwd, env, prepare }: Subject): number {
  prepare?.();
  const { status, stderr } = spawnSync("valgrind", [...COUNTING, ...argv], {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 2 ** 26,
  });
  const collected = /Collected : (\d+)/.exec(stderr)?.[1];
  if (status !== 0 || collected === undefined) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return Number(collected) / 1e6;
}
