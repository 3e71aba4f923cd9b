// What to do where alarms are not told, or backups not made.
import type { Step } from "#schema/diagnosis.ts";
import { aws, follow, sql } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

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

/** By code. */
export const operations: Readonly<Record<string, Adviser>> = {
  "notifier/rate-limited": rateLimited,
  "notifier/undelivered": undelivered,
  "operations/backup-failed": backupFailed,
};
