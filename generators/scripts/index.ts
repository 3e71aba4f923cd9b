// The scripts for the database: backup and restore with the image that runs them, and the migrations with their way back.
import type { Generate } from "#generators/target.ts";
import type { Draft } from "#schema/draft.ts";
import type { Environment, Model } from "#schema/model.ts";
import { originOf } from "#schema/origin.ts";
import type { Path } from "#schema/path.ts";
import { IMAGES, RDS_CA_BUNDLE } from "#schema/pins.ts";
import { from, type Value, type View } from "#schema/value.ts";

const BACKUP: Path = ["operations", "backup"];
const MIGRATION: Path = ["operations", "migration"];

/** A template of this target as a file in `scripts/`. */
function file(name: string, template: string, because: Path, view: View): Draft {
  const executable = name.endsWith(".sh");
  return {
    kind: "template",
    target: "scripts",
    path: `scripts/${name}`,
    template: `scripts/${template}`,
    because,
    view,
    executable,
  };
}

/** The environment where a number is the largest, with that number; the first of equals. */
function largest(
  environments: readonly Environment[],
  pick: (environment: Environment) => number | undefined,
): readonly [Environment, number] | undefined {
  return environments.reduce<readonly [Environment, number] | undefined>((best, environment) => {
    const number = pick(environment);
    return number === undefined || (best !== undefined && best[1] >= number) ? best : [environment, number];
  }, undefined);
}

/** A number of the environments' as one for all: the largest, so that no environment loses by it. */
function forAll(
  model: Model,
  path: Path,
  pick: (environment: Environment) => number | undefined,
): readonly [Path, number] {
  const found = largest(model.environments, pick);
  if (!found) throw new Error(`no environment has ${path.join(".")}`);
  return [originOf(found[0], path), found[1]];
}

function backupFiles(model: Model): readonly Draft[] {
  if (!model.backup) return [];
  const log: Value = from([...BACKUP, "log"], model.backup.log);
  // Each environment's schedule sets BACKUP_KEEP; this is what a run by hand keeps.
  const keep = from(...forAll(model, [...BACKUP, "keep"], (environment) => environment.backup?.keep));
  const [version, major] = forAll(model, ["database", "version"], (environment) => environment.database?.major);
  const image = { postgresImage: from(version, IMAGES.postgres(major)), caBundle: RDS_CA_BUNDLE };
  return [
    file("backup-db.sh", "backup-db.sh", BACKUP, { log, keep }),
    file("restore-db.sh", "restore-db.sh", BACKUP, { log }),
    file("Dockerfile", "operations.Dockerfile", BACKUP, image),
    file(".dockerignore", "operations.dockerignore", BACKUP, {}),
  ];
}

function migrationFiles(model: Model): readonly Draft[] {
  const { migration } = model;
  if (!migration) return [];
  const service = model.services.find((one) => one.name === migration.service);
  if (!service) throw new Error(`no service is called ${migration.service}`);
  const view: View = {
    log: from([...MIGRATION, "log"], migration.log),
    servicePath: from(["services", service.name, "path"], service.path),
  };
  return [file("migrate.sh", "migrate.sh", MIGRATION, view)];
}

/** The scripts; none where there is no database. */
export const scripts: Generate = (model) => (model.database ? [...backupFiles(model), ...migrationFiles(model)] : []);
