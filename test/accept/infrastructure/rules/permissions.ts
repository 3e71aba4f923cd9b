// IAM: no wildcard without a reason, and no trust without a condition.
import type { Rule } from "../rule.ts";
import { type Fields, item, type Json, list, ofType, type Stack, statementsOf, target, text } from "../stack.ts";

/** A permission on every resource, or on many by a pattern, and why there is no narrower one. */
interface Wide {
  readonly action: string;
  /** The resource, in which account, region and names are left out. */
  readonly resource: RegExp;
  /** The condition that narrows it, as JSON text holds it. */
  readonly condition?: RegExp;
  readonly why: string;
}

const WIDE: readonly Wide[] = [
  {
    action: "ecr:GetAuthorizationToken",
    resource: /^\*$/,
    why: "The token is the registry's; the action knows no resources.",
  },
  { action: "ecs:DescribeTaskDefinition", resource: /^\*$/, why: "The action knows no resources." },
  {
    action: "ecs:RegisterTaskDefinition",
    resource: /^\*$/,
    why: "A definition runs only with roles that may be passed, which PassRole lists.",
  },
  {
    action: "cloudwatch:PutMetricData",
    resource: /^\*$/,
    condition: /"cloudwatch:namespace"/,
    why: "Metrics are no resources; the condition names the namespaces.",
  },
  { action: "ec2:DescribeAvailabilityZones", resource: /^\*$/, why: "The action knows no resources." },
  {
    action: "logs:(CreateLogStream|PutLogEvents|GetLogEvents)",
    resource: /^<[a-z0-9-]+-log\.arn>:\*$/,
    why: "Streams of one log group, named by the tasks.",
  },
  {
    action: "s3:(AbortMultipartUpload|DeleteObject|GetObject|PutObject)",
    resource: /^<backup-bucket\.arn>\/(daily|migrations)\/\*$/,
    why: "The objects below one prefix.",
  },
  {
    action: "ecs:RunTask",
    resource: /^<[a-z0-9-]+-task\.arnWithoutRevision>:\*$/,
    condition: /"ecs:cluster"/,
    why: "The revisions of one family, in one cluster.",
  },
  {
    action: "ecs:(DescribeTasks|StopTask)",
    resource: /:task\/[a-z0-9-]+\/\*$/,
    condition: /"ecs:cluster"/,
    why: "Tasks have random ids; one cluster's.",
  },
  {
    action: "ecs:TagResource",
    resource: /:task-definition\/[a-z0-9-]+-\*:\*$/,
    condition: /"ecs:CreateAction":"RegisterTaskDefinition"/,
    why: "Only while a revision is registered.",
  },
  {
    action: "iam:[A-Za-z]+",
    resource: /:role\/[a-z0-9-]+-\*$/,
    why: "The roles of one stack, whose names all begin alike: the infrastructure role makes them.",
  },
  {
    action: "ecr:[A-Za-z]+",
    resource: /:repository\/[a-z0-9-]+\/\*$/,
    why: "The repositories of one stack, where a list of them would be longer than IAM takes.",
  },
  {
    action: "ecs:(DescribeServices|UpdateService)",
    resource: /:service\/[a-z0-9-]+\/\*$/,
    why: "The services of one cluster, where a list of them would be longer than IAM takes.",
  },
  {
    action: "iam:PassRole",
    resource: /:role\/[a-z0-9-]+-\*-(execution|task)$/,
    condition: /"iam:PassedToService":"ecs-tasks.amazonaws.com"/,
    why: "The roles of one stack's tasks, where a list of them would be longer than IAM takes.",
  },
];

/** AWS's own policies that a role may have, by the role. */
const MANAGED: Readonly<Record<string, string>> = {
  "infrastructure-role": "arn:aws:iam::aws:policy/PowerUserAccess",
};

const wildcardsHaveReasons: Rule = {
  name: "wildcards-have-reasons",
  asks: "No action has a wildcard, and a resource has one only where the table says why, under the condition that it says.",
  judge(stack, look) {
    for (const { key } of ofType(stack, "iam/role:Role"))
      for (const statement of statementsOf(stack, key)) {
        const condition = JSON.stringify(statement["Condition"] ?? {});
        const fine = (action: string, resource: string): boolean =>
          !action.includes("*") &&
          (!resource.includes("*") ||
            WIDE.some(
              (one) =>
                new RegExp(`^${one.action}$`).test(action) &&
                one.resource.test(resource) &&
                (one.condition?.test(condition) ?? true),
            ));
        const pairs = list(statement, "Action").flatMap((action) =>
          list(statement, "Resource").map((resource) => [String(action), String(resource)] as const),
        );
        look(
          `${key} ${text(statement, "Sid")}`,
          pairs.length > 0 &&
            pairs.every(([action, resource]) => fine(action, resource)) &&
            text(statement, "Effect") === "Allow" &&
            statement["NotAction"] === undefined &&
            statement["NotResource"] === undefined,
        );
      }
    for (const { key, properties } of ofType(stack, "iam/rolePolicyAttachment:RolePolicyAttachment"))
      look(key, MANAGED[target(properties["role"])] === text(properties, "policyArn"));
  },
  breaks: {
    "every secret": (stack) => widen(stack, "api-execution-policy", "ReadSecrets", { Resource: "*" }),
    "every action of S3": (stack) => widen(stack, "backup-task-policy", "KeepBackups", { Action: "s3:*" }),
    "a prefix that is not the task's": (stack) =>
      widen(stack, "backup-task-policy", "KeepBackups", { Resource: "<backup-bucket.arn>/*" }),
    "metrics without a condition": (stack) => widen(stack, "api-task-policy", "PublishMetrics", { Condition: {} }),
    "roles that may be passed by pattern from the pipeline": (stack) =>
      widen(stack, "deploy-policy", "PassTaskRoles", { Resource: "*" }),
    "everything but": (stack) => widen(stack, "deploy-policy", "PushImages", { NotResource: "arn:aws:s3:::x" }),
    "an administrator": (stack) => {
      item(stack, "infrastructure-power-user").properties["policyArn"] = "arn:aws:iam::aws:policy/AdministratorAccess";
    },
  },
};

/** Changes a statement of a policy; throws where there is none, because nothing would be sabotaged. */
export function widen(stack: Stack, policy: string, sid: string, fields: Fields): void {
  const found = list(item(stack, policy).properties, "policy.Statement").find((one) => text(one, "Sid") === sid);
  if (!found) throw new Error(`no statement ${sid} in ${policy}`);
  Object.assign(found as Fields, fields);
}

const GITHUB = "token.actions.githubusercontent.com";

const trustIsNarrow: Rule = {
  name: "trust-is-narrow",
  asks: "A role is assumed by one service for this account alone, or by GitHub's tokens with the exact audience and subjects; resources let nobody in but for their own source.",
  judge(stack, look) {
    for (const { key, properties } of ofType(stack, "iam/role:Role")) {
      const statements = list(properties, "assumeRolePolicy.Statement");
      look(
        key,
        statements.length === 1 && statements.every((one) => byService(one as Fields) || byGithub(one as Fields)),
      );
    }
    for (const type of ["s3/bucketPolicy:BucketPolicy", "sqs/queuePolicy:QueuePolicy", "sns/topic:Topic"])
      for (const { key, properties } of ofType(stack, type)) {
        const statements = list(properties, "policy.Statement");
        look(`${key} says who`, statements.length > 0 && statements.every((one) => denies(one) || forOneSource(one)));
      }
    for (const { key, properties } of ofType(stack, "lambda/permission:Permission"))
      look(key, target(properties["sourceArn"]) === "topic" && text(properties, "principal") === "sns.amazonaws.com");
  },
  breaks: {
    "any account's tasks": (stack) => trusting(stack, "api-task-role", { Condition: {} }),
    "every repository's tokens": (stack) =>
      trusting(stack, "deploy-role", { Condition: { StringLike: { [`${GITHUB}:sub`]: "repo:*" } } }),
    "a pattern among the subjects": (stack) =>
      trusting(stack, "preview-role", {
        Condition: {
          StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com", [`${GITHUB}:sub`]: ["repo:rich-org/rich:*"] },
        },
      }),
    "no audience": (stack) =>
      trusting(stack, "preview-role", {
        Condition: { StringEquals: { [`${GITHUB}:sub`]: ["repo:rich-org/rich:pull_request"] } },
      }),
    everyone: (stack) => trusting(stack, "notifier-role", { Principal: "*" }),
    "a topic that everyone may publish to": (stack) => {
      Object.assign(list(item(stack, "topic").properties, "policy.Statement")[0] as Fields, { Principal: "*" });
    },
    "a topic without a policy": (stack) => {
      delete item(stack, "topic").properties["policy"];
    },
    "any topic": (stack) => {
      delete item(stack, "notifier-permission").properties["sourceArn"];
    },
  },
};

function trusting(stack: Stack, role: string, fields: Fields): void {
  Object.assign(list(item(stack, role).properties, "assumeRolePolicy.Statement")[0] as Fields, fields);
}

const denies = (one: Json): boolean => text(one, "Effect") === "Deny";

/** An AWS service, on behalf of one resource or of this account. */
const forOneSource = (one: Json): boolean =>
  /^[a-z]+\.amazonaws\.com$/.test(text(one, "Principal.Service")) &&
  (text(one, "Condition.ArnEquals.aws:SourceArn") !== "" ||
    text(one, "Condition.StringEquals.aws:SourceAccount") !== "");

const byService = (one: Fields): boolean =>
  text(one, "Action") === "sts:AssumeRole" &&
  /^[a-z-]+\.amazonaws\.com$/.test(text(one, "Principal.Service")) &&
  text(one, "Condition.StringEquals.aws:SourceAccount") !== "";

function byGithub(one: Fields): boolean {
  const condition = one["Condition"] as Fields;
  const claims = (condition["StringEquals"] ?? {}) as Fields;
  const subjects = [claims[`${GITHUB}:sub`] ?? []].flat().map(String);
  return (
    text(one, "Action") === "sts:AssumeRoleWithWebIdentity" &&
    Object.keys(condition).join() === "StringEquals" &&
    text(one, "Principal.Federated").endsWith(`:oidc-provider/${GITHUB}`) &&
    claims[`${GITHUB}:aud`] === "sts.amazonaws.com" &&
    subjects.length > 0 &&
    subjects.every((subject) => /^repo:[^*?]+\/[^*?]+:(environment:[^*?]+|pull_request)$/.test(subject))
  );
}

/** The rules of permissions. */
export const PERMISSIONS: readonly Rule[] = [wildcardsHaveReasons, trustIsNarrow];
