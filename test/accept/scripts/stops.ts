// A signal in every step of a script: how many steps there are is counted, then one run is stopped in each of them. And
// at delays, which fall within the steps.
import { expect } from "vitest";
import { atOnce, type Bench } from "./bench.ts";
import type { Ended, Settings } from "./debian.ts";
import { callsIn, counted, forksIn, slowed, stoppedInFork, tracedForks } from "./steps.ts";

/** What a signal is sent to. */
export interface Stoppable {
  bench(): Promise<Bench>;
  command(bench: Bench): readonly string[];
  env(bench: Bench): Settings;
  /** The exit status of a run that nobody stops; 0 unless told. */
  readonly ends?: 0 | 1;
  /** What holds after any end of a run. */
  judge(bench: Bench, end: Ended): Promise<void>;
}

const SIGNALS = ["TERM", "INT", "HUP"] as const;

/** Tells of an error where it happened. */
async function at<Out>(place: () => string, doing: Promise<Out>): Promise<Out> {
  return doing.catch((error: unknown) => {
    throw new Error(place(), { cause: error });
  });
}

/** @param slow Whether bash learns of everything so late that the step has ended. */
async function stopAt(one: Stoppable, step: number, signal: string, slow = false): Promise<readonly string[]> {
  const bench = await one.bench();
  const log = `${bench.log}.steps`;
  const [command, env] = counted(one.command(bench), log, step, signal);
  const place = (): string => `stopped by SIG${signal} in step ${step}, ${callsIn(log)[step - 1]}, slow: ${slow}`;
  const end = await at(place, bench.run(slow ? slowed(command) : command, { ...one.env(bench), ...env }));
  const where = `${place()}:\n${end.output}`;
  if (step === 0) expect(end.status, end.output).toBe(one.ends ?? 0);
  // Where it fails anyway, a signal that waits for the end of the way back is not always told.
  else if (end.status === 1 && one.ends !== 1) expect(end.output, where).toContain(`stopped by SIG${signal}`);
  await at(() => where, one.judge(bench, end));
  return callsIn(log);
}

/** How often bash forks in a run that nobody stops. */
async function countForks(one: Stoppable): Promise<number> {
  const bench = await one.bench();
  const log = `${bench.log}.forks`;
  const end = await bench.run(tracedForks(one.command(bench), log), one.env(bench));
  expect(end.status, end.output).toBe(one.ends ?? 0);
  return forksIn(log);
}

async function stopInFork(one: Stoppable, nth: number): Promise<void> {
  const bench = await one.bench();
  const place = `stopped by SIGTERM in fork ${nth}`;
  const end = await at(() => place, bench.run(stoppedInFork(one.command(bench), nth), one.env(bench)));
  await at(() => `${place}:\n${end.output}`, one.judge(bench, end));
}

async function stopAfter(one: Stoppable, delay: number): Promise<void> {
  const bench = await one.bench();
  const child = bench.start(one.command(bench), one.env(bench));
  const ending = bench.end(child);
  const place = `stopped ${delay} ms after its first line`;
  const stopped = async (): Promise<Ended> => {
    // Its first line says that it has begun.
    await Promise.race([new Promise((resolve) => child.stdout?.once("data", resolve)), ending]);
    await Promise.race([new Promise((resolve) => setTimeout(resolve, delay)), ending]);
    child.kill("SIGTERM");
    return ending;
  };
  const end = await at(() => place, stopped());
  await at(() => `${place}:\n${end.output}`, one.judge(bench, end));
}

/**
 * Stops runs in every step and after each delay, two at once; says how many.
 * @param until The step after which there is no other stop: the first that fits; unless told, the last.
 */
export async function stopEverywhere(one: Stoppable, delays: readonly number[], until = /$^/): Promise<string> {
  const all = await stopAt(one, 0, "TERM");
  const last = all.findIndex((call) => until.test(call));
  const calls = last < 0 ? all : all.slice(0, last + 1);
  const inSteps = calls.map((_, at) => async () => void (await stopAt(one, at + 1, SIGNALS[at % 3] ?? "TERM")));
  const later = delays.map((delay) => () => stopAfter(one, delay));
  await atOnce(2, [...inSteps, ...later]);
  return `${inSteps.length} runs stopped in each of their steps and ${delays.length} after delays lose nothing`;
}

/**
 * Stops runs in the moments that a busy machine makes long: while bash forks, and when a step has ended and bash does not
 * know it yet; says how many.
 * @param step The step that has ended: the first that fits. One that the script waits for in the background.
 * @param every Of how many forks one; each unless told.
 */
export async function stopBetween(one: Stoppable, step: RegExp, every = 1): Promise<string> {
  const [forks, calls] = [await countForks(one), await stopAt(one, 0, "TERM")];
  const nth = Array.from({ length: Math.floor(forks / every) }, (_, at) => (at + 1) * every);
  const found = calls.findIndex((call) => step.test(call));
  expect(found, calls.join("\n")).toBeGreaterThan(0);
  const inForks = nth.map((at) => () => stopInFork(one, at));
  // Bash has ways of its own with SIGINT.
  const late = ["TERM", "INT"].map((signal) => async () => void (await stopAt(one, found + 1, signal, true)));
  await atOnce(2, [...inForks, ...late]);
  return `${inForks.length} runs stopped while bash forks and ${late.length} as a step ends lose nothing`;
}
