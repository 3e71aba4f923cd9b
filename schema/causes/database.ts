// Causes inside the database: space, locks, time limits, restarts.
import { type Causes, prisma, sqlstate } from "../cause.ts";

const ERRCODES = "https://www.postgresql.org/docs/current/errcodes-appendix.html";
const CLIENT = "https://www.postgresql.org/docs/current/runtime-config-client.html";
const RDS_EVENTS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html";

/** Sorted by code. */
export const DATABASE = {
  "database/deadlock": {
    summary: "transactions waited for one another, and PostgreSQL ended one",
    signs: [{ words: ["deadlock detected"], pattern: /deadlock detected/ }, sqlstate("40P01"), prisma("P2034")],
    follows: [],
    explanation: `Two transactions took the same rows in different orders. PostgreSQL notices after deadlock_timeout (1 s) and ends one of
them; the other goes on. No setting of AWS prevents it.

  seen      ERROR:  deadlock detected   DETAIL:  Process 18 waits for ShareLock on transaction 742; blocked by process 21.   (40P01)
  mend      take rows in one order everywhere, keep transactions short, and try the ended one again`,
    sources: ["https://www.postgresql.org/docs/current/explicit-locking.html", ERRCODES],
  },
  "database/disk-full": {
    summary: "the database's disk is full",
    signs: [
      { words: ["could not extend file"], pattern: /could not extend file .{0,200}No space left on device/ },
      sqlstate("53100"),
      {
        words: ["Allocated storage has been exhausted", "storage-full"],
        pattern: /Allocated storage has been exhausted|\bstorage-full\b/,
      },
    ],
    follows: [],
    explanation: `RDS grows storage by itself up to \`storage.max\`, at most once in six hours. At the limit, or when data comes faster, PostgreSQL can't
write, and the instance stops in the state storage-full until it gets more.

  seen      ERROR:  could not extend file "base/16384/16492": No space left on device   (53100)
  mend      raise allocated storage now with \`aws rds modify-db-instance\`, and \`storage.max\` in the spec; storage never shrinks again`,
    sources: [
      "https://github.com/dokku/dokku-postgres/issues/150",
      "https://repost.aws/knowledge-center/rds-autoscaling-low-free-storage",
      RDS_EVENTS,
    ],
  },
  "database/idle-transaction": {
    summary: "transactions were left open, and PostgreSQL ended them",
    signs: [
      {
        words: ["terminating connection due to idle-in-transaction timeout"],
        pattern: /terminating connection due to idle-in-transaction timeout/,
      },
      sqlstate("25P03"),
    ],
    follows: [],
    explanation: `The parameter group ends a transaction in which nothing happened for five minutes, because it holds its locks and keeps old row
versions alive. The code began a transaction and then waited for something else, or lost its way to COMMIT.

  seen      FATAL:  terminating connection due to idle-in-transaction timeout   (25P03)
  mend      no call to another service inside a transaction; ROLLBACK in every way out of it`,
    sources: [
      "https://github.com/PrairieLearn/PrairieLearn/issues/2396",
      "https://github.com/algorand/indexer/issues/551",
      CLIENT,
    ],
  },
  "database/lock-timeout": {
    summary: "statements waited in vain for a lock",
    signs: [
      { words: ["canceling statement due to lock timeout"], pattern: /canceling statement due to lock timeout/ },
      sqlstate("55P03"),
      { words: ["could not obtain lock on "], pattern: /could not obtain lock on (?:row in )?relation/ },
    ],
    follows: ["database/idle-transaction"],
    explanation: `Another session holds a lock and does not let go: a migration that changes a table, a long transaction, or one that was left open.

  seen      ERROR:  canceling statement due to lock timeout   (55P03)
  mend      find the session that blocks and end it; change tables in steps that hold locks for a moment only`,
    sources: ["https://www.postgresql.org/docs/current/explicit-locking.html", ERRCODES, CLIENT],
  },
  "database/out-of-memory": {
    summary: "PostgreSQL had no memory left",
    signs: [
      { words: ["Failed on request of size"], pattern: /Failed on request of size (?<bytes>\d{1,12})/ },
      sqlstate("53200"),
      {
        words: ["because of crash of another server process"],
        pattern: /terminating connection because of crash of another server process/,
      },
    ],
    follows: [],
    explanation: `Each connection and each sort takes memory beside the shared buffers. A class that is too small for its connections ends queries,
or the kernel ends a process, and then PostgreSQL restarts all of them.

  seen      ERROR:  out of memory   DETAIL:  Failed on request of size 2097152   (53200)
  mend      fewer connections, smaller sorts, or the next larger class`,
    sources: [ERRCODES, "https://github.com/dwyl/learn-postgresql/issues/125"],
  },
  "database/read-only": {
    summary: "writes reached a database that takes none",
    signs: [
      { words: ["in a read-only transaction"], pattern: /cannot execute [A-Z][A-Z ]{1,30} in a read-only transaction/ },
      sqlstate("25006"),
    ],
    follows: ["database/disk-full", "database/restarted"],
    explanation: `The session is on a standby or replica, or the transaction was begun read-only. After a failover a client that remembers the old
address for ever does that.

  seen      ERROR:  cannot execute INSERT in a read-only transaction   (25006)
  mend      connect by the instance's name as DATABASE_URL has it, and let the pool drop the connections that failed`,
    sources: [ERRCODES, "https://www.postgresql.org/docs/current/hot-standby.html"],
  },
  "database/restarted": {
    summary: "the database restarted or failed over",
    signs: [
      {
        words: ["terminating connection due to administrator command"],
        pattern: /terminating connection due to administrator command/,
      },
      {
        words: ["the database system is "],
        pattern: /the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)/,
      },
      {
        words: ["DB instance restarted", "Multi-AZ instance failover", "DB instance shutdown"],
        pattern: /DB instance restarted|DB instance shutdown|Multi-AZ instance failover (?:started|completed)/,
      },
    ],
    follows: ["database/disk-full", "database/out-of-memory"],
    explanation: `RDS restarts an instance for maintenance, for a change of class or of a static parameter, after a crash, and by a failover. A
single instance is away meanwhile; with multiAz it is the minute or two of a failover.

  seen      FATAL:  terminating connection due to administrator command   (57P01)
  mend      clients that try again; \`multiAz: true\` where minutes matter; a maintenance window that fits`,
    sources: [ERRCODES, RDS_EVENTS],
  },
  "database/statement-timeout": {
    summary: "statements took longer than they may",
    signs: [
      {
        words: ["canceling statement due to statement timeout"],
        pattern: /canceling statement due to statement timeout/,
      },
    ],
    follows: ["database/lock-timeout", "database/idle-transaction"],
    explanation: `The role, the session or the client set statement_timeout, and statements run into it: a missing index, a plan that changed, or a
wait for a lock. The same code 57014 stands for statements that their client gave up.

  seen      ERROR:  canceling statement due to statement timeout   (57014)
  mend      EXPLAIN the statement (those of more than a second are in PostgreSQL's log); an index, or less at once`,
    sources: [CLIENT, ERRCODES],
  },
} as const satisfies Causes;
