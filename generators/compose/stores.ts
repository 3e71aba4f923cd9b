// PostgreSQL and Valkey on the developer's machine, as near to RDS and ElastiCache as images come.
import type { CacheEngine, DatabaseEngine, Model } from "#schema/model.ts";
import { originAmong } from "#schema/origin.ts";
import { IMAGES } from "#schema/pins.ts";
import { above, behind, from, join, type Value, type ValueMap } from "#schema/value.ts";
import { POSTGRES_PASSWORD, required } from "./variables.ts";

/** Where the stores answer inside the network; no service may bear these names. */
export const POSTGRES = "postgres";
export const VALKEY = "valkey";
const POSTGRES_VOLUME = "postgres-data";

/** From this major on the image keeps its data in a folder of the major's own, and refuses a volume at the old place. */
const OWN_FOLDERS_SINCE = 18;

/** The stores that the spec has, by the names of their compose services. */
export function stores(model: Model): ValueMap {
  return {
    ...(model.database ? { [POSTGRES]: from(["database"], postgres(model, model.database)) } : {}),
    ...(model.cache ? { [VALKEY]: from(["cache"], valkey(model, model.cache)) } : {}),
  };
}

/** The volumes that the stores mount. */
export const volumes = (model: Model): ValueMap => (model.database ? { [POSTGRES_VOLUME]: {} } : {});

/** A port on this machine alone, and the container's port behind it. */
export const loopback = (host: Value, container: Value): Value => join("127.0.0.1:", host, ":", container);

function postgres(model: Model, database: DatabaseEngine): ValueMap {
  const folder = database.major >= OWN_FOLDERS_SINCE ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
  const version = originAmong(model, ["database", "version"], (one) => one.database?.major === database.major);
  return {
    image: behind("glibc, so that texts sort as on RDS", from(version, IMAGES.postgres(database.major))),
    environment: {
      POSTGRES_DB: from(["database", "name"], database.name),
      POSTGRES_USER: from(["local", "database", "username"], model.local.database.username),
      POSTGRES_PASSWORD: required(model, POSTGRES_PASSWORD),
    },
    ports: [loopback(from(["local", "database", "port"], model.local.database.port), database.port)],
    volumes: [from(version, `${POSTGRES_VOLUME}:${folder}`)],
    healthcheck: above(
      "By TCP: while the database is being made, a server for the scripts of the image answers on the socket.",
      healthcheck(["CMD-SHELL", 'pg_isready -h 127.0.0.1 -U "$POSTGRES_USER" -d "$POSTGRES_DB"']),
    ),
  };
}

function valkey(model: Model, cache: CacheEngine): ValueMap {
  return {
    image: from(["cache", "version"], IMAGES.valkey(cache.localTag)),
    command: above(
      "A cache: nothing is kept across restarts, and what was not used for longest makes room, as on ElastiCache.",
      ["valkey-server", "--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"],
    ),
    tmpfs: ["/data"],
    ports: [loopback(from(["local", "cache", "port"], model.local.cache.port), cache.port)],
    healthcheck: healthcheck(["CMD-SHELL", "valkey-cli ping | grep -q PONG"]),
  };
}

const healthcheck = (test: readonly Value[]): ValueMap => ({
  test,
  interval: "10s",
  timeout: "5s",
  retries: 5,
  start_period: "60s",
  start_interval: "1s",
});
