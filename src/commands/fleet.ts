// Many specs done by several threads: each is handed the next one, and what they tell stands in the order of the specs.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { SpecFile } from "#src/load.ts";
import { tune } from "#src/launch/flags.ts";
import { trouble } from "#src/report/fault.ts";
import { errorOf, type Question, type Replies } from "./errand.ts";
import type { Task, Told } from "./task.ts";
import { type Turns, turnsOf } from "./turns.ts";

/** A thread takes 25 MiB, and more than so many were never measured. */
const MOST = 8;
/** As many threads as the user `asked` for, else as many as the specs are `worth`. Throws where it is no number of threads. */
export function threadsFor(specs: number, worth: number, asked: string | undefined): number {
  if (asked !== undefined && !/^[1-9]\d?$/.test(asked))
    throw trouble(`SAGE_GEN_THREADS=${asked}: no number of threads`, "1 does without, and there may be up to 99");
  if (asked !== undefined) return Math.min(specs, Number(asked));
  return Math.min(availableParallelism(), MOST, worth);
}

/** A thread. */
interface Thread {
  readonly worker: Worker;
  readonly reply: (message: Replies[keyof Replies]) => void;
  /** The spec that it is at: -1 before the first, none after the last. */
  spec: number | undefined;
}

/** Does the task for each spec. Throws what goes wrong with the first one with which anything does. */
export async function inThreads(specs: readonly SpecFile[], task: Task, count: number): Promise<readonly Told[]> {
  const all: Told[] = [];
  const turns = turnsOf(specs.length);
  const threads: Thread[] = [];
  try {
    // Node.js starts a thread in half the time under the flags that its own code was compiled under.
    tune(false);
    while (threads.length < count) threads.push(begun(task.verb));
    const answers = answersOf({ specs, task, count, turns, all });
    await new Promise<void>((resolve) => {
      for (const thread of threads) {
        const settle = (): void => void (turns.isOver() && resolve());
        follow(thread, { specs, turns, settle, answer: (question) => answers(thread, question) });
      }
    });
  } finally {
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
  const fault = turns.fault();
  if (fault) throw fault;
  return all;
}

/** A thread that will ask for all that it needs. */
function begun(verb: Task["verb"]): Thread {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(join(import.meta.dirname, "thread.cjs"), { argv: [verb], workerData: signal });
  const reply = (message: Replies[keyof Replies]): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it goes to a thread, not to a window
    worker.postMessage(message);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  return { worker, reply, spec: -1 };
}

/** Listens to a thread, also for its death: then the spec that it was at has failed. */
function follow(
  thread: Thread,
  {
    specs,
    turns,
    settle,
    answer,
  }: {
    readonly specs: readonly SpecFile[];
    readonly turns: Turns;
    readonly settle: () => void;
    readonly answer: (question: Question) => void;
  },
): void {
  let reason = "it ended";
  thread.worker.on("error", (error) => (reason = error.message));
  thread.worker.on("message", (question: Question) => {
    answer(question);
    settle();
  });
  thread.worker.on("exit", () => {
    if (thread.spec === undefined) return;
    const at = specs[thread.spec]?.file;
    const what = at === undefined ? "a thread could not begin" : `${at}: the thread that worked on it died`;
    const help = "nothing is lost: run it again; SAGE_GEN_THREADS=1 does without threads";
    turns.fail(Math.max(thread.spec, 0), trouble(`${what}: ${reason}`, help));
    settle();
  });
}

/** What a thread is answered. */
function answersOf({
  specs,
  task,
  count,
  turns,
  all,
}: {
  readonly specs: readonly SpecFile[];
  readonly task: Task;
  readonly count: number;
  readonly turns: Turns;
  readonly all: Told[];
}): (thread: Thread, question: Question) => void {
  const onMemory = meeting(count, () => setFlagsFromString("--expose-gc"));
  const onTask = meeting(count, () => {
    setFlagsFromString("--no-expose-gc");
    tune(true);
    return task;
  });
  return (thread, question) => {
    const { spec = -1 } = thread;
    if (question.about === "memory") onMemory(thread);
    else if (question.about === "task") onTask(thread);
    else if (question.about === "folder") turns.claim(spec, question.root, question.real, thread.reply);
    else if (question.about === "fault") {
      turns.fail(Math.max(spec, 0), errorOf(question.fault));
      thread.spec = undefined;
    } else {
      if (question.told) all[spec] = question.told;
      if (spec >= 0) turns.done(spec);
      thread.spec = turns.next();
      thread.reply(thread.spec === undefined ? undefined : specs[thread.spec]);
    }
  };
}

/** Lets threads wait until all of them have asked the same; then `act` makes the answer. */
function meeting(count: number, act: () => Task | void): (thread: Thread) => void {
  const met: Thread[] = [];
  return (thread) => {
    if (met.push(thread) < count) return;
    const answer = act();
    for (const { reply } of met) reply(answer as Replies["memory" | "task"]);
  };
}
