// The view of .env.example: which values the developer has to bring.
import type { Model } from "#schema/model.ts";
import { from, type View } from "#schema/value.ts";
import { localSecrets, POSTGRES_PASSWORD, variableOf } from "./variables.ts";

/** The file that compose reads without being told. */
const READ_BY_ITSELF = ".env";

/** The command that starts everything and follows changed sources. */
export const upCommand = (envFile: string): string =>
  `docker compose ${envFile === READ_BY_ITSELF ? "" : `--env-file ${envFile} `}up --watch`;

/** The fields of `compose/local.env.example`. */
export function exampleView(model: Model): View {
  const { envFile } = model.local;
  const secrets = localSecrets(model).map(({ name, description }) => ({
    variable: from(["secrets", name], variableOf(name)),
    description: from(["secrets", name, "description"], description),
  }));
  return {
    envFile: from(["local", "envFile"], envFile),
    upCommand: from(["local", "envFile"], upCommand(envFile)),
    elsewhere: envFile !== READ_BY_ITSELF,
    database: model.database !== undefined,
    password: POSTGRES_PASSWORD,
    secrets,
    nothing: model.database === undefined && secrets.length === 0,
  };
}
