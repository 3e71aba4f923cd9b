// Causes for which a program ends or fails: memory, disk, errors that nobody caught.
import type { Causes } from "../cause.ts";
import { HEALTH, STOPS } from "./stops.ts";

const STOPPED = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html";
const NODE = "https://nodejs.org/api/errors.html";

/** Sorted by code. */
export const SERVICE = {
  "service/crash": {
    summary: "the program ended by an error that nobody caught",
    signs: [
      {
        words: ["ncaught", "nhandled", "triggerUncaughtException", "ERR_UNHANDLED_REJECTION"],
        pattern:
          /\b[Uu]ncaught ?[Ee]xception\b|\bUnhandledPromiseRejection\b|\btriggerUncaughtException\b|\bunhandledRejection\b|\bERR_UNHANDLED_REJECTION\b/,
      },
    ],
    follows: STOPS,
    explanation: `Node.js ends a process at an exception or a rejected promise that nobody handles. ECS starts a new task, and if the reason is still
there, it ends again.

  seen      node:internal/process/promises:394 triggerUncaughtException(err, true /* fromPromise */);
  mend      handle errors where they come up; listen to the error event of pools, clients and streams`,
    sources: [NODE, "https://nodejs.org/api/process.html"],
  },
  "service/disk-full": {
    summary: "a task's own disk is full",
    signs: [{ words: ["ENOSPC"], pattern: /\bENOSPC\b/ }],
    follows: [],
    explanation: `A Fargate task has 20 GiB, image and all; only /tmp can be written. Files that are never removed fill it.

  seen      Error: ENOSPC: no space left on device, write
  mend      remove temporary files, stream to S3 in place of a file`,
    sources: [NODE, "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html"],
  },
  "service/killed": {
    summary: "a container was killed: exit code 137",
    signs: [
      {
        words: ["exitCode", "xit code", "xit Code", "exit status", "xited with code", "(137)"],
        pattern: /\bexitCode\W{1,4}137\b|\b[Ee]x(?:it|ited)(?: with)? (?:[Cc]ode|status)\W{0,4}137\b|\bExited \(137\)/,
      },
    ],
    follows: ["service/out-of-memory", ...HEALTH],
    explanation: `137 is SIGKILL: memory ran out, or the task did not end within 30 s of SIGTERM, as at each deployment.

  seen      "exitCode": 137
  mend      more memory where memory ran out; else end on SIGTERM (NestJS: app.enableShutdownHooks())`,
    sources: ["https://repost.aws/knowledge-center/ecs-task-stopped", STOPPED],
  },
  "service/out-of-memory": {
    summary: "a task ran out of memory",
    signs: [
      {
        words: ["OutOfMemoryError: Container killed due to memory usage"],
        pattern: /OutOfMemoryError: Container killed due to memory usage/,
      },
      { words: ["JavaScript heap out of memory"], pattern: /JavaScript heap out of memory/ },
    ],
    follows: [],
    explanation: `Two limits end a program: its own heap's (Node.js gives up and says so), and the container's, at which the kernel kills it without a
word. Either it needs more, or something in it grows for ever.

  seen      OutOfMemoryError: Container killed due to memory usage
  seen      FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
  mend      look at memory over days: a level is a size, a slope is a leak; then \`task.memory\``,
    sources: [
      STOPPED,
      "https://repost.aws/knowledge-center/ecs-resolve-outofmemory-errors",
      "https://nodejs.org/api/cli.html",
    ],
  },
  "service/read-only-disk": {
    summary: "the program writes where nothing can be written",
    signs: [{ words: ["EROFS"], pattern: /\bEROFS\b(?:.{0,60}'(?<file>[^'\n]{1,200})')?/ }],
    follows: [],
    explanation: `The container's file system is read-only, so that what runs can't be changed from within. Only /tmp can be written.

  seen      Error: EROFS: read-only file system, open '/app/cache/x.json'
  mend      write below /tmp, or keep it in S3 or the database`,
    sources: [NODE, "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"],
  },
  "service/too-many-files": {
    summary: "the program has too many files or connections open",
    signs: [{ words: ["EMFILE"], pattern: /\bEMFILE\b/ }],
    follows: ["database/*", "cache/*"],
    explanation: `Each socket is a file. Clients that are made anew for each request, or responses that nobody reads, use them up.

  seen      Error: EMFILE: too many open files
  mend      one client for all requests, with a limit; read or cancel every response`,
    sources: [NODE],
  },
} as const satisfies Causes;
