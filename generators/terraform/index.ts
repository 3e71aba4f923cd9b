// The terraform target: the alarms alone, for teams whose monitoring is Terraform. Everything that they watch is looked
// up by name, because Pulumi made it.
import { describeAlarm, evaluationPeriods } from "#schema/alarm-metrics.ts";
import type { Draft } from "#schema/draft.ts";
import type { Model } from "#schema/model.ts";
import { code, from, type Value, type View } from "#schema/value.ts";
import type { Generate } from "../target.ts";
import { alarmBlock } from "./alarms.ts";
import { lookups } from "./lookups.ts";

/** A block of HCL, as the template's helper prints it. */
export interface Block extends View {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Value;
}

/** terraform/monitoring.tf; nothing where the spec has no alarms. */
export const terraform: Generate = (model): readonly Draft[] => {
  const { alerts, environments } = model;
  if (!alerts || environments.every((environment) => environment.alarms.length === 0)) return [];
  const names = environments[0]?.alarms ?? [];
  return [
    {
      kind: "template",
      path: "terraform/monitoring.tf",
      target: "terraform",
      because: ["alerts"],
      template: "terraform/monitoring.tf",
      view: {
        first: environments[0]?.name ?? "",
        environment: variable(model),
        settings: settings(model),
        provider: provider(model),
        lookups: [...lookups(model)],
        alarms: names.map((alarm) => alarmBlock(alarm)),
      },
    },
  ];
};

function variable(model: Model): Block {
  const names = model.environments.map((environment) => environment.name);
  const validation = {
    condition: code(`contains(keys(local.environments), var.environment)`),
    error_message: `The environments are ${names.join(", ")}.`,
  };
  return {
    type: "variable",
    labels: ["environment"],
    body: {
      description: "The environment whose alarms these are: one state each, as by a workspace.",
      type: code("string"),
      validation: [validation],
    },
  };
}

/** What differs by environment: where it is, and the limits of its alarms. */
function settings(model: Model): Block {
  const environments = Object.fromEntries(
    model.environments.map((environment) => [
      environment.name,
      {
        region: from(["region"], environment.region),
        ...(environment.account === undefined
          ? {}
          : { account: from(["environments", environment.name, "account"], environment.account) }),
        alarms: Object.fromEntries(
          environment.alarms.map((alarm) => [
            alarm.name,
            from(["alerts", "alarms", alarm.name], {
              description: describeAlarm(alarm),
              threshold: alarm.threshold,
              period: alarm.periodSeconds,
              periods: evaluationPeriods(alarm),
            }),
          ]),
        ),
      },
    ]),
  );
  const prefix = from(["project"], code(`"${model.project}-\${var.environment}"`));
  return {
    type: "locals",
    labels: [],
    body: { prefix, environment: code("local.environments[var.environment]"), environments },
  };
}

function provider(model: Model): Block {
  const known = model.environments.every((environment) => environment.account !== undefined);
  const accounts = known ? { allowed_account_ids: [code("local.environment.account")] } : {};
  return { type: "provider", labels: ["aws"], body: { region: code("local.environment.region"), ...accounts } };
}
