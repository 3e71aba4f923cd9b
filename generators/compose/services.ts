// The project's own services, each from the development stage of its Dockerfile, and the migrations before them.
import type { Model, Service } from "#schema/model.ts";
import { longestStart, nodeProbe, PROBE_TIMEOUT_SECONDS } from "#schema/probe.ts";
import { above, from, type Value, type ValueMap } from "#schema/value.ts";
import { databaseUrl, environmentOf } from "./environment.ts";
import { loopback, POSTGRES, VALKEY } from "./stores.ts";
import { watch } from "./watch.ts";

const MIGRATE = "migrate";

/** Every service of the spec, deployed or not, by its name. */
export const applications = (model: Model): ValueMap =>
  Object.fromEntries(
    model.services.map((service) => [service.name, from(["services", service.name], application(model, service))]),
  );

/** A service that applies the migrations and ends, where the spec has migrations. */
export function migrate(model: Model): ValueMap {
  const service = migrating(model);
  if (!service) return {};
  const value = {
    build: build(service),
    command: ["node_modules/.bin/prisma", "migrate", "deploy"],
    environment: databaseUrl(model),
    depends_on: { [POSTGRES]: { condition: "service_healthy" } },
  };
  const why =
    "Applies the migrations that are new, and ends; the services that use the database wait for it. " +
    "After writing a migration: `docker compose run --rm --build migrate`.";
  return { [MIGRATE]: above(why, from(["operations", "migration"], value)) };
}

/** The service whose folder holds the migrations; a custom image has no stage that could run them. */
function migrating(model: Model): Service | undefined {
  if (!model.database || !model.migration) return undefined;
  const { service } = model.migration;
  return model.services.find(({ name, framework }) => name === service && framework !== "custom");
}

function application(model: Model, service: Service): ValueMap {
  const environment = environmentOf(model, service);
  const waits = dependencies(model, service);
  const port = service.port === undefined ? undefined : from(["services", service.name, "port"], service.port);
  return {
    build: build(service),
    init: above("Passes signals on and reaps what the watching compiler leaves behind.", true),
    ...(Object.keys(environment).length > 0 ? { environment } : {}),
    ...(port === undefined ? {} : { ports: [loopback(port, port)] }),
    ...(Object.keys(waits).length > 0 ? { depends_on: waits } : {}),
    ...healthcheck(model, service),
    develop: { watch: watch(service) },
  };
}

/** A custom image is built whole; the others have a stage for development. */
function build(service: Service): ValueMap {
  const context: Value = from(["services", service.name, "path"], service.path === "." ? "." : `./${service.path}`);
  return service.framework === "custom" ? { context } : { context, target: "development" };
}

/** Stores alone: services that call one another may do so both ways, and start in no order in AWS either. */
function dependencies(model: Model, service: Service): ValueMap {
  const database = service.uses.database && model.database !== undefined;
  const cache = service.uses.cache && model.cache !== undefined;
  return {
    ...(database ? { [POSTGRES]: { condition: "service_healthy" } } : {}),
    ...(cache ? { [VALKEY]: { condition: "service_healthy" } } : {}),
    ...(database && migrating(model) ? { [MIGRATE]: { condition: "service_completed_successfully" } } : {}),
  };
}

/** The development stage is a Node image whatever is deployed; of a custom image nothing is known. */
function healthcheck(model: Model, service: Service): ValueMap {
  const { port, health, name, framework } = service;
  if (port === undefined || health === undefined || framework === "custom") return {};
  const test = [
    "CMD",
    ...nodeProbe(from(["services", name, "port"], port), from(["services", name, "health"], health)),
  ];
  const start = longestStart(model, name);
  return {
    healthcheck: {
      test,
      interval: "10s",
      timeout: `${PROBE_TIMEOUT_SECONDS}s`,
      retries: 3,
      start_period: from(start.path, `${start.seconds + COMPILE_SECONDS}s`),
      start_interval: "2s",
    },
  };
}

/** What compiling the sources adds to the start of a fresh container. */
const COMPILE_SECONDS = 60;
