// What a service finds in its environment on the developer's machine: the same variables as in ECS.
import type { Model, Service } from "#schema/model.ts";
import { screamingCase } from "#schema/names.ts";
import type { Path } from "#schema/path.ts";
import { from, join, type Value, type ValueMap } from "#schema/value.ts";
import { POSTGRES, VALKEY } from "./stores.ts";
import { POSTGRES_PASSWORD, required, variableOf } from "./variables.ts";

/** The environment of a service: its own port, what the spec says, its stores, the services that it calls, secrets. */
export function environmentOf(model: Model, service: Service): ValueMap {
  const at = (...rest: Path): Path => ["services", service.name, ...rest];
  return {
    // Vite takes its port from the command line.
    ...(service.port === undefined || service.framework === "vite"
      ? {}
      : { PORT: from(at("port"), String(service.port)) }),
    ...each(service.env, ({ name, value }) => [name, from(at("env", name), value)]),
    ...(service.uses.database ? databaseUrl(model) : {}),
    ...(service.uses.database && model.database
      ? { DATABASE_POOL_MAX: from(at("databaseConnections"), String(service.databaseConnections)) }
      : {}),
    ...(service.uses.cache ? cacheVariables(model) : {}),
    ...each(service.calls, (called) => [`${screamingCase(called)}_URL`, from(at("calls"), urlOf(model, called))]),
    ...each(service.secrets, ({ name, secret }) => [
      name,
      from(at("secrets", name), required(model, variableOf(secret))),
    ]),
  };
}

/** DATABASE_URL, with the password that compose puts in. */
export function databaseUrl(model: Model): ValueMap {
  if (!model.database) return {};
  const username = from(["local", "database", "username"], model.local.database.username);
  const name = from(["database", "name"], model.database.name);
  const server = `@${POSTGRES}:${model.database.port}/`;
  return { DATABASE_URL: join("postgresql://", username, ":", required(model, POSTGRES_PASSWORD), server, name) };
}

function cacheVariables(model: Model): ValueMap {
  if (!model.cache) return {};
  return {
    REDIS_URL: `redis://${VALKEY}:${model.cache.port}`,
    ...each(model.cache.ttl, ({ name, variable, seconds }) => [
      variable,
      from(["cache", "ttl", name], String(seconds)),
    ]),
  };
}

function urlOf(model: Model, called: string): Value {
  const port = model.services.find(({ name }) => name === called)?.port;
  return join(`http://${called}:`, from(["services", called, "port"], String(port ?? 80)));
}

const each = <T>(list: readonly T[], entry: (item: T) => readonly [string, Value]): ValueMap =>
  Object.fromEntries(list.map(entry));
