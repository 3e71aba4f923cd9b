// The two roles of a task: the one by which ECS starts it, and the one that its program acts with.
import type { Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { join, ref, type Value } from "#schema/value.ts";
import { policy, type Statement, trust } from "./policy.ts";
import { resource, type Scope } from "./scope.ts";

/** Whose roles: `backend`, `backend-migrate`. */
export interface Holder {
  /** What keys and names begin with. */
  readonly subject: string;
  readonly module: string;
  readonly because: Path;
}

/** What ECS needs to start a task. */
export interface Start extends Holder {
  /** Key of the repository. */
  readonly repository: string;
  /** Key of the log group. */
  readonly log: string;
  /** The ARNs of the secrets that become environment variables. */
  readonly secrets: readonly Value[];
}

/**
 * The execution role: ECS pulls the image, opens the log and reads the secrets with it, before the program runs. AWS's
 * own policy for it would allow every repository and every log group.
 */
export function executionRole(scope: Scope, start: Start): readonly Resource[] {
  const { subject, repository, log, secrets } = start;
  const statements: readonly Statement[] = [
    {
      sid: "LogInToRegistry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
      why: "The token is the registry's, not a repository's.",
    },
    {
      sid: "PullImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [ref(repository, "arn")],
    },
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [join(ref(log, "arn"), ":*")],
    },
    ...(secrets.length > 0
      ? [{ sid: "ReadSecrets", actions: ["secretsmanager:GetSecretValue"], resources: secrets }]
      : []),
  ];
  return [
    role(scope, start, "execution", `Starts tasks of ${subject}: image, log and secrets`),
    permissions(start, "execution", statements),
  ];
}

/** The task role: what the program itself may do in AWS, which without statements is nothing. */
export function taskRole(scope: Scope, holder: Holder, statements: readonly Statement[]): readonly Resource[] {
  const own = role(scope, holder, "task", `What ${holder.subject} itself may do`);
  return statements.length === 0 ? [own] : [own, permissions(holder, "task", statements)];
}

type Kind = "execution" | "task";

function role(scope: Scope, { subject, module, because }: Holder, kind: Kind, description: string): Resource {
  return resource(`${subject}-${kind}-role`, "aws:iam/role:Role", module, because, {
    name: scope.named((names) => names.role(`${subject}-${kind}`)),
    description,
    assumeRolePolicy: trust("ecs-tasks.amazonaws.com", scope.account),
  });
}

function permissions({ subject, module, because }: Holder, kind: Kind, statements: readonly Statement[]): Resource {
  return resource(`${subject}-${kind}-policy`, "aws:iam/rolePolicy:RolePolicy", module, because, {
    role: ref(`${subject}-${kind}-role`, "name"),
    policy: policy(statements),
  });
}
