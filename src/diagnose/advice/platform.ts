// What to do about the network, AWS's own answers, delivery, the stack, and the messages to Discord.
import type { Step } from "#schema/diagnosis.ts";
import { changeForAll, changes } from "../change.ts";
import { aws, databaseState, follow, serviceLog, sql, stable, up } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

const logs = (s: Situation): readonly Step[] => s.services.map((one) => serviceLog(s, one));
const stables = (s: Situation): readonly Step[] => s.services.map((one) => stable(s, one));
const pulumi = (s: Situation, verb: string): string => `(cd infra && pulumi ${verb} --stack ${s.environment.name})`;

const accessDenied: Adviser = (s) => {
  const [action, resource] = [s.tally.values["action"], s.tally.values["resource"]];
  return {
    because: [
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
    verify: logs(s),
  };
};

const quota: Adviser = (s) => {
  const what = s.tally.values["what"]?.[0] ?? s.tally.values["quota"]?.[0] ?? "";
  const isAddress = /address/i.test(what);
  const { nat, zones } = s.environment.network;
  return {
    because: [
      ...(what === "" ? [] : [`it is the quota of ${what}`]),
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
    changes: isAddress && nat === "per-az" ? changes(s, ["network", "nat"], "single") : [],
    verify: [up(s)],
  };
};

const throttled: Adviser = (s) => ({
  because: ["SDKs wait and try again by themselves: what is told is what was still refused after that"],
  immediate: logs(s),
  longTerm: [
    "keep what was read in memory, ask for many things at once, and don't poll from every task",
    "AWS_RETRY_MODE=adaptive and AWS_MAX_ATTEMPTS=10 in the service's `env` make SDKs more patient",
  ],
  verify: logs(s),
});

const roleRefused: Adviser = (s) => {
  const { delivery } = s.model;
  if (!delivery)
    return {
      because: ["the spec has no `delivery`: this pipeline is not of its making"],
      immediate: [],
      longTerm: [],
      verify: [],
    };
  const name = `${delivery.owner}/${delivery.repository}`;
  const ids = delivery.ownerId !== undefined && delivery.repositoryId !== undefined;
  return {
    because: [
      `${s.names.deployRole} trusts jobs of ${name} that name the environment ${s.environment.name}: the subject repo:${name}:environment:${s.environment.name}${ids ? `, and repo:${delivery.owner}@${delivery.ownerId}/${delivery.repository}@${delivery.repositoryId}:environment:${s.environment.name}` : ""}`,
      ...(ids ? [] : ["repositories made since July 2026 have subjects with ids, and the spec gives none"]),
      `the account ${s.environment.account ?? ""} ${s.environment.oidcProvider === "create" ? "gets its provider from this stack" : "must have the provider already (`oidcProvider: existing`)"}`,
    ],
    immediate: [
      {
        text: "see the ids and the name as GitHub has them",
        command: `gh api repos/${name} --jq '[.full_name, .owner.id, .id]'`,
      },
      {
        text: "see whom the role trusts, and whether the provider is there",
        command: `aws iam get-role --role-name ${s.names.deployRole} --query 'Role.AssumeRolePolicyDocument.Statement[].Condition'
aws iam list-open-id-connect-providers`,
      },
    ],
    longTerm: [
      "write what GitHub says under `delivery.github` (repository, ownerId, repositoryId), build, and bring the stack up once from a machine that may",
      "jobs must name their GitHub environment, as the generated ones do; the name of the organization is case-sensitive",
    ],
    verify: [{ text: "run the deployment again", command: `gh run rerun --failed --repo ${name} RUN` }],
  };
};

const untrusted: Adviser = (s) => ({
  because: [
    "the images have RDS's certificate authorities at /etc/ssl/certs/rds-global-bundle.pem; NODE_EXTRA_CA_CERTS and PGSSLROOTCERT name it",
    ...s.services
      .filter(({ service }) => service.framework === "custom")
      .map(({ name }) => `${name} brings its own Dockerfile, which has to do the same`),
  ],
  immediate: [...logs(s), ...(s.environment.database ? [databaseState(s)] : [])],
  longTerm: [
    "give the client DATABASE_URL as it is; an `ssl: { ca }` of its own replaces what the environment says",
    "never `rejectUnauthorized: false`: it would trust anybody who answers",
  ],
  verify: stables(s),
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
    immediate: logs(s),
    longTerm: ["take URLs from the environment: DATABASE_URL, REDIS_URL, <NAME>_URL for each service in `calls`"],
    changes:
      caller && wanted
        ? changeForAll(s, ["services", caller.name, "calls"], [...caller.service.calls, wanted.name])
        : [],
    verify: stables(s),
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
      ...logs(s),
    ],
    longTerm: ["a time-out and another try with growing pauses on every call outside"],
    changes:
      first && closed.length === 1 && s.services.length === 1 && nat !== "none"
        ? changeForAll(s, ["services", first.name, "internet"], true)
        : [],
    verify: logs(s),
  };
};

const notifierLog = (s: Situation): Step => follow(s, s.names.notifierLogGroup, "read the notifier's log", "1d");
const deadLetters = (s: Situation): Step => ({
  text: "see how many messages wait as dead letters (they stay two weeks)",
  command: `queue=$(${aws(s, "sqs get-queue-url", `--queue-name ${s.names.notifierDeadLetters}`, "--query QueueUrl --output text")})
${aws(s, "sqs get-queue-attributes", '--queue-url "$queue"', "--attribute-names ApproximateNumberOfMessages")}`,
});

const rateLimited: Adviser = (s) => ({
  because: [
    ...(s.model.alerts?.channels ?? []).map(
      ({ name }) =>
        `${s.environment.alarms.filter(({ channel }) => channel === name).length} alarms tell the channel ${name}`,
    ),
    "each change of an alarm's state is a message; the notifier waits where Discord asks it to, as far as its time goes",
  ],
  immediate: [
    notifierLog(s),
    {
      text: "see which alarm changes so often",
      command: aws(
        s,
        "cloudwatch describe-alarm-history",
        "--history-item-type StateUpdate --max-items 50 --query 'AlarmHistoryItems[].[Timestamp,AlarmName,HistorySummary]' --output text",
      ),
    },
    deadLetters(s),
  ],
  longTerm: [
    "give an alarm that flickers a longer `period`, or more `periods`; channels of their own for what tells often",
  ],
  verify: [notifierLog(s)],
});

const undelivered: Adviser = (s) => {
  const named = s.tally.values["channel"] ?? [];
  const channels = (s.model.alerts?.channels ?? []).filter(({ name }) => named.length === 0 || named.includes(name));
  return {
    because: [
      ...(s.tally.values["status"] ?? []).map(
        (status) => `Discord answered ${status}${status === "404" ? ": the webhook was deleted" : ""}`,
      ),
      ...channels.map(({ name, secret }) => `the channel ${name} reads its webhook from ${s.names.secret(secret)}`),
      "the notifier reads a secret at most every five minutes, so that a new value needs no deployment",
    ],
    immediate: [
      notifierLog(s),
      ...channels.map(({ name, secret }) => ({
        text: `make a webhook in the channel that ${name} means, and put its URL into the secret`,
        command: `IFS= read -rs value && printf %s "$value" | ${aws(s, "secretsmanager put-secret-value", `--secret-id ${s.names.secret(secret)}`, "--secret-string file:///dev/stdin")}`,
      })),
      deadLetters(s),
    ],
    longTerm: [
      "no alarm watches the notifier, because it would have to tell of its own failure: look at its dead letters now and then",
    ],
    verify: [
      {
        text: "let an alarm speak: it goes back to its true state by itself",
        command: aws(
          s,
          "cloudwatch set-alarm-state",
          `--alarm-name ${s.names.alarm(s.environment.alarms[0]?.name ?? "NAME")} --state-value ALARM --state-reason test`,
        ),
      },
    ],
  };
};

const backupFailed: Adviser = (s) => ({
  because: [
    ...(s.tally.values["reason"] ?? []),
    s.environment.backup
      ? `backups run on ${s.environment.backup.cron} (UTC), and the newest ${s.environment.backup.keep} stay; a run that fails removes none`
      : "the spec has no `operations.backup`: this is not its script",
  ],
  immediate: [
    follow(s, s.names.backupLogGroup, "read the whole log of the run", "2d"),
    ...sql(s, "SELECT version()", "does the task reach the database at all?"),
  ],
  longTerm: ["RDS's own backups are not touched by it: any second of their retention can still be restored"],
  verify: s.environment.backup
    ? [
        {
          text: "see the backups that are there, the newest last",
          command: aws(
            s,
            "s3 ls",
            `s3://${s.names.bucket(s.model.backup?.bucket ?? "", s.environment.account ?? "ACCOUNT")}/daily/ --human-readable`,
          ),
        },
      ]
    : [],
});

const scheduled: Adviser = (s) => ({
  because: ["a deleted secret keeps its name for its window: 30 days in a protected environment, else 7"],
  immediate: [
    {
      text: "see which wait for their deletion",
      command: aws(
        s,
        "secretsmanager list-secrets",
        `--include-planned-deletion --filters Key=name,Values=${s.model.project}/${s.environment.name}/`,
        "--query 'SecretList[?DeletedDate].[Name,DeletedDate,ARN]' --output text",
      ),
    },
    {
      text: "bring one back and give it to the stack: its key in infra/secrets.ts in place of KEY",
      command: `${aws(s, "secretsmanager restore-secret", `--secret-id ${s.model.project}/${s.environment.name}/NAME`)}
(cd infra && pulumi import aws:secretsmanager/secret:Secret KEY ARN --stack ${s.environment.name})`,
    },
    {
      text: "or, if its value is needed no more, delete it for good; this can't be undone",
      command: aws(
        s,
        "secretsmanager delete-secret",
        `--secret-id ${s.model.project}/${s.environment.name}/NAME --force-delete-without-recovery`,
      ),
    },
  ],
  longTerm: [],
  verify: [up(s)],
});

const locked: Adviser = (s) => ({
  because: [
    "one update of a stack runs at a time; the workflow waits for its own, and not for one that somebody runs by hand",
  ],
  immediate: [
    {
      text: "see whether one still runs: only if none does, go on",
      command: `(cd infra && pulumi stack history --stack ${s.environment.name} --page-size 3)`,
    },
    { text: "take the lock away, and learn what AWS has", command: `${pulumi(s, "cancel")}\n${pulumi(s, "refresh")}` },
  ],
  longTerm: ["let the pipeline alone bring stacks up; don't stop it midway"],
  verify: [up(s)],
});

const pending: Adviser = (s) => ({
  because: (s.tally.values["urn"] ?? []).slice(0, 5).map((urn) => `not known: ${urn.split("::").slice(2).join(" ")}`),
  immediate: [
    { text: "learn what AWS has; read what it asks about each before you accept it", command: pulumi(s, "refresh") },
  ],
  longTerm: ["a resource that was made and is not known is imported (`pulumi import`) or removed by hand"],
  verify: [up(s)],
});

const isProtected: Adviser = (s) => ({
  because: [
    `\`protect: ${s.environment.protect}\` in ${s.environment.name}`,
    ...(s.tally.values["urn"] ?? []).map((urn) => `it is ${urn.split("::").slice(2).join(" ")}`),
  ],
  immediate: [
    { text: "see which change of the spec would replace or delete it", command: "sage-gen diff --base HEAD~1" },
    { text: "see it as Pulumi does", command: pulumi(s, "preview --diff") },
  ],
  longTerm: [
    "take the change back, unless it is meant",
    "if it is meant: save the data (a snapshot, a backup), set `protect: false`, build, bring it up, and only then make the change",
  ],
  verify: [{ text: "the preview replaces and deletes nothing that holds data", command: pulumi(s, "preview") }],
});

const nameTaken: Adviser = (s) => ({
  because: [
    `names of ${s.environment.name} begin with ${s.names.prefix}`,
    ...(s.tally.values["error"]?.some((error) => error.startsWith("DBSnapshot"))
      ? [`${s.names.finalSnapshot} is the last snapshot of a database that was destroyed before`]
      : []),
  ],
  immediate: [
    ...(s.tally.values["error"]?.some((error) => error.startsWith("DBSnapshot"))
      ? [
          {
            text: "keep the old snapshot under another name, then remove it",
            command: `${aws(s, "rds copy-db-snapshot", `--source-db-snapshot-identifier ${s.names.finalSnapshot} --target-db-snapshot-identifier ${s.names.finalSnapshot}-old`)}
${aws(s, "rds wait db-snapshot-available", `--db-snapshot-identifier ${s.names.finalSnapshot}-old`)}
${aws(s, "rds delete-db-snapshot", `--db-snapshot-identifier ${s.names.finalSnapshot}`)}`,
          },
        ]
      : []),
    {
      text: "if it is this stack's own, give it to the stack: type, key in infra/ and id as `pulumi preview` names them",
      command: `(cd infra && pulumi import TYPE KEY ID --stack ${s.environment.name})`,
    },
  ],
  longTerm: ["GitHub's provider exists once in an account: `oidcProvider: existing` uses the one that is there"],
  changes:
    s.tally.quotes.some(({ text }) => /oidc|OpenIDConnect|openIdConnect/.test(text)) &&
    s.environment.oidcProvider === "create"
      ? [[{ op: "add", path: ["environments", s.environment.name, "oidcProvider"], value: "existing" }]]
      : [],
  verify: [up(s)],
});

/** By code. */
export const platform: Readonly<Record<string, Adviser>> = {
  "aws/access-denied": accessDenied,
  "aws/quota": quota,
  "aws/throttled": throttled,
  "delivery/role-refused": roleRefused,
  "network/certificate-untrusted": untrusted,
  "network/name-not-found": nameNotFound,
  "network/outside-unreachable": outside,
  "notifier/rate-limited": rateLimited,
  "notifier/undelivered": undelivered,
  "operations/backup-failed": backupFailed,
  "secret/scheduled-for-deletion": scheduled,
  "stack/locked": locked,
  "stack/name-taken": nameTaken,
  "stack/pending": pending,
  "stack/protected": isProtected,
};
