// What to do where a program ends or fails.
import { FARGATE_CPUS, fargateMemory } from "#schema/aws.ts";
import type { DeployedService, Operation } from "#schema/model.ts";
import { sizeOf } from "#schema/units.ts";
import { changes, together } from "../change.ts";
import { allStable, rollBack, serviceLogs, stoppedTasks, usage } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

/** The next size that Fargate sells: at least half as much memory again, with more CPU where that needs it. */
function moreMemory(s: Situation, service: DeployedService): readonly (readonly Operation[])[] {
  const wanted = service.memoryMiB * 1.5;
  for (const cpu of FARGATE_CPUS.filter((one) => one >= service.cpu)) {
    const memory = fargateMemory(cpu).find((one) => one >= wanted);
    if (memory === undefined) continue;
    const path = ["services", service.name, "task"];
    const larger = changes(s, [...path, "memory"], sizeOf(memory));
    return cpu === service.cpu ? larger : together(changes(s, [...path, "cpu"], cpu), larger);
  }
  return [];
}

const outOfMemory: Adviser = (s) => ({
  because: s.services.map(
    ({ name, memoryMiB, cpu }) =>
      `a task of ${name} has ${memoryMiB} MiB (${cpu} CPU units); Node.js takes about half of that for its heap`,
  ),
  immediate: [
    ...s.services.map((one) => usage(s, one, "MemoryUtilization")),
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...s.services.map((one) => rollBack(s, one)),
  ],
  longTerm: [
    "a level that is too high from the start is a size: more memory; a slope that begins anew with each task is a leak, and more memory only makes it rarer",
    "a leak that came with a release goes with it: roll back first",
    ...s.services
      .filter(() => s.tally.quotes.some(({ text }) => text.includes("JavaScript heap")))
      .map(
        ({ name, memoryMiB }) =>
          `the heap's own limit was reached: while the task has memory to spare, \`NODE_OPTIONS: --max-old-space-size=${Math.floor(memoryMiB * 0.75)}\` in \`services.${name}.env\` gives the heap three quarters of it`,
      ),
  ],
  changes: s.services[0] && s.services.length === 1 ? moreMemory(s, s.services[0]) : [],
  verify: s.services.map((one) => usage(s, one, "MemoryUtilization")),
});

const killed: Adviser = (s) => ({
  because: [
    "137 is SIGKILL: the container's memory ran out, or it did not end within 30 s of SIGTERM (stopTimeout)",
    "the log has no line that says which; ECS's reason does",
  ],
  immediate: [
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...s.services.map((one) => usage(s, one, "MemoryUtilization")),
  ],
  longTerm: [
    "end on SIGTERM: close the server, finish what is open, end the pools (NestJS: app.enableShutdownHooks())",
  ],
  verify: allStable(s),
});

const crash: Adviser = (s) => ({
  because: ["Node.js ends a process at an error that nobody handles; its last lines name the error and the place"],
  immediate: [
    ...serviceLogs(s),
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...s.services.map((one) => rollBack(s, one)),
  ],
  longTerm: [
    "handle the error where it comes up; listen to the `error` event of pools, cache clients and streams: without a listener it ends the process",
  ],
  verify: allStable(s),
});

const diskFull: Adviser = (s) => ({
  because: [
    "a Fargate task has 20 GiB, image and all, and only /tmp can be written; a task of its own that backs up or migrates has room for the database",
  ],
  immediate: [...serviceLogs(s), ...s.services.map((one) => stoppedTasks(s, one))],
  longTerm: ["remove temporary files, also after an error; stream uploads to S3 in place of a file"],
  verify: allStable(s),
});

const readOnlyDisk: Adviser = (s) => ({
  because: [
    ...(s.tally.values["file"] ?? []).map((file) => `it wanted ${file}`),
    "the container's file system is read-only (readonlyRootFilesystem); /tmp is a volume and can be written",
  ],
  immediate: s.services.map((one) => rollBack(s, one)),
  longTerm: [
    "write below /tmp (TMPDIR, cache and log settings of the library), or keep it in S3 or the database",
    "a log goes to standard output",
  ],
  verify: allStable(s),
});

const tooManyFiles: Adviser = (s) => ({
  because: ["each socket counts as a file; a new task begins with none"],
  immediate: [...serviceLogs(s), ...s.services.map((one) => usage(s, one, "MemoryUtilization"))],
  longTerm: ["one client for all requests, with a limit of its own (HTTP agent, pool); read or cancel every response"],
  verify: serviceLogs(s),
});

/** By code. */
export const service: Readonly<Record<string, Adviser>> = {
  "service/crash": crash,
  "service/disk-full": diskFull,
  "service/killed": killed,
  "service/out-of-memory": outOfMemory,
  "service/read-only-disk": readOnlyDisk,
  "service/too-many-files": tooManyFiles,
};
