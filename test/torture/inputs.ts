// No input crashes it: generated specs in workers with little memory, each in bounded time, each with an output that is
// right or with findings that have places.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Outcome, Part } from "./part.ts";
import type { Judged } from "./inputs/work.ts";

/** How many inputs, and on how many threads. */
const SIZES = { quick: { count: 1500, threads: 2 }, whole: { count: 100_000, threads: 2 } } as const;
/** Bounds of one input on a busy machine; a spec takes some ten milliseconds. */
const LONGEST = 60_000;
const MEBIBYTES = 768;

interface Tally {
  readonly ends: Record<string, number>;
  readonly kinds: Record<string, number>;
  readonly lost: string[];
  slowest: { readonly number: number; readonly took: number };
}

type Message = Judged | { readonly begins: number; readonly kind: string };

/** Judges every `step`th input from one on; a worker that hangs or dies is lost, and the next one goes on behind. */
async function share(
  from: number,
  step: number,
  to: number,
  tally: Tally,
  tell: (loss?: string) => void,
): Promise<void> {
  for (let next = from; next < to;) next = await one(next, step, to, tally, tell);
}

function one(from: number, step: number, to: number, tally: Tally, tell: (loss?: string) => void): Promise<number> {
  return new Promise((done) => {
    let at = { begins: from, kind: "" };
    const worker = new Worker(join(import.meta.dirname, "inputs/work.ts"), {
      workerData: { from, step, to },
      resourceLimits: { maxOldGenerationSizeMb: MEBIBYTES },
    });
    const hangs = (): void => {
      tally.lost.push(`input ${at.begins} (${at.kind}) takes more than ${LONGEST / 1000} s`);
      void worker.terminate();
    };
    let timer = setTimeout(hangs, LONGEST);
    worker.on("message", (message: Message) => {
      clearTimeout(timer);
      timer = setTimeout(hangs, LONGEST);
      if ("begins" in message) at = message;
      else count(message, tally, tell);
    });
    worker.on("error", (error) => tally.lost.push(`input ${at.begins} (${at.kind}) ends the worker: ${String(error)}`));
    worker.on("exit", (code) => {
      clearTimeout(timer);
      done(code === 0 ? to : at.begins + step);
    });
  });
}

function count({ number, kind, end, problems, took }: Judged, tally: Tally, tell: (loss?: string) => void): void {
  tally.ends[end] = (tally.ends[end] ?? 0) + 1;
  tally.kinds[kind] = (tally.kinds[kind] ?? 0) + 1;
  if (took > tally.slowest.took) tally.slowest = { number, took };
  const loss = `input ${number} (${kind}): ${problems.slice(0, 3).join("; ")}`;
  if (problems.length > 0) tally.lost.push(loss);
  tell(problems.length > 0 ? loss : undefined);
}

export const inputs: Part = {
  name: "inputs",
  async run(size, tell): Promise<Outcome> {
    const { count: many, threads } = SIZES[size];
    const tally: Tally = { ends: {}, kinds: {}, lost: [], slowest: { number: 0, took: 0 } };
    let done = 0;
    const progress = (loss?: string): void => {
      done += 1;
      if (loss !== undefined) tell(loss);
      if (done % 5000 === 0) tell(`${done} of ${many}, ${tally.lost.length} lost`);
    };
    await Promise.all(Array.from({ length: threads }, (_, thread) => share(thread, threads, many, tally, progress)));
    const { built = 0, refused = 0 } = tally.ends;
    const kinds = Object.entries(tally.kinds).map(([kind, number]) => `${number} ${kind}`);
    return {
      counts: { "specs, read twice": done, built, refused },
      lost: done === many ? tally.lost : [...tally.lost, `${many - done} inputs have no verdict`],
      notes: [kinds.join(", "), `the slowest, ${tally.slowest.number}, took ${Math.round(tally.slowest.took)} ms`],
    };
  },
};
