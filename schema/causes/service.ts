// Causes for which tasks stop or answer badly: memory, health checks, crashes, the load balancer in front.
import type { Causes } from "../cause.ts";

const STOPPED = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html";
const EVENTS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html";
const BALANCER =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html";
const ACCESS_LOG = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html";
const NODE = "https://nodejs.org/api/errors.html";
const BEFORE_START = [
  "network/no-address",
  "network/registry-unreachable",
  "secret/not-found",
  "secret/without-value",
  "service/image-missing",
  "service/wrong-architecture",
  "service/module-missing",
  "service/port-in-use",
  "service/read-only-disk",
  "service/no-capacity",
] as const;
const STOPS = [
  "service/out-of-memory",
  ...BEFORE_START,
  "database/*",
  "cache/*",
  "migration/not-applied",
  "network/name-not-found",
] as const;
const HEALTH = [
  "service/health-path",
  "service/health-timeout",
  "service/health-error",
  "service/health-failing",
] as const;

/** Sorted by code. */
export const SERVICE = {
  "load-balancer/bad-gateway": {
    summary: "the load balancer answered 502: a task closed the connection, or answered no HTTP",
    signs: [
      {
        words: [" 502 "],
        pattern:
          /\bapp\/(?<balancer>[\w-]{1,32})\/[0-9a-f]{16} \S{3,60} (?<target>\S{1,60}) -?[\d.]{1,12} -?[\d.]{1,12} -?[\d.]{1,12} 502 /,
      },
      { words: ["502 Bad Gateway"], pattern: /\b502 Bad Gateway\b/ },
    ],
    follows: [...STOPS, "service/crash", "service/killed", ...HEALTH],
    explanation: `The connection to the task broke while a request was on it. Three things do it: the task ended without finishing what it had; its
keep-alive is shorter than the load balancer's idle time (60 s), so that it closes a connection which the load balancer is about to use
(Node.js keeps them for 5 s); or it does not speak HTTP on this port.

  seen      … app/shop-production/50dc6c495c0c9188 … 0.001 0.002 -1 502 - …
  mend      server.keepAliveTimeout = 65_000 and headersTimeout above it; finish open requests on SIGTERM`,
    sources: [BALANCER, ACCESS_LOG],
  },
  "load-balancer/certificate": {
    summary: "the load balancer can't use the certificate",
    signs: [
      {
        words: ["CertificateNotFound", "UnsupportedCertificate"],
        pattern: /CertificateNotFound: Certificate|UnsupportedCertificate: The certificate/,
      },
      {
        words: ["CERT_HAS_EXPIRED", "certificate has expired"],
        pattern: /\bCERT_HAS_EXPIRED\b|certificate has expired/,
      },
    ],
    follows: [],
    explanation: `A listener takes a certificate of ACM in its own region and account, once it is issued. One that waits for validation counts as
unsupported. One that was imported expires, because ACM renews only its own.

  seen      api error UnsupportedCertificate: The certificate 'arn:aws:acm:…' must have a fully-qualified domain name, a supported signature, and a supported key size.
  mend      an issued certificate of this region and account under \`certificate\``,
    sources: [
      "https://github.com/hashicorp/terraform-provider-aws/issues/41789",
      "https://github.com/hashicorp/terraform-provider-aws/issues/11334",
    ],
  },
  "load-balancer/no-target": {
    summary: "the load balancer answered 503: it had no task to send requests to",
    signs: [
      {
        words: [" 503 "],
        pattern: /\bapp\/(?<balancer>[\w-]{1,32})\/[0-9a-f]{16} \S{3,60} - -1 -1 -1 503 /,
      },
      { words: ["503 Service Temporarily Unavailable"], pattern: /\b503 Service Temporarily Unavailable\b/ },
    ],
    follows: [...STOPS, ...HEALTH, "service/crash", "service/tasks-stop", "service/killed"],
    explanation: `No task is registered for the requests' rule: none runs, or none was released yet.

  seen      … app/shop-production/50dc6c495c0c9188 … - -1 -1 -1 503 - …
  mend      what keeps tasks from running: ECS's events name it`,
    sources: [BALANCER, ACCESS_LOG],
  },
  "load-balancer/timeout": {
    summary: "the load balancer answered 504: a task took too long, or let nobody in",
    signs: [
      {
        words: [" 504 "],
        pattern:
          /\bapp\/(?<balancer>[\w-]{1,32})\/[0-9a-f]{16} \S{3,60} (?<target>\S{1,60}) -?[\d.]{1,12} -?[\d.]{1,12} -?[\d.]{1,12} 504 /,
      },
      { words: ["504 Gateway Time"], pattern: /\b504 Gateway Time-?out\b/i },
    ],
    follows: ["database/*", "cache/*", "network/outside-unreachable", "service/out-of-memory"],
    explanation: `The task took a request and gave no answer within the load balancer's idle time (60 s), or no connection within 10 s. Mostly it
waits for something itself: the database, another service, an answer from outside.

  seen      … app/shop-production/50dc6c495c0c9188 … 0.000 -1 -1 504 - …
  mend      a time-out of its own, shorter than 60 s, on everything that a request waits for; long work behind a queue or as a stream`,
    sources: [BALANCER, ACCESS_LOG],
  },
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
  "service/killed": {
    summary: "a container was killed: exit code 137",
    signs: [
      {
        words: ["exitCode", "xit code", "xit Code", "exit status", "xited with code", "(137)"],
        pattern: /\bexitCode\W{1,4}137\b|\b[Ee]x(?:it|ited)(?: with)? (?:[Cc]ode|status)\W{0,4}137\b|\bExited \(137\)/,
      },
    ],
    follows: ["service/out-of-memory", ...HEALTH, "service/rolled-back"],
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
