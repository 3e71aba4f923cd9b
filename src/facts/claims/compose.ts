// What docker-compose.yml and the file of local values say: services, their ports and variables, and the stores.
import { type Claim, CHECKED_PATH, CHECKED_PORT, folder, part, say, sayAll, urlVariable } from "../claim.ts";
import { assignments } from "../lines.ts";
import { entriesOf, itemsOf, type Leaf, type Node, step, textOf } from "../node.ts";
import type { Sources } from "../sources.ts";

/** What is in compose and is no service of the product. */
const STORES = ["postgres", "valkey", "migrate"];

export function composeClaims({ compose, texts }: Sources): readonly Claim[] {
  const services = entriesOf(step(compose, "services"));
  const { postgres, valkey, migrate } = Object.fromEntries(services);
  return [
    ...services.flatMap(([name, service]) => (STORES.includes(name) ? [] : serviceClaims(name, service))),
    ...databaseClaims(postgres),
    ...cacheClaims(valkey),
    ...say("folder of the migrations", step(migrate, "build", "context"), folder),
    ...services.flatMap(([, service]) => urlClaims(step(service, "environment"))),
    ...localClaims(compose, texts),
  ];
}

function serviceClaims(name: string, service: Node): readonly Claim[] {
  const environment = step(service, "environment");
  const check = itemsOf(step(service, "healthcheck", "test"));
  const asked = check.find((word) => CHECKED_PORT(textOf(word) ?? "") !== undefined);
  return [
    ...say(`${name}: folder`, step(service, "build", "context"), folder),
    ...say(`${name}: stage for development`, step(service, "build", "target")),
    ...itemsOf(step(service, "ports")).flatMap((port) => say(`${name}: port`, port, part(/:(\d+)$/))),
    ...itemsOf(step(service, "ports")).flatMap((port) => say(`${name}: port`, port, part(/^(?:.*:)?(\d+):\d+$/))),
    ...say(`${name}: port`, step(environment, "PORT")),
    ...say(`${name}: port`, asked, CHECKED_PORT),
    ...say(`${name}: health path`, asked, CHECKED_PATH),
    ...entriesOf(environment).flatMap(([variable, value]) => calledClaims(variable, value)),
    ...entriesOf(environment).flatMap(([variable, value]) =>
      variable !== "PORT" && isOwn(textOf(value) ?? "")
        ? say(`${name}: ${variable}`, value, (text) => text.replaceAll("$$", "$"))
        : [],
    ),
    ...sayAll(
      `${name}: variables`,
      entriesOf(environment).flatMap(([value, { place }]): readonly Leaf[] =>
        // A development server may take its port from its command line.
        value === "PORT" ? [] : [{ kind: "leaf", value, place }],
      ),
    ),
  ];
}

/** Whether a value is the same wherever the service runs: no host of compose and no value of the developer's. */
const isOwn = (text: string): boolean =>
  !/\$\{|^\w+:\/\/[^/]*(?:postgres|valkey|localhost)|^https?:\/\/[\w-]+:\d+$/.test(text);

/** `http://name:port` of another service. */
function calledClaims(variable: string, value: Node): readonly Claim[] {
  const host = part(/^http:\/\/([a-z][\w-]*):\d+$/)(textOf(value) ?? "") ?? "";
  return variable === urlVariable(host) ? say(`${host}: port`, value, part(/:(\d+)$/)) : [];
}

function databaseClaims(postgres: Node | undefined): readonly Claim[] {
  const environment = step(postgres, "environment");
  return [
    ...say("PostgreSQL's major of tools and images", step(postgres, "image"), part(/postgres:(\d+)/)),
    ...say("database: name", step(environment, "POSTGRES_DB")),
    ...say("local database: user", step(environment, "POSTGRES_USER")),
    ...say("local database: password", step(environment, "POSTGRES_PASSWORD"), part(/\$\{(\w+)/)),
    ...itemsOf(step(postgres, "ports")).flatMap((port) => say("database: port", port, part(/:(\d+)$/))),
  ];
}

function cacheClaims(valkey: Node | undefined): readonly Claim[] {
  const words = itemsOf(step(valkey, "command"));
  const policy = words.findIndex((word) => textOf(word) === "--maxmemory-policy");
  return [
    ...say("Valkey's major of images", step(valkey, "image"), part(/valkey:(\d+)/)),
    ...say("cache: what goes when it is full", policy === -1 ? undefined : words[policy + 1]),
    ...itemsOf(step(valkey, "ports")).flatMap((port) => say("cache: port", port, part(/:(\d+)$/))),
  ];
}

function urlClaims(environment: Node | undefined): readonly Claim[] {
  const database = step(environment, "DATABASE_URL");
  const cache = step(environment, "REDIS_URL");
  return [
    ...say("local database: user", database, part(/^postgresql:\/\/([^:]+):.*@postgres:/)),
    ...say("local database: password", database, part(/^postgresql:\/\/[^:]+:\$\{(\w+).*@postgres:/)),
    ...say("database: port", database, part(/@postgres:(\d+)\/\w+/)),
    ...say("database: name", database, part(/@postgres:\d+\/(\w+)$/)),
    ...say("cache: port", cache, part(/^redis:\/\/valkey:(\d+)$/)),
  ];
}

/** The values that compose takes from the developer's own file, and those that its example lists. */
function localClaims(compose: Node | undefined, texts: Sources["texts"]): readonly Claim[] {
  const file = [...texts.keys()].find((path) => path.endsWith(".example"));
  if (file === undefined || compose === undefined) return [];
  const wanted = leavesOf(compose).flatMap((leaf) =>
    [...String(leaf.value).matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, value = ""]): Leaf => ({ ...leaf, value })),
  );
  const listed = [...assignments(file, texts.get(file) ?? "")].map(([value, leaf]): Leaf => ({ ...leaf, value }));
  return [...sayAll("local values", wanted), ...sayAll("local values", listed)];
}

function leavesOf(node: Node): readonly Leaf[] {
  if (node.kind === "leaf") return [node];
  return node.kind === "list" ? node.items.flatMap(leavesOf) : entriesOf(node).flatMap(([, inner]) => leavesOf(inner));
}
