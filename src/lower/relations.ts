// Who talks to whom in one environment: what security groups, routes and roles are all made from.
import type { DeployedService } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { from, type Value } from "#schema/value.ts";
import { type Scope, servicePath } from "./scope.ts";

/** A service behind the load balancer. */
export interface PublicService extends DeployedService {
  readonly route: NonNullable<DeployedService["route"]>;
}

/** The services behind the load balancer, sorted by name; without any there is no load balancer. */
export function publicServices({ environment }: Scope): readonly PublicService[] {
  return environment.services.filter((one): one is PublicService => one.route !== undefined);
}

/** The first public service with a certificate, the default one before the others: its certificate is the listener's. */
export function certified(scope: Scope): PublicService | undefined {
  const able = publicServices(scope).filter((one) => one.certificate !== undefined);
  return able.find((one) => one.route.priority === undefined) ?? able[0];
}

/** Who takes the requests that no rule takes. */
export function defaultService(scope: Scope): PublicService | undefined {
  return publicServices(scope).find((one) => one.route.priority === undefined);
}

/** One service that calls another. */
export interface Call {
  readonly caller: DeployedService;
  readonly called: DeployedService;
}

/** Every call between deployed services, sorted by caller and called. */
export function calls({ environment }: Scope): readonly Call[] {
  return environment.services.flatMap((caller) =>
    caller.service.calls.flatMap((name) =>
      environment.services.filter((one) => one.name === name).map((called) => ({ caller, called })),
    ),
  );
}

/** The services that others call, sorted by name: each has a name in the private DNS. */
export function calledServices(scope: Scope): readonly DeployedService[] {
  const names = new Set(calls(scope).map(({ called }) => called.name));
  return scope.environment.services.filter((one) => names.has(one.name));
}

/** The service whose image applies migrations, in an environment that has a database. */
export function migrates(scope: Scope, service: DeployedService): boolean {
  return scope.environment.database !== undefined && scope.model.migration?.service === service.name;
}

/** The port that a service listens on; throws for a worker, which nothing may call. */
export function portOf(service: DeployedService): Value {
  const { port } = service.service;
  if (port === undefined) throw new Error(`${service.name} is called and has no port`);
  return from(servicePath(service, "port"), port);
}

/** The spec path of the first service that must do without a way out: it is what the interface endpoints are for. */
export function endpointsBecause(scope: Scope): Path {
  const inward = scope.environment.services.find((one) => !one.internet);
  return scope.origin(inward ? servicePath(inward, "internet") : ["network", "nat"]);
}
