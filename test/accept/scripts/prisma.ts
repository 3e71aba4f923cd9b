// Prisma's own CLI where the scripts run, with the stand-in for its engine, and projects with migrations.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeIn } from "./debian.ts";

const SOURCE = join(import.meta.dirname, "prisma");
const NODE = join(import.meta.dirname, "../../../node_modules/node/bin/node");
const PLACE = "/srv/prisma";

/** Installs the packages of the lock into "$1", unless they are there; a minute at most. Of two at once, one does it. */
const RECIPE = `
set -eu
exec 9>"$1.lock" && flock 9
cmp -s "$2/package-lock.json" "$1/package-lock.json" || {
  rm -rf "$1" && mkdir -p "$1" && cp "$2/package.json" "$1"
  cp "$2/package-lock.json" "$1/npm-shrinkwrap.json"
  npm ci --prefix "$1" --silent --no-audit --no-fund --ignore-scripts --omit=peer --omit=optional
  chmod -R a+rX "$1" && cp "$2/package-lock.json" "$1/package-lock.json"
}
cp "$2/schema-engine.mjs" "$1/schema-engine.new" && chmod 755 "$1/schema-engine.new"
mv "$1/schema-engine.new" "$1/schema-engine.mjs"
cmp -s "$3" "$4" || { cp "$3" "$4.new" && chmod 755 "$4.new" && mv "$4.new" "$4"; }`;

/** Where the stand-in for Prisma's engine is, for PRISMA_SCHEMA_ENGINE_BINARY. */
export const ENGINE = `${PLACE}/schema-engine.mjs`;

/** Brings Prisma's CLI and Node.js to where the scripts run. */
export function installPrisma(): void {
  const args = [placeIn(PLACE), SOURCE, NODE, placeIn("/usr/local/bin/node")];
  const { status, stderr } = spawnSync("bash", ["-c", RECIPE, "bash", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`installing Prisma failed:\n${stderr}`);
}

/** The version of Prisma's CLI. */
export const prismaVersion = (): string =>
  (JSON.parse(readFileSync(join(SOURCE, "package.json"), "utf8")) as { dependencies: { prisma: string } }).dependencies
    .prisma;

const CONFIG = `import { defineConfig, env } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  datasource: { url: env("DATABASE_URL") },
});
`;

/** The models are of no matter here: `migrate deploy` goes by the migrations alone. */
const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n';

/**
 * A stand-in for Prisma's CLI where a run is repeated in each of its steps and Node.js would take most of the time: it
 * writes into Prisma's list, leaves half of a migration, and fails.
 */
const FAILING_CLI = `#!/bin/sh
[ "$2" = deploy ] || exit 1
psql -Xqw -v ON_ERROR_STOP=1 <<'SQL'
insert into _prisma_migrations (id, checksum, migration_name) values ('1', '2', '20260101000000_fails');
delete from entries;
select pg_sleep(0.2), 1 / 0;
SQL
`;

/** A project whose CLI is the stand-in, and where it is. */
export function placeFailingProject(): string {
  const place = "/srv/prisma-project-failing";
  mkdirSync(placeIn(`${place}/node_modules/.bin`), { recursive: true });
  writeFileSync(placeIn(`${place}/node_modules/.bin/prisma`), FAILING_CLI, { mode: 0o755 });
  return place;
}

/** A project with migrations, by name, and where it is. */
export function placeProject(name: string, migrations: Readonly<Record<string, string>>): string {
  const place = `/srv/prisma-project-${name}`;
  rmSync(placeIn(place), { recursive: true, force: true });
  const folder = placeIn(`${place}/prisma/migrations`);
  mkdirSync(folder, { recursive: true });
  symlinkSync(`${PLACE}/node_modules`, placeIn(`${place}/node_modules`));
  writeFileSync(placeIn(`${place}/prisma.config.ts`), CONFIG);
  writeFileSync(placeIn(`${place}/prisma/schema.prisma`), SCHEMA);
  writeFileSync(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  for (const [migration, sql] of Object.entries(migrations)) {
    mkdirSync(join(folder, migration));
    writeFileSync(join(folder, migration, "migration.sql"), sql);
  }
  return place;
}
