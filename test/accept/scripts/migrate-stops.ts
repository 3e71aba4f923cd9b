// migrate.sh, stopped anywhere; and what of it other people on the machine can see.
import { expect } from "vitest";
import { makeBench, noSessions, type Proof } from "./bench.ts";
import { besideOf, benchOfMigration, GOOD } from "./migrate-proofs.ts";
import { ENGINE, placeFailingProject } from "./prisma.ts";
import { judgeStarted, traced } from "./secrets.ts";
import { stopBetween, stopEverywhere, type Stoppable } from "./stops.ts";

const inProject = (project: string, script: readonly string[]): readonly string[] => [
  "bash",
  "-c",
  'cd "$1" && shift && exec "$@"',
  "bash",
  project,
  ...script,
];

/** Whenever it is stopped: every migration is applied, or the database is what it was. */
export const stoppedMigration: Proof = async (lab) => {
  // Half of it stays if nothing brings it back.
  const migrations = { ...GOOD, "20260103000000_slow": "DELETE FROM entries; COMMIT; SELECT pg_sleep(0.3);" };
  const projects = new Map<string, string>();
  const migration: Stoppable = {
    bench: async () => {
      const [bench, project] = await benchOfMigration(lab, migrations);
      projects.set(bench.database, project);
      return bench;
    },
    command: (bench) => inProject(projects.get(bench.database) ?? "", bench.script("migrate.sh")),
    env: () => ({ PRISMA_SCHEMA_ENGINE_BINARY: ENGINE, BACKUP_BUCKET: "" }),
    judge: async (bench, { status }) => {
      const tables =
        "select string_agg(relname, ' ' order by relname) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";
      const entries = await bench.sql("select count(*) from entries");
      const wanted =
        status === 0 ? "0 Reader _prisma_migrations accounts entries" : "2000 _prisma_migrations accounts entries";
      expect(`${entries} ${await bench.sql(tables)}`).toBe(wanted);
      const beside = await besideOf(bench);
      expect(beside.filter((name) => !name.includes("_failed_"))).toEqual([]);
      if (status === 0) expect(beside).toEqual([]);
      expect(bench.left()).toEqual([]);
      await noSessions(bench);
    },
  };
  const anywhere = await stopEverywhere(migration, [0, 400, 800, 1200, 1600]);
  return `${anywhere}; ${await stopBetween(migration, /^pg_dump --format/, 5)}`;
};

/** Whenever it is stopped while a migration fails and is undone: the database is what it was. */
export const stoppedWayBack: Proof = async (lab) => {
  const project = placeFailingProject();
  return stopEverywhere(
    {
      bench: () => makeBench(lab, "migrated"),
      command: (bench) => inProject(project, bench.script("migrate.sh")),
      env: () => ({ BACKUP_BUCKET: "" }),
      ends: 1,
      judge: async (bench, { status, output }) => {
        expect(status, output).toBe(1);
        expect(await bench.sql("select count(*) from entries")).toBe("2000");
        expect(await bench.sql("select count(*) from _prisma_migrations")).toBe("1");
        const begun = output.includes("bringing the database back to what it was");
        expect((await besideOf(bench)).map((name) => name.includes("_failed_"))).toEqual(begun ? [true] : []);
        expect(bench.left()).toEqual([]);
        await noSessions(bench);
      },
    },
    [600, 900, 1200],
  );
};

/** No secret on a command line, but where Prisma's own CLI puts it. */
export const migrationKeepsSecrets: Proof = async (lab) => {
  const [bench, project] = await benchOfMigration(lab, GOOD);
  const started = await traced(bench, inProject(project, bench.script("migrate.sh")), {
    PRISMA_SCHEMA_ENGINE_BINARY: ENGINE,
  });
  const engines = started.filter(({ args }) => args.includes(ENGINE) || args[0] === ENGINE);
  judgeStarted(started, (one) => engines.includes(one));
  expect(engines.length).toBeGreaterThan(0);
  return `${started.length} processes: no secret on a command line but on those of Prisma's own engine, ${engines.length}`;
};
