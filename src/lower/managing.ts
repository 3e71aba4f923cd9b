// What the infrastructure role may do with IAM: the roles of its own stack, and GitHub's provider.
import { join } from "#schema/value.ts";
import { providerArn } from "./github.ts";
import type { Statement } from "./policy.ts";
import type { Scope } from "./scope.ts";

/** What PowerUserAccess leaves out: the roles of this stack and GitHub's provider. */
export function managing(scope: Scope): readonly Statement[] {
  const roles = join(
    "arn:aws:iam::",
    scope.account,
    ":role/",
    scope.named((names) => names.role("*")),
  );
  return [
    {
      sid: "ManageRolesOfThisStack",
      actions: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      resources: [roles],
    },
    {
      sid: "PassRolesOfThisStack",
      actions: ["iam:PassRole"],
      resources: [roles],
      conditions: {
        StringEquals: {
          "iam:PassedToService": ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "scheduler.amazonaws.com"],
        },
      },
    },
    {
      sid: "ManageGithubProvider",
      actions: [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:GetOpenIDConnectProvider",
        "iam:ListOpenIDConnectProviderTags",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      resources: [providerArn(scope)],
    },
  ];
}
