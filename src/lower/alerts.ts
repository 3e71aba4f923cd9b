// Alerts: the topic that alarms tell, the alarms, and the function that tells people.
import type { Alerts } from "#schema/model.ts";
import { join, ref, type Value } from "#schema/value.ts";
import { alarms } from "./alarms.ts";
import { notifier } from "./notifier.ts";
import { resourcePolicy, tlsAlone } from "./policy.ts";
import { type Part, resource, type Scope } from "./scope.ts";

/** Topic, alarms and notifier; nothing where the spec has no alerts. An alarm has one owner: Terraform, if that is a target. */
export function alerts(scope: Scope): Part {
  const { alerts: wanted } = scope.model;
  if (!wanted) return {};
  const topic = resource(
    "topic",
    "aws:sns/topic:Topic",
    "alerts",
    ["alerts"],
    {
      name: topicName(scope, wanted),
      policy: publishing(scope, wanted),
    },
    {
      why: "Not encrypted with the key aws/sns: CloudWatch may not use that one, and its alarms would be lost. They hold no secrets.",
    },
  );
  return {
    resources: [
      topic,
      ...(wanted.channels.length === 0 ? [] : notifier(scope, wanted.channels)),
      ...(scope.model.targets.includes("terraform") ? [] : alarms(scope)),
    ],
    outputs: [
      {
        name: "alertTopic",
        description: "The topic that all alarms tell; more subscribers can join it",
        value: ref("topic", "arn"),
      },
    ],
  };
}

const topicName = (scope: Scope, { topic }: Alerts): Value =>
  scope.at(
    ["alerts", "topic"],
    scope.named((names) => names.topic(topic)),
  );

/** This account's alarms may publish, and nothing may without TLS. The topic's own ARN is not known to itself. */
function publishing(scope: Scope, wanted: Alerts): Value {
  const arn = join("arn:aws:sns:", scope.region, ":", scope.account, ":", topicName(scope, wanted));
  const alarms = {
    Sid: "AlarmsMayPublish",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: arn,
    Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
  };
  return resourcePolicy([alarms, tlsAlone("sns:Publish", arn)]);
}
