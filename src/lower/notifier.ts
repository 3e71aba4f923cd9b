// The notifier: a function that carries alarms from the topic to Discord, with what it needs and nothing more.
import type { Resource } from "#schema/graph.ts";
import type { Channel } from "#schema/model.ts";
import { screamingCase } from "#schema/names.ts";
import { LAMBDA_RUNTIME } from "#schema/pins.ts";
import { above, type Archive, behind, join, json, ref, type Value, type ValueMap } from "#schema/value.ts";
import { policy, resourcePolicy, tlsAlone, trust } from "./policy.ts";
import { resourcesOf, type Scope } from "./scope.ts";
import { secretKey } from "./secrets.ts";

const MODULE = "alerts";
const BECAUSE = ["alerts", "channels"];
const own = resourcesOf(MODULE, BECAUSE);

/** Where the generator lays the handler, below the output's root. */
export const NOTIFIER_SOURCE = "infra/notifier/index.mjs";

/** Two weeks: the longest that SQS keeps a message. */
const DEAD_LETTER_SECONDS = 1209600;

/** The variable that names a channel's secret. */
const channelVariable = (channel: string): string => `CHANNEL_${screamingCase(channel)}`;

/** The function, its rights, its log, its subscription, and the queue of what it could not deliver. */
export function notifier(scope: Scope, channels: readonly Channel[]): readonly Resource[] {
  return [
    own("notifier-log", "aws:cloudwatch/logGroup:LogGroup", {
      name: scope.named((names) => names.notifierLogGroup),
      retentionInDays: scope.at(["logs", "retention"], scope.environment.logRetentionDays),
    }),
    ...deadLetters(scope),
    ...rights(scope, channels),
    lambda(scope, channels),
    ...wiring(),
  ];
}

function deadLetters(scope: Scope): readonly Resource[] {
  const queue = ref("notifier-dead-letters", "arn");
  const fromTopic = {
    Sid: "TopicMayWrite",
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue,
    Condition: { ArnEquals: { "aws:SourceArn": ref("topic", "arn") } },
  };
  return [
    own(
      "notifier-dead-letters",
      "aws:sqs/queue:Queue",
      {
        name: scope.named((names) => names.notifierDeadLetters),
        sqsManagedSseEnabled: true,
        messageRetentionSeconds: behind("two weeks", DEAD_LETTER_SECONDS),
      },
      {
        why: "What could not be delivered waits here. No alarm watches it: the notifier would have to tell of its own failure.",
      },
    ),
    own("notifier-dead-letters-policy", "aws:sqs/queuePolicy:QueuePolicy", {
      queueUrl: ref("notifier-dead-letters", "id"),
      policy: resourcePolicy([fromTopic, tlsAlone("sqs:*", queue)]),
    }),
  ];
}

function rights(scope: Scope, channels: readonly Channel[]): readonly Resource[] {
  const secrets = [...new Set(channels.map(({ secret }) => secret))];
  return [
    own("notifier-role", "aws:iam/role:Role", {
      name: scope.named((names) => names.notifier),
      description: "What the notifier may do",
      assumeRolePolicy: trust("lambda.amazonaws.com", scope.account),
    }),
    own("notifier-policy", "aws:iam/rolePolicy:RolePolicy", {
      role: ref("notifier-role", "name"),
      policy: policy([
        {
          sid: "WriteLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [join(ref("notifier-log", "arn"), ":*")],
        },
        {
          sid: "ReadWebhooks",
          actions: ["secretsmanager:GetSecretValue"],
          resources: secrets.map((secret) => ref(secretKey(secret), "arn")),
        },
        { sid: "KeepDeadLetters", actions: ["sqs:SendMessage"], resources: [ref("notifier-dead-letters", "arn")] },
      ]),
    }),
  ];
}

function lambda(scope: Scope, channels: readonly Channel[]): Resource {
  const variables = channels.map(({ name, secret }): [string, Value] => [
    channelVariable(name),
    scope.at(["alerts", "channels", name, "discord"], ref(secretKey(secret), "arn")),
  ]);
  const code: Archive = {
    $: "archive",
    files: { "index.mjs": { file: NOTIFIER_SOURCE }, "routes.json": { text: json(routes(scope, channels)) } },
  };
  return own(
    "notifier",
    "aws:lambda/function:Function",
    {
      name: scope.named((names) => names.notifier),
      description: "Carries alarms to Discord",
      runtime: LAMBDA_RUNTIME,
      architectures: ["arm64"],
      handler: "index.handler",
      code,
      role: ref("notifier-role", "arn"),
      timeout: behind("seconds: Discord may ask to wait", 30),
      memorySize: behind("MiB: less memory is less CPU, and a slow start", 256),
      environment: {
        variables: {
          ALARM_PREFIX: scope.named((names) => names.alarm("")),
          ...Object.fromEntries(variables),
        },
      },
    },
    {
      why: "Its variables name secrets; the webhooks themselves are read when an alarm comes.",
      options: { dependsOn: ["notifier-log", "notifier-policy"] },
    },
  );
}

/** Which alarm tells which channel. An alarm that is not listed goes to the fallback, with a note that it is not. */
function routes(scope: Scope, channels: readonly Channel[]): ValueMap {
  const alarms = scope.environment.alarms.map(({ name, channel }): [string, Value] => [
    name,
    scope.at(["alerts", "alarms", name, "channel"], channel),
  ]);
  return {
    alarms: Object.fromEntries(alarms),
    channels: Object.fromEntries(
      channels.map(({ name }) => [name, scope.at(["alerts", "channels", name], channelVariable(name))]),
    ),
    fallback: scope.at(BECAUSE, channels[0]?.name ?? ""),
  };
}

function wiring(): readonly Resource[] {
  const name = ref("notifier", "name");
  return [
    own("notifier-retries", "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
      functionName: name,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: behind("an older alarm is no news", 3600),
      destinationConfig: { onFailure: { destination: ref("notifier-dead-letters", "arn") } },
    }),
    own("notifier-permission", "aws:lambda/permission:Permission", {
      action: "lambda:InvokeFunction",
      function: name,
      principal: "sns.amazonaws.com",
      sourceArn: ref("topic", "arn"),
    }),
    own(
      "notifier-subscription",
      "aws:sns/topicSubscription:TopicSubscription",
      {
        topic: ref("topic", "arn"),
        protocol: "lambda",
        endpoint: ref("notifier", "arn"),
        redrivePolicy: above(
          "For what SNS can't hand over; what the function fails at goes the function's own way.",
          json({ deadLetterTargetArn: ref("notifier-dead-letters", "arn") }),
        ),
      },
      { options: { dependsOn: ["notifier-permission", "notifier-dead-letters-policy"] } },
    ),
  ];
}
