// What a thread asks of the main one, and what it is answered: everything that goes between them.
import type { SpecFile } from "#src/load.ts";
import type { Task, Told } from "./task.ts";

/** What a thread says; but for a fault, it waits for the answer. */
export type Question =
  /** It runs: it is answered when V8 gives what collects garbage. */
  | { readonly about: "memory" }
  /** It has that: the answer is the task, once V8 has the flags to work with. */
  | { readonly about: "task" }
  /** The last spec's output folder is free again, and this is told of it: the answer is the next one, if there is any. */
  | { readonly about: "spec"; readonly told: Told | undefined }
  /** It will look into an output folder, given as it is named and as links lead: the answer is whether it is free. */
  | { readonly about: "folder"; readonly root: string; readonly real: string }
  /** The spec could not be done, and the thread is at its end. */
  | { readonly about: "fault"; readonly fault: Fields };

/** The answers, by what is asked. */
export interface Replies {
  readonly memory: undefined;
  readonly task: Task;
  readonly spec: SpecFile | undefined;
  readonly folder: boolean;
}

/** An error as it is handed on: threads keep nothing of one but its message and its stack. */
export type Fields = Readonly<Record<"name" | "message" | "stack" | "code" | "path" | "syscall" | "help", unknown>>;

/** The fields of anything thrown. */
export function fieldsOf(error: unknown): Fields {
  const { name, message, stack, code, path, syscall, help } = (
    error instanceof Error ? error : new Error(String(error))
  ) as Error & Fields;
  return { name, message, stack, code, path, syscall, help };
}

/** The error again. */
export function errorOf(fields: Fields): Error {
  return Object.assign(new Error(), fields);
}
