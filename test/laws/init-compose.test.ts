// init with a compose file: what it proposes builds without a warning, and carries no secret's value over.
import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { begin } from "#src/commands/begin.ts";
import { fc } from "../support/chance.ts";
import { composeFile } from "./init/compose-files.ts";
import { json, NOTHING, places } from "./init/place.ts";

const COMPOSE = join(import.meta.dirname, "..", "init");

const place = places();
const { begun, given } = place;

const carried = async (name: string, more: Readonly<Record<string, string>> = {}) => {
  cpSync(join(COMPOSE, `${name}.yml`), join(place.cwd, "docker-compose.yml"));
  given(more);
  return begun({ from: join(place.cwd, "docker-compose.yml") });
};

describe("a compose file", () => {
  test.each(readdirSync(COMPOSE).map((file) => file.replace(/\.yml$/, "")))("%s builds", async (name) => {
    const { spec } = await carried(name);
    expect(Object.keys(spec.services).length).toBeGreaterThan(0);
  });

  test("with an old version, one port twice, and stores", async () => {
    const { spec, places, unmapped } = await carried("voting");
    expect(spec).toMatchObject({ database: { version: "15" }, cache: { version: "8.0" } });
    expect(spec.services).toMatchObject({
      vote: { path: "vote", framework: "custom", port: 80, expose: "public" },
      result: { port: 81, expose: "public", route: { path: "/result" } },
      worker: { path: "worker" },
    });
    expect(spec.services["worker"]).not.toHaveProperty("port");
    expect(places).toEqual(
      expect.arrayContaining(["services.db.image", "services.vote.command", "services.result.ports"]),
    );
    expect(unmapped.find(({ place }) => place === "services.db.image")?.reason).toContain("15 for 9.4");
  });

  test("with anchors, merge keys and defaults in defaults", async () => {
    const { spec } = await carried("anchors", {
      Dockerfile: "FROM node:24\nEXPOSE 9999\n",
      ".env": "# x\nexport SESSION_SECRET='not to be seen'\nLOG_LEVEL=warn # quiet\nGREETING=Good morning\n",
    });
    expect(spec.services["web"]).toMatchObject({
      path: ".",
      port: 8000,
      health: "/up",
      expose: "public",
      env: { LOG_LEVEL: "warn" },
      secrets: { SESSION_SECRET: "sessionSecret", GREETING: "greeting" },
    });
    expect(spec.services["worker"]).not.toHaveProperty("port");
    expect(spec["database"]).toMatchObject({ version: "17" });
  });

  test("whose values are the shell's", async () => {
    const { spec, text, places } = await carried("shell");
    expect(spec.services["app"]).toMatchObject({
      port: 3000,
      expose: "public",
      env: { APP_NAME: 'My "quoted" app: yes', BACKEND_DOMAIN: "http://localhost:3000" },
    });
    expect(text).toMatch(/# API_PREFIX: …/);
    expect(places).toEqual(
      expect.arrayContaining([
        "services.maildev",
        "services.adminer",
        "services.app.environment.MAIL_HOST",
        "services.app.ports",
      ]),
    );
  });

  test("with a proxy, links, long ports and health checks", async () => {
    const { spec, places } = await carried("proxy");
    expect(spec["database"]).toMatchObject({ version: "16", name: "app" });
    expect(spec.services).toMatchObject({
      frontend: { port: 3000, expose: "internal", calls: ["backend"], env: { NEXT_TELEMETRY_DISABLED: "1" } },
      backend: { port: 3001, health: "/healthz", expose: "public", env: { SESSION_TTL: "3600", DEBUG: "false" } },
    });
    expect(places).toEqual(expect.arrayContaining(["services.nginx", "services.db.volumes", "services.redis.command"]));
  });

  test("with secrets carries their names, never a value", async () => {
    const { spec, text, said, places } = await carried("hidden", { "api/api.env": "" });
    for (const value of [
      "hunter2",
      "sk-ant",
      "rk_live",
      "toor",
      "0123456789",
      "abcdefghij",
      "0f1e2d",
      "Zm9vYmFy",
      "quoted secret",
      "another secret",
    ])
      expect(text + said).not.toContain(value);
    expect(spec.services["api"]?.["secrets"]).toEqual({
      ALERT_WEBHOOK_URL: "alertWebhookUrl",
      ANTHROPIC: "anthropic",
      JWT_SECRET: "jwtSecret",
      MONGO_URL: "mongoUrl",
      RANDOM_THING: "randomThing",
      SENTRY_DSN: "sentryDsn",
      SIGNED: "signed",
      STRIPE_KEY: "stripeKey",
    });
    expect(spec.services["api"]?.["env"]).toEqual({
      AUTH_SERVICE_URL: "https://auth.example.com/v1",
      DATABASE_AUTH_USER: "reader",
      JWT_EXPIRES_IN: "15m",
      LOG_LEVEL: "debug",
      PASSWORD_MIN_LENGTH: "12",
      PUBLIC_KEY_URL: "https://example.com/keys",
    });
    expect(spec["secrets"]).toMatchObject({ jwtSecret: { description: "JWT_SECRET of api, worker" } });
    expect(places).toContain("services.api.environment.DB_PASSWORD_FILE");
    expect(said).toContain("REDIS_URL: sage-gen keeps this name for the spec's cache");
  });

  test("that extends another, with ports of every form", async () => {
    const common = "services: { jobs: { build: ./services/jobs, environment: [QUEUE=mail], depends_on: [nobody] } }";
    const { spec, places } = await carried("platform", { "common.yml": common });
    expect(spec.services).toMatchObject({
      api: { path: "services/api", port: 3000, architecture: "arm64", env: { TZ: "UTC", REGION: "eu-west-1" } },
      jobs: { path: "services/jobs", env: { QUEUE: "mail" } },
    });
    for (const id of ["rabbitmq", "mongo", "minio", "prometheus", "partner", "replica", "base"])
      expect(places).toContain(`services.${id}`);
    for (const key of ["ports", "volumes", "cap_add", "labels", "ulimits", "deploy", "build.args", "build.target"])
      expect(places).toContain(`services.api.${key}`);
  });

  test("with names that AWS would refuse", async () => {
    const { spec, places } = await carried("names");
    expect(Object.keys(spec.services)).toEqual(["web-app", "database-service", "s3-service", "web-app-2", "outside"]);
    expect(spec.services["web-app"]).toMatchObject({
      path: "apps/web",
      calls: ["database-service", "s3-service"],
      env: { UNICODE: 'grüße "du": #1', YES: "yes", NOTHING: "", DOLLAR: "$HOME" },
    });
    expect(places).toEqual(
      expect.arrayContaining([
        "services.Web_App.environment.1BAD",
        "services.outside.build",
        "services.Web_App.build.dockerfile",
      ]),
    );
  });

  test("that is none, or not there, is refused", async () => {
    given({ "a.yml": "x: 1", "b.yml": "services: {a: [" });
    for (const from of ["a.yml", "b.yml", "c.yml"])
      await expect(begin(place.cwd, { ...NOTHING, from: join(place.cwd, from) }, false)).rejects.toThrow(
        `--from ${join(place.cwd, from)}`,
      );
    expect(existsSync(join(place.cwd, "sage.yaml"))).toBe(false);
  });
});

test("a compose file of stores alone brings them to the programs that are found", async () => {
  given({
    "package.json": json({ dependencies: { express: "5.0.0" } }),
    "package-lock.json": "{}",
    "server.js": "app.get('/healthz', ok); app.listen(8080)",
    "docker-compose.yml":
      "services: { pg: { image: 'postgis/postgis:16-3.4' }, kv: { image: 'valkey/valkey:8' }, mq: { image: rabbitmq } }",
  });
  const { spec, places } = await begun({ from: join(place.cwd, "docker-compose.yml") });
  expect(spec).toMatchObject({ database: { version: "16" }, cache: { version: "8.0" } });
  expect(spec.services["app"]).toMatchObject({ framework: "node", port: 8080, health: "/healthz" });
  expect(spec.services["app"]).not.toHaveProperty("uses");
  expect(places).toEqual(expect.arrayContaining(["services.pg.image", "services.mq"]));
});

test("a port that only a health check tells", async () => {
  given({
    "docker-compose.yml":
      "services: { api: { build: api, healthcheck: { test: [CMD, curl, -f, 'http://localhost:8000/api/health/'] } } }",
  });
  const { spec } = await begun({ from: join(place.cwd, "docker-compose.yml") });
  expect(spec.services["api"]).toMatchObject({ port: 8000, health: "/api/health/", expose: "internal" });
});

describe("any compose file", () => {
  test("gives no name that a spec ignores", async () => {
    const built = { build: "./x", ports: [1] };
    given({
      "compose.yaml": stringify({ services: { X: { build: "./x" }, x: built, a: { ...built, depends_on: ["x"] } } }),
    });
    const { spec } = await begun({ from: join(place.cwd, "compose.yaml") });
    expect(spec.services).toMatchObject({ x2: {}, a: { calls: ["x2"] } });
  });

  test("moves a rule whose priority is another service's", async () => {
    const built = { build: "./x", ports: [1] };
    given({ "compose.yaml": stringify({ services: { web: built, qp_z5: built, "Au7-3Py.q": built } }) });
    const { spec } = await begun({ from: join(place.cwd, "compose.yaml") });
    expect(spec.services).toMatchObject({
      "qp-z5": { route: { path: "/qp-z5" } },
      "au7-3-py-q": { route: { path: "/au7-3-py-q", priority: 46321 } },
    });
  });

  test("makes a spec that builds, without a warning", async () => {
    await fc.assert(
      fc.asyncProperty(composeFile, async (data) => {
        place.emptied();
        given({ "compose.yaml": stringify(data) });
        await begun({ from: join(place.cwd, "compose.yaml") });
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 40) },
    );
  });
});
