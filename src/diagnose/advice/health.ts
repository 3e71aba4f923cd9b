// What to do where checks fail, tasks stop, and deployments go back.
import type { Operation } from "#schema/model.ts";
import { changeForAll } from "../change.ts";
import { allStable, rollBack, serviceLogs, serviceState, stoppedTasks, usage } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

/** What the checks ask each service for. */
export const checks = (s: Situation): readonly string[] =>
  s.services.flatMap(({ name, service, startSeconds }) =>
    service.port === undefined
      ? []
      : [
          `${name} is asked for ${service.health ?? "/"} on port ${service.port} every 15 s, and must answer 200 within 5 s; no check counts in its first ${startSeconds} s`,
        ],
  );

/** Where the log has the program say that it listens, and the spec says otherwise. */
function elsewhere(s: Situation): {
  readonly words: readonly string[];
  readonly changes: readonly (readonly Operation[])[];
} {
  const [one] = s.services;
  const [port, another] = s.tally.values["listens"] ?? [];
  if (!one || s.services.length > 1 || port === undefined || another !== undefined) return { words: [], changes: [] };
  const { name, service } = one;
  if (service.port === undefined || Number(port) === service.port) return { words: [], changes: [] };
  return {
    words: [`${name} says that it listens on ${port}, and the spec says ${service.port}: it does not take PORT`],
    changes: changeForAll(s, ["services", name, "port"], Number(port)),
  };
}

const healthFailing: Adviser = (s) => ({
  because: [
    ...elsewhere(s).words,
    ...checks(s),
    "the container's own check asks 127.0.0.1, the load balancer's the task's address: a program that listens on 127.0.0.1 alone passes the first and fails the second",
  ],
  immediate: [
    ...s.services.map((one) => serviceState(s, one)),
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...serviceLogs(s),
  ],
  longTerm: [
    "listen on 0.0.0.0 and on PORT",
    "if its log shows that it was still starting when it was stopped, raise `start` (up to 5m), or give it more CPU",
  ],
  changes: elsewhere(s).changes,
  verify: allStable(s),
});

const healthPath: Adviser = (s) => {
  const status = s.tally.values["status"]?.[0] ?? "";
  const meaning: Readonly<Record<string, string>> = {
    "404": "the service has no such path: a global prefix (`/api`), or another name",
    "401": "a guard asks for a login: leave the health path out of it",
    "403": "a guard or a firewall refuses it: leave the health path out of it",
  };
  return {
    because: [
      ...checks(s),
      `it answered ${status}: ${meaning[status] ?? (status.startsWith("3") ? "a redirect, to HTTPS or to a login; the load balancer does not follow it" : "the load balancer takes 200 alone")}`,
    ],
    immediate: [...serviceLogs(s), ...s.services.map((one) => rollBack(s, one))],
    longTerm: [
      ...s.services.map(
        ({ name, service }) =>
          `set \`services.${name}.health\` to the path that the service really has; now it is ${service.health ?? "/"}`,
      ),
      "or bring the route there: outside of prefix, redirect and guard",
    ],
    verify: allStable(s),
  };
};

const healthTimeout: Adviser = (s) => ({
  because: [...elsewhere(s).words, ...checks(s)],
  changes: elsewhere(s).changes,
  immediate: [...s.services.map((one) => usage(s, one, "CPUUtilization")), ...serviceLogs(s)],
  longTerm: [
    "a health path that waits for nothing: no database, no other service",
    "more CPU where it is at its limit; more `start` where only fresh tasks fail",
  ],
  verify: allStable(s),
});

const healthError: Adviser = (s) => ({
  because: [...checks(s), `it answered ${s.tally.values["status"]?.join(", ") ?? "5xx"}`],
  immediate: [...serviceLogs(s), ...s.services.map((one) => serviceState(s, one))],
  longTerm: [
    "let the health path answer for the process alone: one that asks the database takes every task away when the database is slow",
  ],
  verify: allStable(s),
});

const tasksStop: Adviser = (s) => ({
  because: ["ECS starts a task anew each time, with growing pauses; the reason stands with the stopped tasks"],
  immediate: [
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...serviceLogs(s),
    ...s.services.map((one) => rollBack(s, one)),
  ],
  longTerm: ["give this command the log of a stopped task, or what the first step prints"],
  verify: allStable(s),
});

const rolledBack: Adviser = (s) => ({
  because: [
    "the circuit breaker went back to the last revision that was healthy: that one runs, and nothing is down because of it",
  ],
  immediate: [
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...s.services.map((one) => serviceState(s, one)),
    ...serviceLogs(s),
  ],
  longTerm: ["give this command the log of a task that stopped, or what the first step prints: it names the reason"],
  verify: allStable(s),
});

/** By code. */
export const health: Readonly<Record<string, Adviser>> = {
  "service/health-error": healthError,
  "service/health-failing": healthFailing,
  "service/health-path": healthPath,
  "service/health-timeout": healthTimeout,
  "service/rolled-back": rolledBack,
  "service/tasks-stop": tasksStop,
};
