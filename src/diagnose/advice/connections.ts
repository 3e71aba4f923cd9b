// What to do where connections to the database are refused or break.
import {
  aws,
  databaseEvents,
  databaseLog,
  databaseMetric,
  databaseState,
  restart,
  serviceLog,
  stable,
  up,
} from "../commands.ts";
import { type Adviser, usersOf, withoutStore } from "../situation.ts";
import { standby, standbyWords } from "./standby.ts";

const unreachable: Adviser = (s) => {
  if (!s.environment.database) return withoutStore(s, "database");
  const { error, host } = { error: s.tally.values["error"]?.[0], host: s.tally.values["host"]?.[0] };
  const without = s.services.filter(({ service }) => !service.uses.database);
  return {
    because: [
      ...(host === undefined
        ? []
        : [`the log names the host ${host}; this spec's instance is ${s.names.databaseInstance}`]),
      error === "ETIMEDOUT"
        ? "nothing answered at all: a security group, or a wrong address"
        : "a refusal comes from a host where nothing listens: the instance restarts, fails over or is stopped",
      ...(without.length > 0 && s.services.length < s.environment.services.length
        ? [
            `${without.map(({ name }) => name).join(", ")} does not use the database in the spec, so the security group keeps it out`,
          ]
        : []),
      ...(s.environment.database.multiAz
        ? []
        : [`${s.environment.name} has one instance: while it restarts, there is no database`]),
    ],
    immediate: [
      databaseState(s),
      databaseEvents(s),
      databaseMetric(s, "FreeStorageSpace", "a full disk stops it too", "Minimum"),
    ],
    longTerm: ["let the service try again with growing pauses in place of ending itself", ...standbyWords(s)],
    changes: standby(s),
    verify: [databaseState(s), ...usersOf(s, "database").map((one) => serviceLog(s, one))],
  };
};

const refusedPassword: Adviser = (s) => ({
  because: [
    `a task reads DATABASE_URL from ${s.names.databaseUrlSecret} once, when it starts`,
    ...(s.tally.values["user"] ?? []).map((user) =>
      user === s.model.database?.username
        ? `${user} is the spec's own user: the password in the secret and the one in the database differ, or tasks run with an old one`
        : `${user} is not the spec's user (${s.model.database?.username ?? "it has no database"}): something connects with credentials of its own`,
    ),
  ],
  immediate: [
    up(s),
    {
      text: "see when the secret last changed; a service whose tasks are older has the old value",
      command: aws(
        s,
        "secretsmanager list-secret-version-ids",
        `--secret-id ${s.names.databaseUrlSecret}`,
        "--query 'Versions[].[CreatedDate,VersionStages]'",
      ),
    },
    ...usersOf(s, "database").map((one) =>
      restart(s, one, `start new tasks of ${one.name}, which read the value that is there now`),
    ),
  ],
  longTerm: [
    "change the password through the program alone (it owns database and secret together), and deploy the services after it",
  ],
  verify: usersOf(s, "database").map((one) => stable(s, one)),
});

const refusedTls: Adviser = (s) => ({
  because: [
    "the parameter group sets rds.force_ssl to 1, and that stays: the URL in the secret says sslmode=verify-full",
    "the client that was refused has left the URL's parameters out, or connects with a URL of its own",
  ],
  immediate: [databaseLog(s), ...usersOf(s, "database").map((one) => serviceLog(s, one))],
  longTerm: [
    "give DATABASE_URL to the client as it is; the image has RDS's certificate authorities, and NODE_EXTRA_CA_CERTS and PGSSLROOTCERT name them",
  ],
  verify: usersOf(s, "database").map((one) => stable(s, one)),
});

const lost: Adviser = (s) => ({
  because: [
    `RDS closes connections when it restarts, fails over or is maintained (${s.environment.database?.maintenanceWindow ?? "no database in the spec"}, UTC)`,
  ],
  immediate: [databaseEvents(s), databaseState(s)],
  longTerm: [
    "let the pool drop idle connections (pg: idleTimeoutMillis), and listen to its `error` event: without a listener Node.js ends the process",
    "try again what may be repeated",
  ],
  verify: usersOf(s, "database").map((one) => serviceLog(s, one)),
});

/** By code. */
export const connections: Readonly<Record<string, Adviser>> = {
  "database/connection-lost": lost,
  "database/password-refused": refusedPassword,
  "database/tls-refused": refusedTls,
  "database/unreachable": unreachable,
};
