// Tables of the prompts: what one who works on images, backups, logs or the local stack has to know.
import type { Environment, Model, Service } from "#schema/model.ts";
import { type Names, namesOf } from "#schema/names.ts";
import { from, type ViewValue } from "#schema/value.ts";
import type { Table } from "./inventory.ts";

const code = (text: ViewValue): ViewValue => ({ code: text });
const at = (service: Service, ...keys: readonly string[]): readonly string[] => ["services", service.name, ...keys];

const place = (service: Service): ViewValue[] => [
  code(from(at(service), service.name)),
  code(from(at(service, "path"), service.path)),
  service.port === undefined ? "none: a worker" : from(at(service, "port"), String(service.port)),
];

/** One row a service whose image is built here. */
export function imagesTable(services: readonly Service[]): Table {
  const rows = services.map((service) => [
    ...place(service),
    from(at(service, "framework"), service.framework),
    from(at(service, "image", "node"), String(service.image.node)),
    from(at(service, "image", "packageManager"), service.image.packageManager),
    from(at(service, "image", "maxSize"), service.image.maxSize ?? "no limit"),
  ]);
  return { head: ["Service", "Folder", "Port", "Framework", "Node.js", "Packages", "Weighs at the most"], rows };
}

/** One row a service, as it runs on a developer's machine. */
export function localTable({ services }: Model): Table {
  const rows = services.map((service) => [
    ...place(service),
    service.health === undefined ? "nothing" : code(from(at(service, "health"), service.health)),
    service.deploy ? "here and in AWS" : "here alone",
  ]);
  return { head: ["Service", "Folder", "Port", "Asked for its health", "Runs"], rows };
}

/** One row a fact, one column an environment. */
export function backupTable(model: Model): Table {
  const row = (name: string, say: (environment: Environment) => ViewValue): ViewValue[] => [
    name,
    ...model.environments.map(say),
  ];
  const rows = [
    row(
      "RDS backups",
      ({ database }) => `${database?.backupRetentionDays ?? 0} days, taken ${database?.backupWindow ?? ""} UTC`,
    ),
    row("Maintenance", ({ database }) => `${database?.maintenanceWindow ?? ""} UTC`),
    row("Dumps are taken (cron, UTC)", ({ backup }) =>
      code(from(["operations", "backup", "schedule"], backup?.cron ?? "never")),
    ),
    row("Dumps that are kept", ({ backup }) => from(["operations", "backup", "keep"], String(backup?.keep ?? 0))),
    row("Bucket", ({ name, account }) =>
      code(
        from(
          ["operations", "backup", "bucket"],
          namesOf(model.project, name).bucket(model.backup?.bucket ?? "", account ?? "ACCOUNT"),
        ),
      ),
    ),
  ];
  return { head: ["", ...model.environments.map(({ name }) => name)], rows };
}

/** One row a log, by its name in each environment. */
export function logTable(model: Model): Table {
  const rows = logsOf(model).map(({ name, isIn, group }): ViewValue[] => [
    name,
    ...model.environments.map((one) => (isIn(one) ? code(group(namesOf(model.project, one.name))) : "none")),
  ]);
  return { head: ["Log of", ...model.environments.map(({ name }) => name)], rows };
}

/** A log, where there is one, and its group. */
interface Log {
  readonly name: string;
  readonly isIn: (environment: Environment) => boolean;
  readonly group: (names: Names) => string;
}

function logsOf({ services, migration, backup, database, alerts }: Model): readonly Log[] {
  const logs: readonly (Log | undefined)[] = [
    ...services
      .filter(({ deploy }) => deploy)
      .map(({ name }): Log => ({
        name,
        isIn: (environment) => environment.services.some((one) => one.name === name),
        group: (names) => names.service(name).logGroup,
      })),
    migration && {
      name: "migrations",
      isIn: (environment) => environment.database !== undefined,
      group: (names) => names.service(migration.service).migrationLogGroup,
    },
    backup && {
      name: "backups",
      isIn: (environment) => environment.backup !== undefined,
      group: (names) => names.backupLogGroup,
    },
    database && {
      name: "PostgreSQL",
      isIn: (environment) => environment.database !== undefined,
      group: (names) => names.databaseLogGroup("postgresql"),
    },
    alerts && alerts.channels.length > 0
      ? { name: "notifier", isIn: () => true, group: (names) => names.notifierLogGroup }
      : undefined,
  ];
  return logs.filter((one) => one !== undefined);
}
