// How the pipelines reach AWS: GitHub's identity provider, and a role for each thing that a pipeline does.
import type { Resource } from "#schema/graph.ts";
import type { Delivery } from "#schema/model.ts";
import { ref, stack, type Value } from "#schema/value.ts";
import { deploying } from "./deploying.ts";
import { type Asker, ISSUER, trustGithub } from "./github.ts";
import { managing } from "./managing.ts";
import { policy, type Statement } from "./policy.ts";
import { type Part, resource, type Scope } from "./scope.ts";

const MODULE = "delivery";
const BECAUSE = ["delivery"];

/** Provider and roles; nothing where the spec has no delivery. */
export function delivery(scope: Scope): Part {
  const { delivery: wanted } = scope.model;
  if (!wanted) return {};
  const deploy = deployRole(scope, wanted);
  return {
    resources: [
      ...(scope.environment.oidcProvider === "create" ? [provider(scope)] : []),
      ...deploy,
      ...infrastructureRole(scope, wanted),
      ...previewRole(scope, wanted),
    ],
    outputs: [
      ...(deploy.length === 0
        ? []
        : [
            {
              name: "deployRole",
              description: "The role that releases the services",
              value: ref("deploy-role", "arn"),
            },
          ]),
      {
        name: "infrastructureRole",
        description: "The role that updates this stack",
        value: ref("infrastructure-role", "arn"),
      },
      {
        name: "previewRole",
        description: "The role that previews this stack on a pull request",
        value: ref("preview-role", "arn"),
      },
    ],
  };
}

/** An account has one provider of this name: the path that decides is the environment's own, or delivery's. */
function provider(scope: Scope): Resource {
  const own = scope.environment.overlay.some(([key]) => key === "oidcProvider");
  return resource(
    "github-oidc",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    MODULE,
    own ? scope.origin(["oidcProvider"]) : ["delivery", "oidcProvider"],
    { url: `https://${ISSUER}`, clientIdLists: ["sts.amazonaws.com"] },
    {
      why: "An account has one of these. No thumbprint: AWS checks GitHub's certificate by its own list of authorities.",
    },
  );
}

interface Wanted {
  readonly key: string;
  readonly name: Value;
  readonly description: string;
  readonly asker: Asker;
  readonly statements: readonly Statement[];
  readonly why: string;
}

function role(
  scope: Scope,
  delivery: Delivery,
  { key, name, description, asker, statements, why }: Wanted,
): readonly Resource[] {
  const tail: readonly Value[] = asker === "environment" ? [":environment:", stack] : [":pull_request"];
  return [
    resource(
      `${key}-role`,
      "aws:iam/role:Role",
      MODULE,
      BECAUSE,
      { name, description, assumeRolePolicy: trustGithub(scope, delivery, asker, tail) },
      { why },
    ),
    resource(`${key}-policy`, "aws:iam/rolePolicy:RolePolicy", MODULE, BECAUSE, {
      role: ref(`${key}-role`, "name"),
      policy: policy(statements),
    }),
  ];
}

/** Nothing where nothing is released: a spec whose services all stay on the developer's machine, and no backup. */
function deployRole(scope: Scope, delivery: Delivery): readonly Resource[] {
  const statements = deploying(scope);
  if (statements.length === 0) return [];
  return role(scope, delivery, {
    key: "deploy",
    name: scope.named((names) => names.deployRole),
    description: "Releases the services",
    asker: "environment",
    statements,
    why: "GitHub jobs of this environment, on the delivered branch, may release the services, and nothing else.",
  });
}

function infrastructureRole(scope: Scope, delivery: Delivery): readonly Resource[] {
  return [
    ...role(scope, delivery, {
      key: "infrastructure",
      name: scope.named((names) => names.infrastructureRole),
      description: "Updates this stack",
      asker: "environment",
      statements: managing(scope),
      why: "Who makes roles can make a strong one: who may merge to the delivered branch rules this account. Guard the branch, and the environment in GitHub.",
    }),
    resource(
      "infrastructure-power-user",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      MODULE,
      BECAUSE,
      { role: ref("infrastructure-role", "name"), policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
      { why: "Everything but IAM, for the resources of this program and for those that it will have." },
    ),
  ];
}

function previewRole(scope: Scope, delivery: Delivery): readonly Resource[] {
  return role(scope, delivery, {
    key: "preview",
    name: scope.named((names) => names.previewRole),
    description: "Previews this stack on a pull request",
    asker: "pull-request",
    statements: [
      {
        sid: "SeeZones",
        actions: ["ec2:DescribeAvailabilityZones"],
        resources: ["*"],
        why: "The action knows no resources.",
      },
    ],
    why: "A pull request runs code that nobody has read yet: it may learn which zones there are, and nothing else.",
  });
}
