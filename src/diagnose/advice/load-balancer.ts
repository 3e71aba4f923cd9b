// What to do where the load balancer answers by itself.
import type { Step } from "#schema/diagnosis.ts";
import type { DeployedService } from "#schema/model.ts";
import { allStable, aws, serviceLogs, serviceState, stoppedTasks, usage } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";
import { checks } from "./health.ts";

const behindBalancer = (s: Situation): readonly DeployedService[] =>
  s.services.filter(({ service }) => service.expose === "public");

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
  immediate: [balancerMetric(s, "502"), ...behindBalancer(s).map((one) => stoppedTasks(s, one)), ...serviceLogs(s)],
  longTerm: [
    "server.keepAliveTimeout = 65_000 and server.headersTimeout = 66_000: longer than the load balancer's 60 s",
    "on SIGTERM stop taking connections, finish the open requests, then end (NestJS: app.enableShutdownHooks())",
  ],
  verify: [balancerMetric(s, "502")],
});

const gatewayTimeout: Adviser = (s) => ({
  because: ["the load balancer waits 60 s for an answer and 10 s for a connection", ...checks(s)],
  immediate: [
    balancerMetric(s, "504"),
    ...behindBalancer(s).map((one) => usage(s, one, "CPUUtilization")),
    ...serviceLogs(s),
  ],
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
  verify: allStable(s),
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
export const loadBalancer: Readonly<Record<string, Adviser>> = {
  "load-balancer/bad-gateway": badGateway,
  "load-balancer/certificate": certificate,
  "load-balancer/no-target": noTarget,
  "load-balancer/timeout": gatewayTimeout,
};
