// Commands of this machine, run without holding up the tests' own process.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command to its end. */
export async function run(command: readonly string[], env = process.env, cwd?: string): Promise<Ended> {
  const start = performance.now();
  const [file = "", ...args] = command;
  const child = spawn(file, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  return { status, output, seconds: (performance.now() - start) / 1000 };
}

/** Runs a command; what it said. Throws that if it fails. */
export async function must(command: readonly string[], env = process.env, cwd?: string): Promise<string> {
  const { status, output } = await run(command, env, cwd);
  if (status !== 0) throw new Error(`${command.join(" ")} failed:\n${output}`);
  return output.trim();
}

/** Asks until there is an answer, so many seconds long. */
export async function until<T>(question: () => Promise<T | undefined>, seconds: number, what: string): Promise<T> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** Does some work while no other run does any under the same lock, which this process gives back however it ends. */
export async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(lock), { recursive: true });
  const holder = spawn("flock", [lock, "sh", "-c", "echo held; exec cat"], { stdio: ["pipe", "pipe", "ignore"] });
  const gone = new Promise((resolve) => holder.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once("data", () => resolve());
    holder.once("error", reject).once("close", () => reject(new Error(`${lock} can't be locked`)));
  });
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await gone;
  }
}
