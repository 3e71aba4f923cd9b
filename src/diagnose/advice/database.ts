// What to do about troubles inside the database, and about migrations.
import { smallestFit } from "#schema/budget.ts";
import { rdsMemoryGiB } from "#schema/aws.ts";
import { changes } from "../change.ts";
import { aws, databaseEvents, databaseLog, databaseMetric, databaseState, serviceLog, sql } from "../commands.ts";
import { type Adviser, type Situation, usersOf, withoutStore } from "../situation.ts";
import { standby, standbyWords } from "./standby.ts";

const BLOCKERS =
  "SELECT pid, pg_blocking_pids(pid) AS blocked_by, state, now() - xact_start AS since, left(query, 80) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0 OR state = 'idle in transaction'";

const blockers = (s: Situation) =>
  sql(s, BLOCKERS, "see who blocks whom; SELECT pg_terminate_backend(PID) ends the one that holds the lock");

const logs = (s: Situation) => usersOf(s, "database").map((one) => serviceLog(s, one));

const deadlock: Adviser = (s) => ({
  because: ["PostgreSQL has ended one of the transactions and the other went on: nothing hangs any more"],
  immediate: [databaseLog(s)],
  longTerm: [
    "the lines behind DETAIL and CONTEXT in PostgreSQL's log name both statements: let both take their rows in one order (ORDER BY id FOR UPDATE)",
    "try a transaction again that ended with 40P01 (Prisma: P2034)",
  ],
  verify: logs(s),
});

const diskFull: Adviser = (s) => {
  const { database } = s.environment;
  if (!database) return withoutStore(s, "database");
  const larger = Math.min(65536, Math.max(database.maxStorageGiB * 2, 20));
  const more = Math.min(larger, Math.ceil(database.maxStorageGiB * 1.2));
  return {
    because: [
      `${s.names.databaseInstance} began with ${database.storageGiB} GiB and grows by itself up to ${database.maxStorageGiB} GiB, at most once in six hours`,
      "at that limit nothing can be written, and RDS stops the instance as storage-full",
    ],
    immediate: [
      databaseState(s),
      {
        text: `give it more at once; it can't shrink again (see AllocatedStorage above: the new size must be a tenth more at least)`,
        command: aws(
          s,
          "rds modify-db-instance",
          `--db-instance-identifier ${s.names.databaseInstance} --allocated-storage ${more} --max-allocated-storage ${larger} --apply-immediately`,
        ),
      },
      ...sql(
        s,
        "SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' ORDER BY pg_total_relation_size(oid) DESC LIMIT 15",
        "then see what fills it, the largest tables first",
      ),
    ],
    longTerm: [
      `raise the limit in the spec to ${larger} GiB, or remove what nobody needs (old rows, replication slots that nobody reads)`,
      "an alarm on storage tells it days before: `{ on: database, metric: storage, below: 5GiB, … }`",
    ],
    changes: larger > database.maxStorageGiB ? changes(s, ["database", "storage", "max"], `${larger}GiB`) : [],
    verify: [databaseMetric(s, "FreeStorageSpace", "free bytes go up, and stay", "Minimum"), databaseEvents(s)],
  };
};

const idleTransaction: Adviser = (s) => ({
  because: [
    "the parameter group ends a transaction in which nothing happened for 300000 ms (idle_in_transaction_session_timeout)",
    "that is a guard, not the fault: such a transaction would hold its locks for ever",
  ],
  immediate: [...blockers(s), ...logs(s)],
  longTerm: [
    "find the code that begins a transaction and then waits: no HTTP call, no sleep, no user inside it; COMMIT or ROLLBACK in every way out",
  ],
  verify: [databaseLog(s)],
});

const lockTimeout: Adviser = (s) => ({
  because: ["a statement gave up waiting; the session that holds the lock is another one, and may still hold it"],
  immediate: [...blockers(s), databaseLog(s)],
  longTerm: [
    "change tables in steps that hold a lock for a moment: CREATE INDEX CONCURRENTLY, ADD CONSTRAINT … NOT VALID and then VALIDATE, no rewrite of a large table",
    "keep transactions short",
  ],
  verify: logs(s),
});

const outOfMemory: Adviser = (s) => {
  const { database, budgets } = s.environment;
  if (!database) return withoutStore(s, "database");
  const larger = smallestFit(database.instance, database.usableConnections + 1);
  return {
    because: [
      `${database.instance} has ${rdsMemoryGiB(database.instance)} GiB for shared buffers, ${budgets.connections?.used ?? 0} connections at the peak, and every sort of each`,
    ],
    immediate: [
      databaseMetric(s, "FreeableMemory", "how much memory was left, in bytes", "Minimum"),
      databaseMetric(s, "SwapUsage", "swap that grows says the same"),
      databaseLog(s),
    ],
    longTerm: ["fewer connections and less work_mem first; then the next class, which has twice the memory"],
    changes: larger === "" ? [] : changes(s, ["database", "instance"], larger),
    verify: [databaseMetric(s, "FreeableMemory", "there is memory left under load", "Minimum")],
  };
};

const readOnly: Adviser = (s) => ({
  because: [
    `the spec has one writer, ${s.names.databaseInstance}, and no replica: the session was begun read-only, or is still on what was the writer before a failover`,
  ],
  immediate: [databaseEvents(s), databaseState(s)],
  longTerm: [
    "connect by DATABASE_URL's host and no remembered address; let the pool drop a connection whose statement ended with 25006",
  ],
  verify: logs(s),
});

const restarted: Adviser = (s) => ({
  because: [
    `RDS's window for maintenance is ${s.environment.database?.maintenanceWindow ?? "not in the spec"} (UTC)`,
    s.environment.database?.multiAz
      ? "there is a standby: a failover takes a minute or two"
      : "there is one instance: while it restarts there is no database",
  ],
  immediate: [databaseEvents(s), databaseState(s)],
  longTerm: ["let services try again with growing pauses in place of ending themselves", ...standbyWords(s)],
  changes: standby(s),
  verify: [databaseState(s), ...logs(s)],
});

const statementTimeout: Adviser = (s) => ({
  because: ["no generated setting limits statements: the limit comes from the client, the role or the URL"],
  immediate: [databaseLog(s), ...blockers(s), databaseMetric(s, "CPUUtilization", "is the database busy?", "Average")],
  longTerm: [
    "EXPLAIN (ANALYZE, BUFFERS) the statement that PostgreSQL's log names: an index, fewer rows at once, or work for the night",
  ],
  verify: logs(s),
});

/** By code. */
export const database: Readonly<Record<string, Adviser>> = {
  "database/deadlock": deadlock,
  "database/disk-full": diskFull,
  "database/idle-transaction": idleTransaction,
  "database/lock-timeout": lockTimeout,
  "database/out-of-memory": outOfMemory,
  "database/read-only": readOnly,
  "database/restarted": restarted,
  "database/statement-timeout": statementTimeout,
};
