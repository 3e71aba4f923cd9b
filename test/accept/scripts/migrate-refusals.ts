// What keeps migrate.sh from beginning: it ends with exit status 1, a reason, and nothing changed.
import { expect } from "vitest";
import { atOnce, type Bench, noSessions, type Proof } from "./bench.ts";
import { type Ended, pathWithout } from "./debian.ts";
import { bend } from "./faults.ts";
import { benchOfMigration, besideOf, GOOD, migrate } from "./migrate-proofs.ts";
import { ENGINE } from "./prisma.ts";
import { olderTools, until, urlOf } from "./servers.ts";

/** Something that keeps it from beginning: nothing is changed. */
export const beginsOnlyIfItCanEnd: Proof = async (lab) => {
  const ways: readonly (readonly [RegExp, (bench: Bench, project: string) => Promise<Ended>])[] = [
    [/not in PATH: psql$/m, (bench, project) => migrate(bench, project, { PATH: pathWithout(["psql"]) })],
    [/not in PATH: aws$/m, (bench, project) => migrate(bench, project, { PATH: pathWithout(["aws"]) })],
    [/prisma is neither in \/tmp nor in/, (bench) => migrate(bench, "/tmp")],
    [/use the client tools of PostgreSQL/, (bench, project) => migrate(bench, project, olderTools())],
    [
      /password authentication failed/,
      (bench, project) => migrate(bench, project, { DATABASE_URL: urlOf(lab.postgres.port, bench.database, "wrong") }),
    ],
    [
      /set TMPDIR to a larger disk/,
      (bench, project) => {
        const mount = `mount -t tmpfs -o mode=1777,size=16k tmpfs "$TMPDIR" && cd "$1" && shift && exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"`;
        const command = ["bash", "-c", mount, "bash", project, ...bench.script("migrate.sh")];
        return bench.run(command, { PRISMA_SCHEMA_ENGINE_BINARY: ENGINE }, "root");
      },
    ],
    [/the upload failed/, async (bench, project) => migrate(bench, project, { BACKUP_BUCKET: "no-such-bucket" })],
    [
      /S3 gives back something else/,
      async (bench, project) => {
        const way = await bend(lab.store.port, ({ method }) => (method === "GET" ? "alter-answer" : "pass"));
        const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${way.port}` };
        return migrate(bench, project, env).finally(way.close);
      },
    ],
    [
      /another run holds the lock "change"/,
      async (bench, project) => {
        const key = `change ${bench.database}`.replaceAll("'", "''");
        const hold = `select pg_advisory_lock(hashtextextended('${key}', 0)), pg_sleep(60)`;
        const holder = lab.postgres.sql(hold).catch(() => "");
        const holds = "from pg_stat_activity where query ~ 'hashtextextended' and wait_event = 'PgSleep'";
        await until(
          async () => (await lab.postgres.sql(`select count(*) ${holds}`)) !== "0",
          "the lock of another run",
        );
        const end = await migrate(bench, project);
        await lab.postgres.sql(`select pg_terminate_backend(pid) ${holds}`);
        await holder;
        return end;
      },
    ],
    [
      /Prisma began no migration: the database is as it was/,
      async (bench, project) => {
        const failed =
          "insert into _prisma_migrations (id, checksum, migration_name) values ('1', '2', '20260101000000_readers')";
        await bench.sql(failed);
        return migrate(bench, project);
      },
    ],
  ];
  const changesNothing = async ([says, go]: (typeof ways)[number]): Promise<void> => {
    const [bench, project] = await benchOfMigration(lab, GOOD);
    const hash = "select md5(string_agg(one::text, ',' order by id)) from accounts one";
    const before = await bench.sql(hash);
    const { status, output } = await go(bench, project);
    expect(status, output).toBe(1);
    expect(output).toMatch(says);
    expect(await bench.sql(hash)).toBe(before);
    expect(await bench.sql(`select to_regclass('"Reader"')`)).toBe("");
    expect([await besideOf(bench), bench.left()]).toEqual([[], []]);
    await noSessions(bench);
  };
  await atOnce(
    2,
    ways.map((way) => () => changesNothing(way)),
  );
  return `${ways.length} runs that can't begin change nothing`;
};
