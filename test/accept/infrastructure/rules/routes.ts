// Alarms have one live route each: alarm, topic, notifier, channel, secret.
import type { Rule } from "../rule.ts";
import { type Fields, type Item, item, list, ofType, read, type Stack, target, text } from "../stack.ts";
import { alarms } from "./alarms.ts";

const alarmsHaveOneRoute: Rule = {
  name: "alarms-have-one-route",
  asks: "Every alarm tells the topic, which the notifier hears and may be invoked by; the notifier knows the alarm's channel, and its secret.",
  judge(stack, look) {
    const [topic, ...others] = ofType(stack, "sns/topic:Topic");
    const [notifier] = ofType(stack, "lambda/function:Function");
    look("one topic", others.length === 0);
    for (const { key, properties } of alarms(stack)) {
      const told = ["alarmActions", "okActions"].every(
        (name) => list(properties, name).join() === `<${topic?.key}.arn>`,
      );
      look(
        `${key} tells the topic`,
        told && list(properties, "insufficientDataActions").every((one) => one === `<${topic?.key}.arn>`),
      );
      look(`${key} is enabled`, properties["actionsEnabled"] !== false);
      look(`${key} has a channel`, notifier !== undefined && channelOf(stack, notifier, text(properties, "name")));
    }
    if (!notifier || !topic) return look("no alarm without a notifier", alarms(stack).length === 0);
    const heard = ofType(stack, "sns/topicSubscription:TopicSubscription").filter(
      ({ properties }) => target(properties["topic"]) === topic.key,
    );
    look(
      "the notifier hears the topic once",
      heard.length === 1 &&
        heard.every(
          ({ properties }) =>
            properties["protocol"] === "lambda" &&
            properties["endpoint"] === `<${notifier.key}.arn>` &&
            properties["filterPolicy"] === undefined,
        ),
    );
    look(
      "the notifier may be invoked",
      ofType(stack, "lambda/permission:Permission").some(
        ({ properties }) =>
          target(properties["function"]) === notifier.key &&
          target(properties["sourceArn"]) === topic.key &&
          properties["action"] === "lambda:InvokeFunction",
      ),
    );
    for (const name of stack.environment.alarms.map((one) => one.name))
      look(
        `${name} is routed`,
        read(notifier.properties, `code.routes.json`) === undefined &&
          Object.hasOwn(routesOf(notifier, "alarms"), name),
      );
  },
  breaks: {
    "an alarm that tells nobody": (stack) => {
      item(stack, "alarm-api-cpu").properties["alarmActions"] = [];
    },
    "a topic that nobody hears": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "notifier-subscription");
    },
    "a notifier that SNS may not invoke": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "notifier-permission");
    },
    "an alarm without a route": (stack) => {
      delete routesOf(item(stack, "notifier"), "alarms")["orders"];
    },
    "a channel without a secret": (stack) => {
      Object.assign(read(item(stack, "notifier").properties, "environment.variables") as Fields, { CHANNEL_ALL: "" });
    },
    "another prefix": (stack) => {
      Object.assign(read(item(stack, "notifier").properties, "environment.variables") as Fields, {
        ALARM_PREFIX: "rich-",
      });
    },
    "a recovery that nobody hears of": (stack) => {
      delete item(stack, "alarm-api-rate").properties["okActions"];
    },
  },
};

const routesOf = (notifier: Item, part: string): Fields =>
  (((notifier.properties["code"] as Fields)["routes.json"] as Fields)[part] ?? {}) as Fields;

/** Whether the notifier finds a channel and its secret for an alarm, whose name in AWS has a prefix and perhaps a node. */
function channelOf(stack: Stack, notifier: Item, alarm: string): boolean {
  const variables = read(notifier.properties, "environment.variables") as Fields;
  const prefix = text(variables, "ALARM_PREFIX");
  if (!alarm.startsWith(prefix)) return false;
  const name = alarm.slice(prefix.length).replace(/-00[1-6]$/, "");
  const channel = String(routesOf(notifier, "alarms")[name]);
  const variable = String(routesOf(notifier, "channels")[channel]);
  const declared = stack.environment.alarms.some((one) => one.name === name && one.channel === channel);
  return (
    declared && ofType(stack, "secretsmanager/secret:Secret").some(({ key }) => variables[variable] === `<${key}.arn>`)
  );
}

/** The rules of routes. */
export const ROUTES: readonly Rule[] = [alarmsHaveOneRoute];
