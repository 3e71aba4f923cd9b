// The servers of a test file with the databases that benches are copies of, and a backup that is known to be good.
import { expect } from "vitest";
import { backupsOf, type Lab, makeBench } from "./bench.ts";
import { installDebian } from "./debian.ts";
import { placeScripts } from "./generated.ts";
import { startPostgres, startStore } from "./servers.ts";
import { placeSteps } from "./steps.ts";

/** The spec whose scripts are run. */
export const SPEC = "spec/sage.yaml";

export const SMALL = `
set role app;
create table accounts (id serial primary key, name text not null unique, balance numeric(12, 2) check (balance >= 0));
create table entries (id bigserial primary key, account int not null references accounts, at timestamptz, amount numeric);
create view rich as select name from accounts where balance > 400;
insert into accounts (name, balance) select 'account ' || i, i from generate_series(1, 500) i;
insert into entries (account, at, amount) select 1 + i % 500, '2026-01-01', i from generate_series(1, 2000) i;
grant select on accounts to analyst;`;

/** Twelve megabytes that no compression makes smaller, in a table behind an ordinary one. */
const LARGE = `
set role app;
create table measured (at date) partition by range (at);
create table noise (id int primary key, bytes bytea);
alter table noise alter bytes set storage external;
insert into noise select i, string_agg(sha512((i || ' ' || j)::text::bytea), '') from generate_series(1, 1200) i, generate_series(1, 160) j group by i;`;

/** The scripts of a spec, and what they are run with; `stop` ends the servers. */
export async function startLab(name: string): Promise<Lab & { stop(): Promise<void> }> {
  installDebian();
  placeSteps();
  const scripts = placeScripts(SPEC, name);
  const [postgres, store] = await Promise.all([startPostgres(name), startStore()]);
  for (const [database, contents] of Object.entries({ small: SMALL, large: LARGE })) {
    await postgres.sql(`create database ${database}`);
    await postgres.sql(`alter database ${database} owner to app`);
    await postgres.sql(contents, database);
  }
  const lab = { postgres, store, scripts, dump: Buffer.alloc(0) };
  const bench = await makeBench(lab, "small");
  const { status, output } = await bench.run(bench.script("backup-db.sh"));
  expect(status, output).toBe(0);
  const { bytes } = await bench.bucket.get((await backupsOf(bench))[0] ?? "");
  return { ...lab, dump: bytes, stop: async () => void (await Promise.all([postgres.stop(), store.stop()])) };
}
