// What to do about the network, and about what AWS itself answers.
import { changeForAll } from "../change.ts";
import { allStable, aws, databaseState, serviceLogs, up } from "../commands.ts";
import type { Adviser } from "../situation.ts";

const accessDenied: Adviser = (s) => {
  const [action, resource] = [s.tally.values["action"], s.tally.values["resource"]];
  const roles = s.tally.values["role"] ?? [];
  return {
    because: [
      ...roles.map(
        (role) =>
          `the role is ${role}${role.startsWith(`${s.names.prefix}-`) ? ", one of this spec's" : `, none of ${s.environment.name}'s`}`,
      ),
      ...(action
        ? [`asked for: ${action.join(", ")}${resource ? `, on ${resource.slice(0, 3).join(", ")}` : ""}`]
        : []),
      `roles of ${s.environment.name}: ${s.services.map(({ name }) => s.names.role(`${name}-task`)).join(", ")} (what the program may), ${s.services.map(({ name }) => s.names.role(`${name}-execution`)).join(", ")} (what starts its tasks)${s.model.delivery ? `, ${s.names.deployRole} and ${s.names.infrastructureRole} (pipelines)` : ""}`,
    ],
    immediate: [
      ...s.services.map(({ name }) => ({
        text: `see what the program in ${name} may do`,
        command: `aws iam list-role-policies --role-name ${s.names.role(`${name}-task`)} && aws iam get-role-policy --role-name ${s.names.role(`${name}-task`)} --policy-name NAME`,
      })),
      up(s),
    ],
    longTerm: [
      "what the application does in AWS beside its stores and secrets is added in infra/extensions.ts, as a policy on its task role: the one action on the one resource",
      "a permission that was given by hand is lost at the next `pulumi up` after a refresh",
    ],
    verify: serviceLogs(s),
  };
};

const quota: Adviser = (s) => {
  const whats = s.tally.values["what"] ?? s.tally.values["quota"] ?? [];
  const isAddress = whats.some((what) => /address/i.test(what));
  const { nat, zones } = s.environment.network;
  return {
    because: [
      ...(whats.length === 0 ? [] : [`it is the quota of ${whats.join(", ")}`]),
      `${s.environment.name} needs one VPC and ${nat === "per-az" ? zones.length : nat === "single" ? 1 : 0} elastic addresses (\`nat: ${nat}\`); environments in the same account and region share the quota`,
    ],
    immediate: [
      {
        text: "see what the account may have, and what it has",
        command: `${aws(s, "service-quotas list-service-quotas", isAddress ? "--service-code ec2" : "--service-code vpc", "--query 'Quotas[].[QuotaName,QuotaCode,Value]' --output text")}
${isAddress ? aws(s, "ec2 describe-addresses", "--query 'Addresses[].[PublicIp,AssociationId,Tags]'") : aws(s, "ec2 describe-vpcs", "--query 'Vpcs[].[VpcId,CidrBlock,Tags]'")}`,
      },
      {
        text: "ask for more; put the code that the list shows in place of CODE",
        command: aws(
          s,
          "service-quotas request-service-quota-increase",
          `--service-code ${isAddress ? "ec2" : "vpc"} --quota-code CODE --desired-value 10`,
        ),
      },
    ],
    longTerm: ["remove what nobody uses; an account of its own for each environment has quotas of its own"],
    verify: [up(s)],
  };
};

const throttled: Adviser = (s) => ({
  because: ["SDKs wait and try again by themselves: what is told is what was still refused after that"],
  immediate: serviceLogs(s),
  longTerm: [
    "keep what was read in memory, ask for many things at once, and don't poll from every task",
    "AWS_RETRY_MODE=adaptive and AWS_MAX_ATTEMPTS=10 in the service's `env` make SDKs more patient",
  ],
  verify: serviceLogs(s),
});

const untrusted: Adviser = (s) => ({
  because: [
    "the images have RDS's certificate authorities at /etc/ssl/certs/rds-global-bundle.pem; NODE_EXTRA_CA_CERTS and PGSSLROOTCERT name it",
    ...s.services
      .filter(({ service }) => service.framework === "custom")
      .map(({ name }) => `${name} brings its own Dockerfile, which has to do the same`),
  ],
  immediate: [...serviceLogs(s), ...(s.environment.database ? [databaseState(s)] : [])],
  longTerm: [
    "give the client DATABASE_URL as it is; an `ssl: { ca }` of its own replaces what the environment says",
    "never `rejectUnauthorized: false`: it would trust anybody who answers",
  ],
  verify: allStable(s),
});

const nameNotFound: Adviser = (s) => {
  const hosts = s.tally.values["host"] ?? [];
  const called = s.model.services.filter(({ name }) =>
    hosts.some((host) => host === name || host.startsWith(`${name}.`)),
  );
  const local = hosts.filter((host) => ["postgres", "valkey", "redis", "db", "localhost"].includes(host));
  const caller = s.services.length === 1 ? s.services[0] : undefined;
  const [wanted] = called.filter(
    ({ name, deploy }) => deploy && name !== caller?.name && !caller?.service.calls.includes(name),
  );
  return {
    because: [
      `asked for: ${hosts.join(", ")}`,
      ...(local.length > 0
        ? [`${local.join(", ")}: a name of compose, which exists on a developer's machine alone`]
        : []),
      ...called.map(({ name, deploy }) =>
        deploy
          ? `${name} is a service of this spec: its name in AWS is ${name}.${s.names.namespace}, and it has one if some service \`calls\` it`
          : `${name} is not deployed (\`deploy: false\`)`,
      ),
    ],
    immediate: serviceLogs(s),
    longTerm: ["take URLs from the environment: DATABASE_URL, REDIS_URL, <NAME>_URL for each service in `calls`"],
    changes:
      caller && wanted
        ? changeForAll(s, ["services", caller.name, "calls"], [...caller.service.calls, wanted.name])
        : [],
    verify: allStable(s),
  };
};

const outside: Adviser = (s) => {
  const { nat } = s.environment.network;
  const closed = s.services.filter(({ internet }) => !internet);
  const [first] = closed;
  return {
    because: [
      `\`nat: ${nat}\` in ${s.environment.name}`,
      ...closed.map(({ name }) => `${name} says \`internet: false\`: nothing lets it out`),
      ...(closed.length === 0 ? ["the spec gives these services a way out: the gateway, or the other side"] : []),
    ],
    immediate: [
      {
        text: "see whether the gateways work",
        command: aws(
          s,
          "ec2 describe-nat-gateways",
          `--filter Name=tag:Project,Values=${s.model.project} Name=tag:Environment,Values=${s.environment.name}`,
          "--query 'NatGateways[].[NatGatewayId,State,FailureMessage]' --output text",
        ),
      },
      ...serviceLogs(s),
    ],
    longTerm: ["a time-out and another try with growing pauses on every call outside"],
    changes:
      first && closed.length === 1 && s.services.length === 1 && nat !== "none"
        ? changeForAll(s, ["services", first.name, "internet"], true)
        : [],
    verify: serviceLogs(s),
  };
};

/** By code. */
export const network: Readonly<Record<string, Adviser>> = {
  "aws/access-denied": accessDenied,
  "aws/quota": quota,
  "aws/throttled": throttled,
  "network/certificate-untrusted": untrusted,
  "network/name-not-found": nameNotFound,
  "network/outside-unreachable": outside,
};
