// A thread of a fleet: does a task for the specs that it is handed. It waits for each answer, because a plan waits for none.
import { runInNewContext } from "node:vm";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { SpecFile } from "#src/load.ts";
import { fieldsOf, type Question, type Replies } from "./errand.ts";
import type { Told } from "./task.ts";

type Asked = Exclude<Question, { readonly about: "fault" }>;

/** Is 1 when an answer has come. */
const signal = workerData as Int32Array<SharedArrayBuffer>;

function say(question: Question): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it goes to a thread, not to a window
  parentPort?.postMessage(question);
}

function ask<Q extends Asked>(question: Q): Replies[Q["about"]] {
  say(question);
  Atomics.wait(signal, 0, 0);
  Atomics.store(signal, 0, 0);
  const received = parentPort && receiveMessageOnPort(parentPort);
  return received?.message as Replies[Q["about"]];
}

async function work(): Promise<void> {
  ask({ about: "memory" });
  globalThis.gc = runInNewContext("gc") as NonNullable<typeof globalThis.gc>;
  const task = ask({ about: "task" });
  // Loaded only now, because kept code is bound to V8's flags.
  const { verbOf } = await import("./verbs.ts");
  const { realPlace } = await import("./confined.ts");
  const verb = await verbOf(task.verb);
  let told: Told | undefined;
  function* specs(): Generator<SpecFile> {
    for (let spec = ask({ about: "spec", told }); spec; spec = ask({ about: "spec", told })) yield spec;
  }
  const claim = (root: string): boolean => ask({ about: "folder", root, real: realPlace(root) });
  for await (const one of verb(specs(), task, claim)) told = one;
}

work().catch((error: unknown) => say({ about: "fault", fault: fieldsOf(error) }));
