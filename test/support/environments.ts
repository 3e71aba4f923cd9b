// The environments of a generated spec: what each of them changes, without breaking what the base says.
import type { EnvironmentDraw } from "./draws.ts";
import { certificateOf, isDeployed, type Plan, scaleOf, secretsOf, wayOut } from "./services.ts";
import type { Data } from "./specs.ts";
import { nodesOf, sizesOf } from "./stores.ts";

/** The section; one environment at least where delivery wants accounts. */
export function environmentsOf(plan: Plan, alerts: Data | undefined): Data | undefined {
  const { environments, delivery } = plan.draw;
  if (!environments) return delivery ? { production: { account: "444455556666" } } : undefined;
  return Object.fromEntries(environments.map((one) => [one.name, overlayOf(plan, one, alerts)]));
}

function overlayOf(plan: Plan, one: EnvironmentDraw, alerts: Data | undefined): Data {
  const { draw } = plan;
  const services = plan.services.filter(isDeployed).map((service) => [service.name, serviceIn(plan, one, service)]);
  const alarms = Object.keys((alerts?.["alarms"] as Data | undefined) ?? {});
  return {
    account: one.account,
    protect: one.protect ? true : undefined,
    region: one.region,
    network: one.nat && { nat: one.nat },
    logs: one.retention && { retention: one.retention },
    database: draw.database && one.database && sizesOf(one.database, plan.connections),
    cache: draw.cache && one.cache && nodesOf(one.cache),
    services: Object.fromEntries(services),
    alerts: one.alarmPeriods && alarms[0] ? { alarms: { [alarms[0]]: { periods: one.alarmPeriods } } } : undefined,
    operations: draw.database && draw.backup && one.keep ? { backup: { keep: one.keep } } : undefined,
  };
}

function serviceIn({ draw }: Plan, one: EnvironmentDraw, service: Plan["services"][number]): Data {
  const nat = one.nat ?? draw.network.nat;
  const scale = one.tasks && { ...one.tasks, aims: one.tasks.aims ?? service.task.aims };
  return {
    internet: wayOut(service, nat) ?? true,
    certificate: certificateOf(service, one.region ?? draw.region, one.account),
    scale: scale && scaleOf(scale),
    env: one.extra ? { EXTRA: `in ${one.name}` } : undefined,
    secrets: one.extra ? secretsOf(["EXTRA_KEY"]) : undefined,
  };
}
