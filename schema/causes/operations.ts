// Causes for which alarms are not told and backups not made.
import type { Causes } from "../cause.ts";

const DISCORD = "https://docs.discord.com/developers/topics/rate-limits";

/** Sorted by code. */
export const OPERATIONS = {
  "notifier/rate-limited": {
    summary: "Discord was asked too often",
    signs: [
      { words: ["You are being rate limited"], pattern: /You are being rate limited\./ },
      { words: ["Discord put "], pattern: /Discord put (?<channel>\w{1,60}) off \d{1,3} times/ },
      { words: ["Discord asks "], pattern: /Discord asks (?<channel>\w{1,60}) to wait (?<wait>\d{1,9}) ms/ },
    ],
    follows: [],
    explanation: `A webhook takes about five messages in two seconds and thirty in a minute. The notifier waits where it is asked to; an alarm that
flickers, or many at once, still run into it.

  seen      {"message": "You are being rate limited.", "retry_after": 64.57, "global": false}
  mend      longer \`period\` and \`periods\` for alarms that flicker, more channels`,
    sources: [DISCORD],
  },
  "notifier/undelivered": {
    summary: "alarms did not reach Discord",
    signs: [
      { words: ["not delivered: "], pattern: /\bnot delivered: (?<reason>[^\n]{1,120})/ },
      { words: ["Discord answered "], pattern: /Discord answered (?<status>\d{3}) for (?<channel>\w{1,60})/ },
      { words: ["Unknown Webhook"], pattern: /Unknown Webhook/ },
      { words: ["Task timed out after"], pattern: /Task timed out after (?<seconds>\d{1,4}\.\d{2}) seconds/ },
    ],
    follows: ["secret/without-value", "notifier/rate-limited"],
    explanation: `The notifier reads the channel's webhook from its secret and sends. 404 is a webhook that was deleted in Discord; 401 a token that is
wrong. Lambda tries twice more, then the message waits two weeks in the queue of dead letters.

  seen      not delivered: Discord answered 404 for errors: its webhook was deleted
  mend      a new webhook, its URL into the secret; then read the dead letters`,
    sources: [
      "https://docs.discord.com/developers/topics/opcodes-and-status-codes",
      "https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html",
    ],
  },
  "operations/backup-failed": {
    summary: "a backup or a restore failed",
    signs: [
      {
        words: ["FAILED: "],
        pattern:
          /^\S{0,40}\s?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ FAILED: (?!the migrations failed|Prisma)(?<reason>[^\n]{1,200})|\d\d:\d\d:\d\dZ FAILED: (?!the migrations failed|Prisma)[^\n]{1,200}/,
      },
    ],
    follows: ["database/*", "secret/*", "aws/access-denied", "network/certificate-untrusted", "migration/*"],
    explanation: `backup-db.sh and restore-db.sh end at the first step that fails, say which, and remove nothing: the backups that were there are there.

  seen      2026-01-31T18:00:04Z FAILED: pg_dump 17 can't dump PostgreSQL 18: use the client tools of PostgreSQL 18
  mend      what the line says, then run the backup once by hand`,
    sources: ["https://www.postgresql.org/docs/current/app-pgdump.html"],
  },
} as const satisfies Causes;
