// A signal in every step of a script: how many steps there are is counted, then one run is stopped in each of them. And
// at delays, which fall within the steps.
import { expect } from "vitest";
import { atOnce, type Bench } from "./bench.ts";
import type { Ended, Settings } from "./debian.ts";
import { callsIn, counted } from "./steps.ts";

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

async function stopAt(one: Stoppable, step: number, signal: string): Promise<readonly string[]> {
  const bench = await one.bench();
  const log = `${bench.log}.steps`;
  const [command, env] = counted(one.command(bench), log, step, signal);
  const place = (): string => `stopped by SIG${signal} in step ${step}, ${callsIn(log)[step - 1]}`;
  const end = await bench.run(command, { ...one.env(bench), ...env }).catch((error: unknown) => {
    throw new Error(place(), { cause: error });
  });
  const where = `${place()}:\n${end.output}`;
  if (step === 0) expect(end.status, end.output).toBe(one.ends ?? 0);
  // Where it fails anyway, a signal that waits for the end of the way back is not always told.
  else if (end.status === 1 && one.ends !== 1) expect(end.output, where).toContain(`stopped by SIG${signal}`);
  await one.judge(bench, end).catch((error: unknown) => {
    throw new Error(where, { cause: error });
  });
  return callsIn(log);
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
  const end = await stopped().catch((error: unknown) => {
    throw new Error(place, { cause: error });
  });
  await one.judge(bench, end).catch((error: unknown) => {
    throw new Error(`${place}:\n${end.output}`, { cause: error });
  });
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
