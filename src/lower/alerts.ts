// Alerts: the topic that alarms tell, the alarms, and the function that tells people.
import { ref } from "#schema/value.ts";
import { alarms } from "./alarms.ts";
import { notifier } from "./notifier.ts";
import { type Part, resource, type Scope } from "./scope.ts";

/** Topic, alarms and notifier; nothing where the spec has no alerts. An alarm has one owner: Terraform, if that is a target. */
export function alerts(scope: Scope): Part {
  const { alerts: wanted } = scope.model;
  if (!wanted) return {};
  const topic = resource({
    key: "topic",
    type: "aws:sns/topic:Topic",
    module: "alerts",
    because: ["alerts"],
    why: "Not encrypted with the key aws/sns: CloudWatch may not use that one, and its alarms would be lost. They hold no secrets.",
    properties: {
      name: scope.at(
        ["alerts", "topic"],
        scope.named((names) => names.topic(wanted.topic)),
      ),
    },
  });
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
