// The shapes that CloudFormation gives to what is deep: containers, alarms, actions and conditions of listeners.
import type { Data } from "../pulumi/expected.ts";
import { type Fields, keyed, kept } from "./shaping.ts";

/** A container definition; ECS's own API spells it in camel case. */
export function container({ logConfiguration, ...rest }: Fields): Fields {
  const { options, ...log } = logConfiguration as Fields;
  return { ...rest, LogConfiguration: { ...log, Options: kept(options ?? {}) } };
}

/** Where tasks of Fargate stand; a switch is a word here. */
export function taskNetwork(value: Data | undefined): Fields {
  const { assignPublicIp, ...rest } = value as Fields;
  return { AwsvpcConfiguration: { ...rest, AssignPublicIp: assignPublicIp === true ? "ENABLED" : "DISABLED" } };
}

/** Dimensions as a list of names and values. */
export const dimensions = (value: Data): Data =>
  Object.entries(value as Fields).map(([Name, Value]) => ({ Name, Value }));

/** An alarm: dimensions as a list, and the metrics of a formula one level deeper. */
export function alarm({ dimensions: own, metricQueries, ...inputs }: Fields): Fields {
  return {
    ...inputs,
    ...(own === undefined ? {} : { Dimensions: dimensions(own) }),
    ...(metricQueries === undefined ? {} : { Metrics: (metricQueries as readonly Fields[]).map(query) }),
  };
}

function query({ metric, ...rest }: Fields): Fields {
  if (metric === undefined) return rest;
  const { namespace, metricName, dimensions: own, ...stat } = metric as Fields;
  const Metric = { Namespace: namespace ?? null, MetricName: metricName ?? null, Dimensions: dimensions(own ?? {}) };
  return { ...rest, MetricStat: { ...stat, Metric } };
}

/** Actions of a listener or a rule. */
export const actions = (value: Data | undefined): Data =>
  (value as readonly Fields[]).map((one) =>
    keyed(one, { redirect: "RedirectConfig", fixedResponse: "FixedResponseConfig", forward: "ForwardConfig" }),
  );

/** A condition of a rule, of one field. */
export function condition(value: Fields): Fields {
  const [[kind, config] = ["", null]] = Object.entries(value);
  const field = kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return { Field: field, [`${kind}Config`]: config };
}

const HEALTH = {
  enabled: "HealthCheckEnabled",
  healthyThreshold: "HealthyThresholdCount",
  interval: "HealthCheckIntervalSeconds",
  matcher: "Matcher",
  path: "HealthCheckPath",
  port: "HealthCheckPort",
  protocol: "HealthCheckProtocol",
  timeout: "HealthCheckTimeoutSeconds",
  unhealthyThreshold: "UnhealthyThresholdCount",
};

/** The health check of a target group, which is no object of its own here. */
export function health(value: Data | undefined): Fields {
  const { Matcher, ...rest } = keyed(value ?? {}, HEALTH);
  return { ...rest, ...(Matcher === undefined ? {} : { Matcher: { HttpCode: Matcher } }) };
}

/** A function's code is a file that deployment uploads; its variables are the user's own names. */
export function archive({ environment, ...inputs }: Fields): Fields {
  const { variables, ...rest } = (environment ?? {}) as Fields;
  return {
    ...inputs,
    code: { S3Bucket: "uploaded-archives", S3Key: "archive.zip" },
    ...(variables === undefined ? {} : { Environment: { ...rest, Variables: kept(variables) } }),
  };
}
