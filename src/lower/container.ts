// What a service's container is told: its environment variables, and the secrets that fill some of them.
import type { DeployedService } from "#schema/model.ts";
import { screamingCase } from "#schema/names.ts";
import { byText } from "#schema/order.ts";
import { from, join, ref, type Value, type ValueMap } from "#schema/value.ts";
import { calls, portOf } from "./relations.ts";
import { type Scope, servicePath } from "./scope.ts";
import { secretKey } from "./secrets.ts";

/** The secret's resource, and the resource that gives it its first value, without which no task starts. */
interface Filled {
  readonly variable: string;
  readonly secret: string;
  readonly version: string;
  /** The secret's ARN, with the spec path that asks for it. */
  readonly arn: Value;
}

/** Every variable that a secret fills, sorted by name. */
export function secretsOf(scope: Scope, service: DeployedService): readonly Filled[] {
  const { uses } = service.service;
  const { database, cache } = scope.environment;
  const own = service.secrets.map(({ name, secret }): Filled => {
    const key = secretKey(secret);
    return {
      variable: name,
      secret: key,
      version: `${key}-initial`,
      arn: scope.at(servicePath(service, "secrets", name), ref(key, "arn")),
    };
  });
  return [
    ...own,
    ...(uses.database && database ? [databaseUrl(service)] : []),
    ...(uses.cache && cache ? [composed(service, "REDIS_URL", "secret-cache-url")] : []),
  ].sort((a, b) => byText(a.variable, b.variable));
}

/** The URL of the database, for a container of this service. */
export const databaseUrl = (service: DeployedService): Filled =>
  composed(service, "DATABASE_URL", "secret-database-url");

const composed = (service: DeployedService, variable: string, secret: string): Filled => ({
  variable,
  secret,
  version: `${secret}-version`,
  arn: from(servicePath(service, "uses"), ref(secret, "arn")),
});

/** The same as the container definition has it. */
export const secretList = (secrets: readonly Filled[]): readonly Value[] =>
  secrets.map(({ variable, arn }) => ({ name: variable, valueFrom: arn }));

/** The plain environment variables of a container definition, sorted by name; ECS takes texts alone. */
export function environmentList(variables: ValueMap): readonly Value[] {
  return Object.entries(variables)
    .sort(([a], [b]) => byText(a, b))
    .map(([name, value]) => ({ name, value }));
}

/** Every plain variable of a service. NODE_ENV and the certificate authorities are the image's. */
export function environmentOf(scope: Scope, service: DeployedService): ValueMap {
  const { port, uses } = service.service;
  const { database, cache } = scope.environment;
  const ttl = uses.cache && cache ? (scope.model.cache?.ttl ?? []) : [];
  return {
    ...Object.fromEntries(
      service.env.map(({ name, value }) => [name, scope.at(servicePath(service, "env", name), value)]),
    ),
    ...(port === undefined ? {} : { PORT: from(servicePath(service, "port"), String(port)) }),
    ...(uses.database && database
      ? {
          DATABASE_POOL_MAX: scope.at(servicePath(service, "databaseConnections"), String(service.databaseConnections)),
        }
      : {}),
    ...Object.fromEntries(
      ttl.map(({ name, variable, seconds }) => [variable, scope.at(["cache", "ttl", name], String(seconds))]),
    ),
    ...calledUrls(scope, service),
  };
}

/** Where the services that this one calls answer: private names, and the ports that they listen on. */
function calledUrls(scope: Scope, service: DeployedService): ValueMap {
  const own = calls(scope).filter(({ caller }) => caller.name === service.name);
  return Object.fromEntries(
    own.map(({ called }) => {
      const host = join(
        called.name,
        ".",
        scope.named((names) => names.namespace),
      );
      return [
        `${screamingCase(called.name)}_URL`,
        from(servicePath(service, "calls"), join("http://", host, ":", portOf(called))),
      ];
    }),
  );
}
