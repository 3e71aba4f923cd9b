// Compose files by chance: names, ports, variables and values as people write them, right and wrong.
import { fc } from "../../support/chance.ts";

const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/);
const id = fc.oneof(
  word,
  fc.constantFrom(
    "database",
    "cache",
    "postgres",
    "migrate",
    "web",
    "Web",
    "web_1",
    "web1",
    "WEB",
    "api-2",
    "x",
    "x-y",
  ),
);
const variable = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/),
  fc.constantFrom("PORT", "DATABASE_URL", "REDIS_URL", "WEB_URL", "CACHE_TTL_SESSION_SECONDS", "NODE_ENV", "a.b", "1x"),
);
const value = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(
    null,
    "${X}",
    "${X:-y}",
    "$$x",
    "${X:?no}",
    "http://web:80",
    "a\nb",
    "\u0000",
    "\ufeff",
    "- x",
    "# x",
    "{{a}}",
    "null",
  ),
);
const port = fc.oneof(
  fc.integer({ min: 1, max: 65535 }),
  fc.tuple(fc.nat(65535), fc.integer({ min: 1, max: 65535 })).map(([host, container]) => `${host}:${container}`),
  fc.constantFrom("80", "127.0.0.1:80:80", "3000-3002:3000-3002", "${P}:${P}", "53:53/udp", "[::1]:1:1", "x", {
    target: 90,
  }),
);
const service = fc.record(
  {
    build: fc.constantFrom(
      "./x",
      ".",
      "x/y",
      { context: "./x", dockerfile: "D" },
      { dockerfile: "a/Dockerfile" },
      "../x",
      "/x",
      "x y",
    ),
    ports: fc.array(port, { maxLength: 3 }),
    environment: fc.dictionary(variable, value, { maxKeys: 6 }),
    depends_on: fc.array(id, { maxLength: 3 }),
    healthcheck: fc.constantFrom({ test: "curl localhost:80/up?x=1" }, { test: ["CMD", "x"] }, { disable: true }),
    command: fc.constantFrom("x", ["y"]),
    platform: fc.constantFrom("linux/arm64", "linux/amd64"),
  },
  { requiredKeys: ["build"] },
);
const store = fc.constantFrom(
  { image: "postgres:16", ports: ["5433:5432"] },
  { image: "postgres", environment: ["POSTGRES_DB=select", "POSTGRES_USER=admin"] },
  { image: "redis:7" },
  { image: "mysql" },
  {},
);

/** A compose file, as data. */
export const composeFile = fc.record({
  services: fc.dictionary(id, fc.oneof({ weight: 4, arbitrary: service }, store), { minKeys: 1, maxKeys: 6 }),
});
