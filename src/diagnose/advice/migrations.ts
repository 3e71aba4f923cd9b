// What to do about migrations.
import { changes } from "../change.ts";
import { deploy, follow, serviceLog, sql } from "../commands.ts";
import { type Adviser, type Situation, usersOf } from "../situation.ts";

const logs = (s: Situation) => usersOf(s, "database").map((one) => serviceLog(s, one));

const migrationLog = (s: Situation) => {
  const { migration } = s.model;
  return migration
    ? [follow(s, s.names.service(migration.service).migrationLogGroup, "read the log of the migration", "1d")]
    : [];
};
const release = (s: Situation) => (s.model.migration ? [deploy(s, { name: s.model.migration.service })] : []);

const migrationBlocked: Adviser = (s) => ({
  because: [
    ...(s.tally.values["migration"] ?? []).map((name) => `the migration ${name} is marked as failed`),
    "migrate.sh brings the database back after a failure, so that this mark is from a run by hand, or from one that was killed",
  ],
  immediate: [
    ...migrationLog(s),
    ...sql(
      s,
      "SELECT migration_name, started_at, finished_at, rolled_back_at, applied_steps_count FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL",
      "see which migration is marked",
    ),
    ...sql(
      s,
      `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${safe(s.tally.values["migration"]?.[0]) ?? "NAME"}' AND finished_at IS NULL AND rolled_back_at IS NULL`,
      "once you have seen that nothing of it is left in the schema, say so: it is what `prisma migrate resolve --rolled-back` does, from within the network",
    ),
  ],
  longTerm: ["run migrations by the pipeline alone: it dumps before, and brings back after a failure"],
  verify: release(s),
});

/** A name that can stand in a statement as it is. */
const safe = (name: string | undefined): string | undefined =>
  name !== undefined && /^[\w.-]+$/.test(name) ? name : undefined;

const migrationFailed: Adviser = (s) => ({
  because: [
    ...(s.tally.values["migration"] ?? []).map((name) => `it is the migration ${name}`),
    ...(s.model.migration
      ? [
          `the pipeline of ${s.model.migration.service} runs migrations before the rollout: what runs is still the release before`,
        ]
      : ["the spec has no `operations.migration`: these migrations run some other way"]),
  ],
  immediate: migrationLog(s),
  longTerm: [
    "mend the migration so that it fits the data that is there, and try it on a copy (a restore to another point in time makes one)",
  ],
  verify: release(s),
});

const notApplied: Adviser = (s) => ({
  because: [
    ...(s.tally.values["relation"] ?? []).map((name) => `there is no relation ${name}`),
    ...(s.model.migration
      ? [`migrations of ${s.model.migration.service} run before each rollout of it`]
      : ["the spec has no `operations.migration`: nothing applies migrations"]),
  ],
  immediate: [...migrationLog(s), ...release(s)],
  longTerm: [
    "remove a table or column one release after the code that no longer asks for it, so that a rollback finds what it needs",
  ],
  changes:
    !s.model.migration && s.environment.services.some(({ service }) => service.image.prisma)
      ? changes({ ...s, model: { ...s.model, environments: [s.environment] } }, ["operations", "migration"], {})
      : [],
  verify: logs(s),
});

/** By code. */
export const migrations: Readonly<Record<string, Adviser>> = {
  "migration/blocked": migrationBlocked,
  "migration/failed": migrationFailed,
  "migration/not-applied": notApplied,
};
