// Causes around migrations of the schema.
import { type Causes, prisma } from "../cause.ts";

const ERRCODES = "https://www.postgresql.org/docs/current/errcodes-appendix.html";
const PRISMA = "https://www.prisma.io/docs/orm/reference/error-reference";

/** Sorted by code. */
export const MIGRATIONS = {
  "migration/blocked": {
    summary: "a failed migration blocks all later ones",
    signs: [
      prisma("P3009"),
      {
        words: ["migrate found failed migrations in the target database"],
        pattern: /migrate found failed migrations in the target database/,
      },
      {
        words: [" migration started at "],
        pattern: /The `(?<migration>[\w .-]{1,120})` migration started at .{10,60} failed/,
        supports: true,
      },
    ],
    follows: ["migration/failed"],
    explanation: `Prisma marks a migration that failed, and applies nothing after it until somebody says how it ended. migrate.sh brings the database
back after a failure, so that this comes from a run by hand or one that was killed.

  seen      Error: P3009   migrate found failed migrations in the target database, new migrations will not be applied.
  mend      \`prisma migrate resolve --rolled-back NAME\` once the database is as it was before; then a mended migration`,
    sources: [
      "https://github.com/langfuse/langfuse-k8s/issues/253",
      "https://www.prisma.io/docs/orm/prisma-migrate/workflows/patching-and-hotfixing",
      PRISMA,
    ],
  },
  "migration/failed": {
    summary: "a migration failed",
    signs: [
      prisma("P3018"),
      { words: ["A migration failed to apply"], pattern: /A migration failed to apply/ },
      {
        words: ["FAILED: the migrations failed and are rolled back"],
        pattern: /FAILED: the migrations failed and are rolled back/,
      },
      { words: ["Migration name:"], pattern: /Migration name: (?<migration>[\w .-]{1,120})/, supports: true },
    ],
    follows: ["database/*"],
    explanation: `A statement of the migration was refused: data that does not fit a new constraint, a lock that was not given, a name that exists.
The pipeline stops before the rollout, and migrate.sh brings the database back to what it was.

  seen      Error: P3018   A migration failed to apply. New migrations cannot be applied before the error is recovered from.
  mend      the migration, so that it fits the data that is there; then deploy again`,
    sources: [PRISMA, "https://www.prisma.io/docs/orm/prisma-migrate/workflows/patching-and-hotfixing"],
  },
  "migration/not-applied": {
    summary: "the code asks for tables or columns that the database does not have",
    signs: [
      { words: ["does not exist"], pattern: /\brelation "(?<relation>[^"\n]{1,120})" does not exist/ },
      { words: ["does not exist"], pattern: /\bcolumn (?<column>[^\n]{1,120}) does not exist/ },
      prisma("P2021"),
      prisma("P2022"),
    ],
    follows: ["migration/blocked", "migration/failed"],
    explanation: `Code and schema are of different releases: a migration that was not applied, one that was taken back, or a release that went back
behind a migration that had removed something.

  seen      The table \`public.Chat\` does not exist in the current database.   (P2021, 42P01)
  mend      apply the migrations; remove a column one release after the code that no longer asks for it`,
    sources: [PRISMA, ERRCODES],
  },
} as const satisfies Causes;
