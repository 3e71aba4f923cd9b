// Whom AWS trusts at GitHub: the exact subjects of this repository's tokens, and nothing that a pattern would let in.
import type { Delivery } from "#schema/model.ts";
import { join, json, type Value, type ValueMap } from "#schema/value.ts";
import type { Scope } from "./scope.ts";

/** The issuer of GitHub's tokens, and so the name of its provider in IAM and of its claims in conditions. */
export const ISSUER = "token.actions.githubusercontent.com";

/** Who asks: a job of the environment, on the delivered branch, or any pull request of the repository. */
export type Asker = "environment" | "pull-request";

/** The provider's ARN follows from the account, whether this stack made it or it was there before. */
export const providerArn = (scope: Scope): Value => join("arn:aws:iam::", scope.account, `:oidc-provider/${ISSUER}`);

/**
 * Lets this repository's workflows assume a role. `StringEquals` on whole values, never a pattern. AWS knows the
 * claims `ref` and `repository_id` as condition keys since January 2026:
 * https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
 */
export function trustGithub(scope: Scope, delivery: Delivery, asker: Asker, subjectTail: readonly Value[]): Value {
  const github = (key: string, value: Value): Value => scope.at(["delivery", "github", key], value);
  const claims: ValueMap = {
    [`${ISSUER}:aud`]: "sts.amazonaws.com",
    [`${ISSUER}:sub`]: subjects(github, delivery, subjectTail),
    ...(delivery.repositoryId === undefined
      ? {}
      : { [`${ISSUER}:repository_id`]: github("repositoryId", String(delivery.repositoryId)) }),
    ...(asker === "environment" ? { [`${ISSUER}:ref`]: join("refs/heads/", github("branch", delivery.branch)) } : {}),
  };
  return json({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn(scope) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: claims },
      },
    ],
  });
}

/** The subject in both forms: by names, and, for repositories made since July 2026, by names and GitHub's own ids. */
function subjects(github: (key: string, value: Value) => Value, delivery: Delivery, tail: readonly Value[]): Value {
  const { owner, repository, ownerId, repositoryId } = delivery;
  const byName = join("repo:", github("repository", `${owner}/${repository}`), ...tail);
  if (ownerId === undefined || repositoryId === undefined) return [byName];
  const byId = join(
    "repo:",
    github("repository", `${owner}@`),
    github("ownerId", String(ownerId)),
    "/",
    github("repository", `${repository}@`),
    github("repositoryId", String(repositoryId)),
    ...tail,
  );
  return [byName, byId];
}
