// Causes that ECS tells of: checks that fail, tasks that stop, deployments that go back.
import type { Causes, Sign } from "../cause.ts";
import { HEALTH, STOPS } from "./stops.ts";

const EVENTS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html";
const BALANCER =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html";

/** Where the program says that it listens, in whatever words. */
const LISTENS: Sign = {
  words: ["istening on", "istening at", "unning on", "unning at", "started on port"],
  pattern:
    /\b(?:listening|running|started) (?:on|at)\b[^\n]{0,40}?(?:\bport:? ?|(?:\/\/[\w.-]{1,60}|localhost|0\.0\.0\.0|\[::1?\]):)(?<listens>\d{2,5})\b/i,
  not: /postgres|redis|valkey|[:=](?:5432|6379)\b/i,
  supports: true,
};

/** Sorted by code. */
export const HEALTH_CHECKS = {
  "service/health-error": {
    summary: "health checks get an error from the service itself",
    signs: [
      {
        words: ["Health checks failed with these codes"],
        pattern: /[Hh]ealth checks failed with these codes: \[(?<status>5\d\d)/,
      },
    ],
    follows: ["service/crash", ...STOPS],
    explanation: `The path answers with 5xx: the service is up and says that it is not well, or it is not up yet behind something that answers for it.
A health check that asks the database takes every task away when the database is slow.

  seen      (service api) (port 3000) is unhealthy in (target-group …) due to (reason Health checks failed with these codes: [503])
  mend      a health path that answers for the process alone; what the service needs is for alarms`,
    sources: ["https://blog.jakubholy.net/troubleshooting-fargate-health-check", EVENTS, BALANCER],
  },
  "service/health-failing": {
    summary: "tasks fail their health checks",
    signs: [
      LISTENS,
      {
        words: ["is unhealthy in"],
        pattern:
          /(?:\(service (?<service>[\w-]{1,255})\)|service [\w-]{1,255}) .{0,60}is unhealthy in .{0,200}due to \(reason Health checks failed\)/,
      },
      {
        words: ["failed container health checks", "failed ELB health checks"],
        pattern: /failed container health checks|[Tt]ask failed ELB health checks/,
      },
    ],
    follows: ["service/crash", ...STOPS, "service/health-path", "service/health-timeout", "service/health-error"],
    explanation: `ECS ends a task that a check finds unwell: the load balancer's (path, answer 200 within 5 s, three times in a row), or the
container's own on 127.0.0.1. Before \`start\` is over no check counts. A program that listens on 127.0.0.1 alone passes the second and
fails the first.

  seen      (service api) (port 3000) is unhealthy in (target-group …) due to (reason Health checks failed).
  mend      listen on 0.0.0.0 and PORT; more \`start\` where it starts slowly; memory and CPU where it is slow`,
    sources: [
      "https://github.com/hackforla/CivicTechJobs/issues/436",
      EVENTS,
      "https://repost.aws/knowledge-center/ecs-task-stopped",
    ],
  },
  "service/health-path": {
    summary: "the health path does not exist, or leads elsewhere",
    signs: [
      {
        words: ["Health checks failed with these codes"],
        pattern: /[Hh]ealth checks failed with these codes: \[(?<status>[34]\d\d)/,
      },
    ],
    follows: [],
    explanation: `The load balancer asks the spec's \`health\` and takes 200 alone: 404 is a path that the service does not have (a global prefix?), 301
or 302 a redirect (to HTTPS, to a login), 401 or 403 a guard in front of it.

  seen      … is unhealthy in (target-group …) due to (reason Health checks failed with these codes: [404])
  mend      \`health\` in the spec, or the route in the service: outside of prefix, redirect and guard`,
    sources: ["https://blog.jakubholy.net/troubleshooting-fargate-health-check", BALANCER, EVENTS],
  },
  "service/health-timeout": {
    summary: "health checks get no answer in time",
    signs: [
      LISTENS,
      {
        words: ["reason Request timed out", "Connection to target timed out"],
        pattern: /due to \(reason (?:Request timed out|Connection to target timed out)\)/,
      },
    ],
    follows: STOPS,
    explanation: `No answer within 5 s: the service is busy (CPU, garbage collection), still starting, or its health path waits for something.

  seen      (service api) (port 3000) is unhealthy in (target-group …) due to (reason Request timed out)
  mend      a health path that waits for nothing; more CPU, or more \`start\``,
    sources: [EVENTS, BALANCER],
  },
  "service/rolled-back": {
    summary: "a deployment did not come up and was rolled back",
    signs: [
      {
        words: ["deployment circuit breaker", "deployment failed: tasks failed to start", "rolling back to deployment"],
        pattern: /ECS deployment circuit breaker|deployment failed: tasks failed to start|rolling back to deployment/,
      },
    ],
    follows: [...STOPS, "service/crash", ...HEALTH, "service/tasks-stop"],
    explanation: `The new revision's tasks did not become healthy, and ECS went back to the last one that had: nothing is down because of it. Why
they did not stands in their own log and in ECS's events.

  seen      (service api) (deployment ecs-svc/123) deployment failed: tasks failed to start.
  mend      the reason, then deploy again`,
    sources: [
      "https://github.com/aws/containers-roadmap/issues/1488",
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    ],
  },
  "service/tasks-stop": {
    summary: "tasks start and stop again",
    signs: [
      {
        words: ["is unable to consistently start tasks successfully"],
        pattern: /is unable to consistently start tasks successfully/,
      },
      { words: ["Essential container in task exited"], pattern: /Essential container in task exited/ },
    ],
    follows: ["service/crash", ...STOPS, "service/killed", ...HEALTH],
    explanation: `The main container ended, and so does its task. ECS tries again with growing pauses. Its exit code and its last lines say why.

  seen      service api is unable to consistently start tasks successfully.
  mend      read the log of a stopped task`,
    sources: [EVENTS, "https://repost.aws/knowledge-center/ecs-task-stopped"],
  },
} as const satisfies Causes;
