// What to do where tasks stop or answer badly.
import { FARGATE_CPUS, fargateMemory } from "#schema/aws.ts";
import type { Step } from "#schema/diagnosis.ts";
import type { DeployedService, Operation } from "#schema/model.ts";
import { changes, together } from "../change.ts";
import { aws, metric, rollBack, serviceLog, serviceState, stable, stoppedTasks } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

const logs = (s: Situation): readonly Step[] => s.services.map((one) => serviceLog(s, one));
const stables = (s: Situation): readonly Step[] => s.services.map((one) => stable(s, one));
const behindBalancer = (s: Situation): readonly DeployedService[] =>
  s.services.filter(({ service }) => service.expose === "public");

const usage = (s: Situation, { name }: DeployedService, what: "CPUUtilization" | "MemoryUtilization"): Step =>
  metric(s, `${what === "CPUUtilization" ? "CPU" : "memory"} of ${name}, in percent, a value a minute`, [
    "AWS/ECS",
    what,
    `Name=ClusterName,Value=${s.names.cluster} Name=ServiceName,Value=${name}`,
  ]);

const size = (mebibytes: number): string => (mebibytes % 1024 === 0 ? `${mebibytes / 1024}GiB` : `${mebibytes}MiB`);

/** The next size that Fargate sells: at least half as much memory again, with more CPU where that needs it. */
function moreMemory(s: Situation, service: DeployedService): readonly (readonly Operation[])[] {
  const wanted = service.memoryMiB * 1.5;
  for (const cpu of FARGATE_CPUS.filter((one) => one >= service.cpu)) {
    const memory = fargateMemory(cpu).find((one) => one >= wanted);
    if (memory === undefined) continue;
    const path = ["services", service.name, "task"];
    const larger = changes(s, [...path, "memory"], size(memory));
    return cpu === service.cpu ? larger : together(changes(s, [...path, "cpu"], cpu), larger);
  }
  return [];
}

const outOfMemory: Adviser = (s) => ({
  because: s.services.map(
    ({ name, memoryMiB, cpu }) =>
      `a task of ${name} has ${memoryMiB} MiB (${cpu} CPU units); Node.js sizes its heap by that`,
  ),
  immediate: [
    ...s.services.map((one) => usage(s, one, "MemoryUtilization")),
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...s.services.map((one) => rollBack(s, one)),
  ],
  longTerm: [
    "a level that is too high from the start is a size: more memory; a slope that begins anew with each task is a leak, and more memory only makes it rarer",
    "a leak that came with a release goes with it: roll back first",
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
  verify: stables(s),
});

const checks = (s: Situation): readonly string[] =>
  s.services.flatMap(({ name, service, startSeconds }) =>
    service.port === undefined
      ? []
      : [
          `${name} is asked for ${service.health ?? "/"} on port ${service.port} every 15 s, and must answer 200 within 5 s; no check counts in its first ${startSeconds} s`,
        ],
  );

const healthFailing: Adviser = (s) => ({
  because: [
    ...checks(s),
    "the container's own check asks 127.0.0.1, the load balancer's the task's address: a program that listens on 127.0.0.1 alone passes the first and fails the second",
  ],
  immediate: [
    ...s.services.map((one) => serviceState(s, one)),
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...logs(s),
  ],
  longTerm: [
    "listen on 0.0.0.0 and on PORT",
    "if its log shows that it was still starting when it was stopped, raise `start` (up to 5m), or give it more CPU",
  ],
  verify: stables(s),
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
    immediate: [...logs(s), ...s.services.map((one) => rollBack(s, one))],
    longTerm: [
      ...s.services.map(
        ({ name, service }) =>
          `set \`services.${name}.health\` to the path that the service really has; now it is ${service.health ?? "/"}`,
      ),
      "or bring the route there: outside of prefix, redirect and guard",
    ],
    verify: stables(s),
  };
};

const healthTimeout: Adviser = (s) => ({
  because: checks(s),
  immediate: [...s.services.map((one) => usage(s, one, "CPUUtilization")), ...logs(s)],
  longTerm: [
    "a health path that waits for nothing: no database, no other service",
    "more CPU where it is at its limit; more `start` where only fresh tasks fail",
  ],
  verify: stables(s),
});

const healthError: Adviser = (s) => ({
  because: [...checks(s), `it answered ${s.tally.values["status"]?.join(", ") ?? "5xx"}`],
  immediate: [...logs(s), ...s.services.map((one) => serviceState(s, one))],
  longTerm: [
    "let the health path answer for the process alone: one that asks the database takes every task away when the database is slow",
  ],
  verify: stables(s),
});

const crash: Adviser = (s) => ({
  because: ["Node.js ends a process at an error that nobody handles; its last lines name the error and the place"],
  immediate: [
    ...logs(s),
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...s.services.map((one) => rollBack(s, one)),
  ],
  longTerm: [
    "handle the error where it comes up; listen to the `error` event of pools, cache clients and streams: without a listener it ends the process",
  ],
  verify: stables(s),
});

const tasksStop: Adviser = (s) => ({
  because: ["ECS starts a task anew each time, with growing pauses; the reason stands with the stopped tasks"],
  immediate: [
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...logs(s),
    ...s.services.map((one) => rollBack(s, one)),
  ],
  longTerm: ["give this command the log of a stopped task, or what the first step prints"],
  verify: stables(s),
});

const rolledBack: Adviser = (s) => ({
  because: [
    "the circuit breaker went back to the last revision that was healthy: that one runs, and nothing is down because of it",
  ],
  immediate: [
    ...s.services.map((one) => stoppedTasks(s, one)),
    ...s.services.map((one) => serviceState(s, one)),
    ...logs(s),
  ],
  longTerm: ["give this command the log of a task that stopped, or what the first step prints: it names the reason"],
  verify: stables(s),
});

const diskFull: Adviser = (s) => ({
  because: [
    "a Fargate task has 20 GiB, image and all, and only /tmp can be written; a task of its own that backs up or migrates has room for the database",
  ],
  immediate: [...logs(s), ...s.services.map((one) => stoppedTasks(s, one))],
  longTerm: ["remove temporary files, also after an error; stream uploads to S3 in place of a file"],
  verify: stables(s),
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
  verify: stables(s),
});

const tooManyFiles: Adviser = (s) => ({
  because: ["each socket counts as a file; a new task begins with none"],
  immediate: [...logs(s), ...s.services.map((one) => usage(s, one, "MemoryUtilization"))],
  longTerm: ["one client for all requests, with a limit of its own (HTTP agent, pool); read or cancel every response"],
  verify: logs(s),
});

const balancerMetric = (s: Situation, code: string): Step => ({
  text: `count them, a value a minute`,
  command: `balancer=$(${aws(s, "elbv2 describe-load-balancers", `--names ${s.names.loadBalancer}`, "--query 'LoadBalancers[0].LoadBalancerArn' --output text")})
${aws(s, "cloudwatch get-metric-statistics", `--namespace AWS/ApplicationELB --metric-name HTTPCode_ELB_${code}_Count`)} \\
  --dimensions Name=LoadBalancer,Value="\${balancer#*loadbalancer/}" --period 60 --statistics Sum \\
  --start-time $(($(date +%s) - 3600)) --end-time $(date +%s) --query 'sort_by(Datapoints,&Timestamp)[].[Timestamp,Sum]' --output text`,
});

const badGateway: Adviser = (s) => ({
  because: [
    "the load balancer keeps idle connections for 60 s, Node.js for 5 s: it uses one that the task is closing",
    "or a task ended with requests open: it has 30 s from SIGTERM, and as long until it is out of the load balancer",
    ...behindBalancer(s).map(({ name, service }) => `${name} must speak HTTP on ${service.port}`),
  ],
  immediate: [balancerMetric(s, "502"), ...behindBalancer(s).map((one) => stoppedTasks(s, one)), ...logs(s)],
  longTerm: [
    "server.keepAliveTimeout = 65_000 and server.headersTimeout = 66_000: longer than the load balancer's 60 s",
    "on SIGTERM stop taking connections, finish the open requests, then end (NestJS: app.enableShutdownHooks())",
  ],
  verify: [balancerMetric(s, "502")],
});

const gatewayTimeout: Adviser = (s) => ({
  because: ["the load balancer waits 60 s for an answer and 10 s for a connection", ...checks(s)],
  immediate: [balancerMetric(s, "504"), ...behindBalancer(s).map((one) => usage(s, one, "CPUUtilization")), ...logs(s)],
  longTerm: [
    "a time-out of its own, well below 60 s, on everything that a request waits for",
    "long work behind a queue, or an answer as a stream that begins at once",
  ],
  verify: [balancerMetric(s, "504")],
});

const noTarget: Adviser = (s) => ({
  because: ["no task is registered where the request would go"],
  immediate: [
    balancerMetric(s, "503"),
    ...behindBalancer(s).map((one) => serviceState(s, one)),
    ...behindBalancer(s).map((one) => stoppedTasks(s, one)),
  ],
  longTerm: s.services
    .filter(({ scale }) => scale.min === 1)
    .map(({ name }) => `${name} may run with one task: \`scale.min: 2\` where the loss of one must not be seen`),
  verify: stables(s),
});

const certificate: Adviser = (s) => {
  const arns = s.environment.services.flatMap((one) => (one.certificate === undefined ? [] : [one.certificate]));
  return {
    because: arns.map(
      (arn) =>
        `the spec has ${arn}; the load balancer is in ${s.environment.region}${s.environment.account === undefined ? "" : `, account ${s.environment.account}`}`,
    ),
    immediate: [...new Set(arns)].map((arn) => ({
      text: "see its state, and what it still waits for",
      command: `aws acm describe-certificate --region ${arn.split(":")[3] ?? s.environment.region} --certificate-arn ${arn} --query 'Certificate.[Status,NotAfter,DomainName,DomainValidationOptions[].ResourceRecord]'`,
    })),
    longTerm: [
      "PENDING_VALIDATION: add the CNAME that the command shows to the domain's DNS; leave it there, because renewals ask for it again",
      "another region or account: ask for one there, and put its ARN under `certificate`",
      "an imported one is not renewed by ACM: let ACM issue it",
    ],
    verify: [],
  };
};

/** By code. */
export const service: Readonly<Record<string, Adviser>> = {
  "load-balancer/bad-gateway": badGateway,
  "load-balancer/certificate": certificate,
  "load-balancer/no-target": noTarget,
  "load-balancer/timeout": gatewayTimeout,
  "service/crash": crash,
  "service/disk-full": diskFull,
  "service/health-error": healthError,
  "service/health-failing": healthFailing,
  "service/health-path": healthPath,
  "service/health-timeout": healthTimeout,
  "service/killed": killed,
  "service/out-of-memory": outOfMemory,
  "service/read-only-disk": readOnlyDisk,
  "service/rolled-back": rolledBack,
  "service/tasks-stop": tasksStop,
  "service/too-many-files": tooManyFiles,
};
