// Roles fit what runs with them: the tasks, the pipelines, the schedule and the notifier have what they need, exactly.
import type { Rule } from "../rule.ts";
import {
  allowed,
  containersOf,
  type Fields,
  type Item,
  item,
  list,
  ofType,
  references,
  same,
  type Stack,
  statementsOf,
  target,
  text,
} from "../stack.ts";
import { imageOf, runners } from "../ways.ts";
import { widen } from "./permissions.ts";

const tasksOf = (stack: Stack): Item[] => ofType(stack, "ecs/taskDefinition:TaskDefinition");
const secretsOf = (task: Item): string[] =>
  containersOf(task).flatMap((one) => list(one, "secrets").map((each) => text(each, "valueFrom")));

const rolesFitTasks: Rule = {
  name: "roles-fit-tasks",
  asks: "An execution role reads exactly its task's secrets, pulls its image and writes its log; a task role has nothing of that, and a bucket only where the task is told of one.",
  judge(stack, look) {
    for (const task of tasksOf(stack)) {
      const [starts, acts] = ["executionRoleArn", "taskRoleArn"].map((name) => target(task.properties[name])) as [
        string,
        string,
      ];
      const logs = containersOf(task).map(
        (one) => `<${target(text(one, "logConfiguration.options.awslogs-group"))}.arn>:*`,
      );
      look(`${task.key}: secrets`, same(allowed(stack, starts, "secretsmanager:GetSecretValue"), secretsOf(task)));
      look(`${task.key}: image`, same(allowed(stack, starts, "ecr:BatchGetImage"), [`<${imageOf(task)}.arn>`]));
      for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"])
        look(`${task.key}: ${action}`, same(allowed(stack, starts, action), logs));
      const actions = (role: string): string[] =>
        statementsOf(stack, role).flatMap((one) => list(one, "Action").map(String));
      look(
        `${task.key}: start and nothing else`,
        actions(starts).every((action) => /^(ecr|logs|secretsmanager):/.test(action)),
      );
      const told = JSON.stringify(containersOf(task)).includes('"BACKUP_BUCKET"');
      look(
        `${task.key}: acts`,
        actions(acts).every((action) => (action.startsWith("s3:") && told) || action === "cloudwatch:PutMetricData"),
      );
      look(`${task.key}: keeps backups`, actions(acts).includes("s3:PutObject") === told);
      const others = stack.items.filter(
        (one) =>
          one.key !== task.key && one.type === task.type && JSON.stringify(one.properties).includes(`<${starts}.`),
      );
      look(`${task.key}: roles of its own`, others.length === 0 && starts !== acts);
    }
  },
  breaks: {
    "a secret too many": (stack) =>
      widen(stack, "shop-execution-policy", "ReadSecrets", {
        Resource: ["<secret-cache-url.arn>", "<secret-hook.arn>"],
      }),
    "a secret too few": (stack) =>
      widen(stack, "api-execution-policy", "ReadSecrets", { Resource: ["<secret-api-key.arn>"] }),
    "another service's image": (stack) =>
      widen(stack, "api-execution-policy", "PullImage", { Resource: "<shop-repository.arn>" }),
    "another log": (stack) => widen(stack, "api-execution-policy", "WriteLog", { Resource: "<shop-log.arn>:*" }),
    "a program that reads secrets itself": (stack) =>
      widen(stack, "api-task-policy", "PublishMetrics", { Action: "secretsmanager:GetSecretValue" }),
    "a role for two tasks": (stack) => {
      item(stack, "shop-task").properties["executionRoleArn"] = "<api-execution-role.arn>";
    },
  },
};

const pipelinesFitTheStack: Rule = {
  name: "pipelines-fit-the-stack",
  asks: "The deploy role pushes to every repository, rolls out every service, and passes exactly the roles of the tasks; schedule and notifier have what they start and read.",
  judge(stack, look) {
    const roles = (tasks: readonly Item[]): string[] =>
      tasks.flatMap(({ properties }) => [text(properties, "executionRoleArn"), text(properties, "taskRoleArn")]);
    if (stack.items.some(({ key }) => key === "deploy-role")) {
      const may = (action: string, type: string): string[] =>
        covered(stack, allowed(stack, "deploy-role", action), type);
      const arns = (type: string): string[] => ofType(stack, type).map(({ key }) => `<${key}.arn>`);
      look("deploy: images", same(may("ecr:PutImage", REPOSITORY), arns(REPOSITORY)));
      look("deploy: services", same(may("ecs:UpdateService", SERVICE), arns(SERVICE)));
      look("deploy: roles", same(may("iam:PassRole", ROLE), roles(tasksOf(stack))));
      const run = runners(stack).map(({ tasks: [own] }) => own?.key);
      const migrations = tasksOf(stack).filter(({ key }) => !run.includes(key));
      look(
        "deploy: migrations",
        same(
          allowed(stack, "deploy-role", "ecs:RunTask"),
          migrations.map(({ key }) => `<${key}.arnWithoutRevision>:*`),
        ),
      );
    }
    for (const { key, properties } of ofType(stack, "scheduler/schedule:Schedule")) {
      const task = item(stack, target(text(properties, "target.ecsParameters.taskDefinitionArn")));
      const role = target(text(properties, "target.roleArn"));
      look(`${key}: roles`, same(allowed(stack, role, "iam:PassRole"), roles([task])));
      look(`${key}: task`, references(allowed(stack, role, "ecs:RunTask")).join() === task.key);
    }
    for (const { key, properties } of ofType(stack, "lambda/function:Function")) {
      const told = Object.values((properties["environment"] as Fields)["variables"] as Fields).filter(
        (one) => target(one) !== "",
      );
      look(
        `${key}: secrets`,
        same(allowed(stack, target(properties["role"]), "secretsmanager:GetSecretValue"), told.map(String)),
      );
      const failed = text(
        ofType(stack, "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig")[0]?.properties,
        "destinationConfig.onFailure.destination",
      );
      look(`${key}: what failed`, same(allowed(stack, target(properties["role"]), "sqs:SendMessage"), [failed]));
    }
    for (const { key } of ofType(stack, "iam/rolePolicy:RolePolicy"))
      look(`${key} fits IAM's limit`, size(stack, key) <= 10240);
    for (const role of ofType(stack, "iam/role:Role"))
      for (const statement of statementsOf(stack, role.key))
        if (list(statement, "Action").includes("iam:PassRole"))
          look(
            `${role.key} passes roles to services by name`,
            text(statement, "Condition.StringEquals.iam:PassedToService") !== "",
          );
  },
  breaks: {
    "a role too many": (stack) =>
      widen(stack, "deploy-policy", "PassTaskRoles", { Resource: ["<infrastructure-role.arn>"] }),
    "a repository that nobody may push to": (stack) =>
      widen(stack, "deploy-policy", "PushImages", { Resource: "<api-repository.arn>" }),
    "a service too few": (stack) => widen(stack, "deploy-policy", "RollOutServices", { Resource: "<api-service.arn>" }),
    "a schedule that may pass any role": (stack) =>
      widen(stack, "backup-schedule-policy", "PassTaskRoles", { Resource: ["<api-task-role.arn>"] }),
    "a notifier that reads the application's secrets": (stack) =>
      widen(stack, "notifier-policy", "ReadWebhooks", { Resource: ["<secret-hook.arn>", "<secret-api-key.arn>"] }),
    "a role that is passed to anything": (stack) => widen(stack, "deploy-policy", "PassTaskRoles", { Condition: {} }),
    "more than IAM takes": (stack) =>
      widen(stack, "deploy-policy", "PushImages", {
        Resource: Array.from(
          { length: 200 },
          (_, index) => `arn:aws:ecr:eu-west-1:123456789012:repository/rich-live/service-${index}`,
        ),
      }),
  },
};

const [REPOSITORY, SERVICE, ROLE] = ["ecr/repository:Repository", "ecs/service:Service", "iam/role:Role"] as const;

/** The last part of an ARN, by type: what patterns are about. */
const TAILS: Readonly<Record<string, (name: string, stack: Stack) => string>> = {
  [REPOSITORY]: (name) => `repository/${name}`,
  [SERVICE]: (name, stack) => `service/${text(ofType(stack, "ecs/cluster:Cluster")[0]?.properties, "name")}/${name}`,
  [ROLE]: (name) => `role/${name}`,
};

/** The resources of a type that a list of ARNs and patterns allows, as references. What it names and is not there stays. */
function covered(stack: Stack, arns: readonly string[], type: string): string[] {
  const [named, patterns] = [arns.filter((arn) => !arn.includes("*")), arns.filter((arn) => arn.includes("*"))];
  const fits = (tail: string): boolean =>
    patterns.some((arn) => new RegExp(`^${arn.split(":").slice(5).join(":").replaceAll("*", ".*")}$`).test(tail));
  const found = ofType(stack, type).filter(({ properties }) =>
    fits(TAILS[type]?.(text(properties, "name"), stack) ?? ""),
  );
  return [...named, ...found.map(({ key }) => `<${key}.arn>`)];
}

/** A policy's length with ARNs in place of references: no white space counts. */
function size(stack: Stack, key: string): number {
  const policy = JSON.stringify(item(stack, key).properties["policy"]);
  return policy.replace(
    /<([a-z0-9-]+)\.[^>]+>/g,
    (_, to: string) =>
      `arn:aws:ecs:ap-northeast-2:123456789012:service/${stack.project}-${stack.environment.name}/${to}`,
  ).length;
}

/** The rules of roles. */
export const ROLES: readonly Rule[] = [rolesFitTasks, pipelinesFitTheStack];
