// What to do about pipelines and stacks.
import { aws, up } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

const pulumi = (s: Situation, verb: string): string => `(cd infra && pulumi ${verb} --stack ${s.environment.name})`;

const roleRefused: Adviser = (s) => {
  const { delivery } = s.model;
  if (!delivery)
    return {
      because: ["the spec has no `delivery`: this pipeline is not of its making"],
      immediate: [],
      longTerm: ["declare `delivery` in the spec, or look at the role that this pipeline names"],
      verify: [],
    };
  const name = `${delivery.owner}/${delivery.repository}`;
  const ids = delivery.ownerId !== undefined && delivery.repositoryId !== undefined;
  return {
    because: [
      `${s.names.deployRole} trusts jobs of ${name} that name the environment ${s.environment.name}: the subject repo:${name}:environment:${s.environment.name}${ids ? `, and repo:${delivery.owner}@${delivery.ownerId}/${delivery.repository}@${delivery.repositoryId}:environment:${s.environment.name}` : ""}`,
      ...(ids ? [] : ["repositories made since July 2026 have subjects with ids, and the spec gives none"]),
      `the account ${s.environment.account ?? ""} ${s.environment.oidcProvider === "create" ? "gets its provider from this stack" : "must have the provider already (`oidcProvider: existing`)"}`,
    ],
    immediate: [
      {
        text: "see the ids and the name as GitHub has them",
        command: `gh api repos/${name} --jq '[.full_name, .owner.id, .id]'`,
      },
      {
        text: "see whom the role trusts, and whether the provider is there",
        command: `aws iam get-role --role-name ${s.names.deployRole} --query 'Role.AssumeRolePolicyDocument.Statement[].Condition'
aws iam list-open-id-connect-providers`,
      },
    ],
    longTerm: [
      "write what GitHub says under `delivery.github` (repository, ownerId, repositoryId), build, and bring the stack up once from a machine that may",
      "jobs must name their GitHub environment, as the generated ones do; the name of the organization is case-sensitive",
    ],
    verify: [{ text: "run the deployment again", command: `gh run rerun --failed --repo ${name} RUN` }],
  };
};

const scheduled: Adviser = (s) => ({
  because: ["a deleted secret keeps its name for its window: 30 days in a protected environment, else 7"],
  immediate: [
    {
      text: "see which wait for their deletion",
      command: aws(
        s,
        "secretsmanager list-secrets",
        `--include-planned-deletion --filters Key=name,Values=${s.model.project}/${s.environment.name}/`,
        "--query 'SecretList[?DeletedDate].[Name,DeletedDate,ARN]' --output text",
      ),
    },
    {
      text: "bring one back and give it to the stack: its key in infra/secrets.ts in place of KEY",
      command: `${aws(s, "secretsmanager restore-secret", `--secret-id ${s.model.project}/${s.environment.name}/NAME`)}
(cd infra && pulumi import aws:secretsmanager/secret:Secret KEY ARN --stack ${s.environment.name})`,
    },
    {
      text: "or, if its value is needed no more, delete it for good; this can't be undone",
      command: aws(
        s,
        "secretsmanager delete-secret",
        `--secret-id ${s.model.project}/${s.environment.name}/NAME --force-delete-without-recovery`,
      ),
    },
  ],
  longTerm: [],
  verify: [up(s)],
});

const locked: Adviser = (s) => ({
  because: [
    "one update of a stack runs at a time; the workflow waits for its own, and not for one that somebody runs by hand",
  ],
  immediate: [
    {
      text: "see whether one still runs: only if none does, go on",
      command: `(cd infra && pulumi stack history --stack ${s.environment.name} --page-size 3)`,
    },
    { text: "take the lock away, and learn what AWS has", command: `${pulumi(s, "cancel")}\n${pulumi(s, "refresh")}` },
  ],
  longTerm: ["let the pipeline alone bring stacks up; don't stop it midway"],
  verify: [up(s)],
});

const pending: Adviser = (s) => ({
  because: (s.tally.values["urn"] ?? []).slice(0, 5).map((urn) => `not known: ${urn.split("::").slice(2).join(" ")}`),
  immediate: [
    { text: "learn what AWS has; read what it asks about each before you accept it", command: pulumi(s, "refresh") },
  ],
  longTerm: ["a resource that was made and is not known is imported (`pulumi import`) or removed by hand"],
  verify: [up(s)],
});

const isProtected: Adviser = (s) => ({
  because: [
    `\`protect: ${s.environment.protect}\` in ${s.environment.name}`,
    ...(s.tally.values["urn"] ?? []).map((urn) => `it is ${urn.split("::").slice(2).join(" ")}`),
  ],
  immediate: [
    { text: "see which change of the spec would replace or delete it", command: "sage-gen diff --base HEAD~1" },
    { text: "see it as Pulumi does", command: pulumi(s, "preview --diff") },
  ],
  longTerm: [
    "take the change back, unless it is meant",
    "if it is meant: save the data (a snapshot, a backup), set `protect: false`, build, bring it up, and only then make the change",
  ],
  verify: [{ text: "the preview replaces and deletes nothing that holds data", command: pulumi(s, "preview") }],
});

const nameTaken: Adviser = (s) => ({
  because: [
    `names of ${s.environment.name} begin with ${s.names.prefix}`,
    ...(s.tally.values["error"]?.some((error) => error.startsWith("DBSnapshot"))
      ? [`${s.names.finalSnapshot} is the last snapshot of a database that was destroyed before`]
      : []),
  ],
  immediate: [
    ...(s.tally.values["error"]?.some((error) => error.startsWith("DBSnapshot"))
      ? [
          {
            text: "keep the old snapshot under another name, then remove it",
            command: `${aws(s, "rds copy-db-snapshot", `--source-db-snapshot-identifier ${s.names.finalSnapshot} --target-db-snapshot-identifier ${s.names.finalSnapshot}-old`)}
${aws(s, "rds wait db-snapshot-available", `--db-snapshot-identifier ${s.names.finalSnapshot}-old`)}
${aws(s, "rds delete-db-snapshot", `--db-snapshot-identifier ${s.names.finalSnapshot}`)}`,
          },
        ]
      : []),
    {
      text: "if it is this stack's own, give it to the stack: type, key in infra/ and id as `pulumi preview` names them",
      command: `(cd infra && pulumi import TYPE KEY ID --stack ${s.environment.name})`,
    },
  ],
  longTerm: ["GitHub's provider exists once in an account: `oidcProvider: existing` uses the one that is there"],
  changes:
    s.tally.quotes.some(({ text }) => /oidc|OpenIDConnect|openIdConnect/.test(text)) &&
    s.environment.oidcProvider === "create"
      ? [[{ op: "add", path: ["environments", s.environment.name, "oidcProvider"], value: "existing" }]]
      : [],
  verify: [up(s)],
});

/** By code. */
export const stack: Readonly<Record<string, Adviser>> = {
  "delivery/role-refused": roleRefused,
  "secret/scheduled-for-deletion": scheduled,
  "stack/locked": locked,
  "stack/name-taken": nameTaken,
  "stack/pending": pending,
  "stack/protected": isProtected,
};
