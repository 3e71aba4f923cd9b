// What to do where a task has no secret, or the wrong one.
import type { Step } from "#schema/diagnosis.ts";
import { allStable, aws, putSecret, restart, serviceLog, up } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

const secretsOf = (s: Situation): readonly string[] => [
  ...new Set(s.services.flatMap((one) => one.secrets.map(({ secret }) => secret))),
];

const exists = (s: Situation, id: string): Step => ({
  text: `is ${id} there, and when did it change? (the value stays hidden)`,
  command: aws(
    s,
    "secretsmanager describe-secret",
    `--secret-id ${id}`,
    "--query '[Name,DeletedDate,LastChangedDate]'",
  ),
});

const secretNotFound: Adviser = (s) => ({
  because: [
    `services of ${s.environment.name} read ${[...secretsOf(s).map((name) => s.names.secret(name)), ...(s.environment.database ? [s.names.databaseUrlSecret] : []), ...(s.environment.cache ? [s.names.cacheUrlSecret] : [])].join(", ") || "no secrets"}, in ${s.environment.region}`,
  ],
  immediate: [
    {
      text: "see which are there, those in their recovery window too",
      command: aws(
        s,
        "secretsmanager list-secrets",
        `--include-planned-deletion --filters Key=name,Values=${s.model.project}/${s.environment.name}/`,
        "--query 'SecretList[].[Name,DeletedDate]' --output text",
      ),
    },
    {
      text: "bring back one that was deleted",
      command: aws(s, "secretsmanager restore-secret", `--secret-id ${s.model.project}/${s.environment.name}/NAME`),
    },
    up(s),
  ],
  longTerm: ["secrets are made by the stack alone: bring it up before the first deployment"],
  verify: allStable(s),
});

const withoutValue: Adviser = (s) => ({
  because: [
    "the stack makes each secret with the text `unset`: no value passes through the repository or Pulumi's state",
  ],
  immediate: [
    ...secretsOf(s).flatMap((name) => [exists(s, s.names.secret(name)), putSecret(s, s.names.secret(name))]),
    ...s.services.map((one) => restart(s, one, `start new tasks of ${one.name}, which read it`)),
  ],
  longTerm: ["docs/infrastructure.md, Begin, names every secret that wants a value"],
  verify: allStable(s),
});

const secretRefused: Adviser = (s) => {
  const variables = s.services.flatMap((one) =>
    one.secrets.map(({ name, secret }) => `${one.name} has ${name} from ${s.names.secret(secret)}`),
  );
  return {
    because: [
      ...variables,
      "a secret begins with the text `unset`; a value with a line break at its end is another value; what runs has the value of its start",
    ],
    immediate: [
      ...secretsOf(s).flatMap((name) => [exists(s, s.names.secret(name)), putSecret(s, s.names.secret(name))]),
      ...s.services.map((one) => restart(s, one, `start new tasks of ${one.name}, which read it`)),
    ],
    longTerm: ["let the service check its keys when it starts, so that a deployment without them rolls back"],
    verify: s.services.map((one) => serviceLog(s, one)),
  };
};

/** By code. */
export const secrets: Readonly<Record<string, Adviser>> = {
  "secret/not-found": secretNotFound,
  "secret/refused": secretRefused,
  "secret/without-value": withoutValue,
};
