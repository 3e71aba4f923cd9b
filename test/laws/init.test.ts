// init: what it proposes from a folder and from compose files builds there without a warning, touches nothing, and
// carries no secret's value over.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fc } from "../support/chance.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { begin, type Asked } from "#src/commands/begin.ts";
import { write } from "#src/commands/outcome.ts";
import { planAll } from "#src/commands/output.ts";
import { loadSpecs } from "#src/load.ts";
import { plain } from "#src/report/paint.ts";
import { treeIn } from "../cases.ts";

const COMPOSE = join(import.meta.dirname, "..", "init");

let cwd = "";
beforeEach(() => {
  cwd = join(mkdtempSync(join(tmpdir(), "sage-gen-init-")), "shop");
  mkdirSync(cwd);
});
afterEach(() => rmSync(dirname(cwd), { recursive: true, force: true }));

const given = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
};
const json = (data: unknown): string => JSON.stringify(data);

const NOTHING: Asked = {
  project: undefined,
  region: undefined,
  service: undefined,
  database: undefined,
  cache: undefined,
  repository: undefined,
  branch: undefined,
  account: undefined,
  output: undefined,
  from: undefined,
};

interface Spec {
  readonly [key: string]: unknown;
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What init writes, after a build of it: without a finding, and beside every file that stood there. */
async function begun(asked: Partial<Asked> = {}) {
  const before = treeIn(cwd);
  const answer = await begin(cwd, { ...NOTHING, ...asked }, false);
  const said = answer.closing(plain);
  if (!answer.ok) throw new Error(said);
  const text = readFileSync(join(cwd, "sage.yaml"), "utf8");
  const [planned] = planAll(loadSpecs(undefined, cwd), undefined, {}, cwd);
  expect(planned?.reading.diagnostics).toEqual([]);
  write(planned ? [planned] : []);
  expect(existsSync(join(cwd, parse(text).output, "docs", "infrastructure.md"))).toBe(true);
  const [again] = planAll(loadSpecs(undefined, cwd), undefined, {}, cwd);
  expect(again?.plan?.steps.filter(({ action }) => action !== "unchanged")).toEqual([]);
  for (const [path, { text: old }] of before) {
    const now = readFileSync(join(cwd, path), "utf8");
    // Blocks of ours stand in these; every line of the user's stays.
    expect(/^\.git(attributes|ignore)$/.test(path) ? now.includes(old) : now === old, path).toBe(true);
  }
  const unmapped = answer.fields?.["unmapped"] as readonly { readonly place: string; readonly reason: string }[];
  return { text, spec: parse(text) as Spec, said, places: unmapped.map(({ place }) => place), unmapped };
}

const NEST = {
  dependencies: { "@nestjs/core": "11.0.0", "@prisma/client": "6.0.0" },
  scripts: { "start:prod": "node dist/src/main" },
};

describe("a folder", () => {
  test("with NestJS, pnpm, Prisma and a GitHub remote", async () => {
    given({
      "package.json": json(NEST),
      "pnpm-lock.yaml": "",
      ".nvmrc": "v22.1.0\n",
      ".gitignore": "node_modules\n",
      "prisma/schema.prisma": 'datasource db { provider = "postgresql" }',
      "src/main.ts": 'app.setGlobalPrefix("api");\nawait app.listen(process.env.PORT ?? 4000);',
      "src/health/health.controller.ts": '@Controller("health")\nexport class X {}',
      ".git/config": '[remote "origin"]\n\turl = https://token-000@github.com/octo-org/shop.git\n[branch "main"]\n',
      ".git/HEAD": "ref: refs/heads/feature\n",
    });
    const { spec, text, said } = await begun({ account: "111122223333" });
    expect(spec).toMatchObject({
      project: "shop",
      database: { version: "18" },
      operations: { migration: {} },
      delivery: { github: { repository: "octo-org/shop", branch: "main" } },
      environments: { production: { account: "111122223333", protect: true } },
    });
    expect(spec.services["api"]).toMatchObject({
      path: ".",
      framework: "nestjs",
      port: 4000,
      health: "/api/health",
      expose: "public",
      image: { node: 22, packageManager: "pnpm", prisma: true, entry: "dist/src/main.js" },
    });
    expect(text + said).not.toContain("token-000");
    expect(said).toContain("this folder: NestJS, pnpm, Prisma, Node.js 22, port 4000");
  });

  test("with Vite and npm", async () => {
    given({
      "package.json": json({ devDependencies: { vite: "7.0.0" } }),
      "package-lock.json": "{}",
      "index.html": "",
      "vite.config.ts": "export default { server: { port: 4321 } }",
    });
    const { spec, unmapped } = await begun();
    expect(spec.services["web"]).toMatchObject({ path: ".", framework: "vite", port: 4321, expose: "public" });
    expect(spec["database"]).toBeUndefined();
    expect(unmapped).toEqual([]);
  });

  test("with several programs, a Dockerfile, Next.js, a worker, and a compose file", async () => {
    given({
      "package.json": json({ workspaces: ["apps/*"], devDependencies: { "sage-gen": "0.1.0" } }),
      "pnpm-lock.yaml": "",
      "apps/api/package.json": json(NEST),
      "apps/api/pnpm-lock.yaml": "",
      "apps/web/package.json": json({ dependencies: { next: "16.0.0" } }),
      "apps/jobs/package.json": json({ scripts: { start: "node jobs.js" }, dependencies: { bullmq: "5.0.0" } }),
      "apps/legacy/Dockerfile": "FROM scratch\nEXPOSE 8080/tcp\n",
      "packages/ui/package.json": json({ name: "@shop/ui" }),
      "docker-compose.yml": "services: { db: { image: postgres:16 } }",
    });
    const { spec, text, places } = await begun();
    expect(Object.keys(spec.services).sort()).toEqual(["api", "jobs", "legacy", "web"]);
    expect(spec.services).toMatchObject({
      api: { framework: "nestjs", port: 3000, route: { path: "/api" } },
      jobs: { framework: "node", uses: ["cache"], image: { entry: "jobs.js" } },
      legacy: { framework: "custom", port: 8080, uses: [] },
      web: { framework: "custom", port: 3001 },
    });
    expect(spec.services["jobs"]).not.toHaveProperty("port");
    expect(spec.services["web"]).not.toHaveProperty("route");
    expect(spec["targets"]).not.toContain("compose");
    expect(text).toContain("$schema=./node_modules/sage-gen/schema/sage.schema.json");
    expect(places).toEqual(expect.arrayContaining(["apps/web", "apps/jobs", "docker-compose.yml"]));
  });

  test("whose files stand where ours would go gets a folder to look at", async () => {
    given({ "docs/infrastructure.md": "mine\n", "infra/Pulumi.yaml": "name: mine\n" });
    const { spec, places } = await begun();
    expect(spec["output"]).toBe("out");
    expect(places).toContain("docs/infrastructure.md");
  });

  test("that is empty gets a service of its own", async () => {
    const { spec, text } = await begun({ database: true, cache: true });
    expect(spec.services["web"]).toMatchObject({ port: 3000, expose: "public", framework: "node" });
    expect(text).toMatch(
      /^# yaml-language-server: \$schema=https:\/\/unpkg\.com\/sage-gen@\d+\.\d+\.\d+\/schema\/sage\.schema\.json\n/,
    );
  });

  test("whose database is no PostgreSQL is told so", async () => {
    given({
      "package.json": json(NEST),
      "package-lock.json": "{}",
      "prisma/schema.prisma": 'datasource db {\n  provider = "mysql"\n}',
    });
    const { spec, places } = await begun();
    expect(spec["database"]).toBeUndefined();
    expect(places).toContain("prisma/schema.prisma");
  });
});

const carried = async (name: string, more: Readonly<Record<string, string>> = {}) => {
  cpSync(join(COMPOSE, `${name}.yml`), join(cwd, "docker-compose.yml"));
  given(more);
  return begun({ from: join(cwd, "docker-compose.yml") });
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
      await expect(begin(cwd, { ...NOTHING, from: join(cwd, from) }, false)).rejects.toThrow(
        `--from ${join(cwd, from)}`,
      );
    expect(existsSync(join(cwd, "sage.yaml"))).toBe(false);
  });
});

test("a folder's name that AWS's names can't hold gives a shorter project, one that was chosen is refused", async () => {
  const service = ["frontend-nextjs:3000", "background-jobs"];
  const long = join(cwd, "full-stack-application-template-for-everybody");
  mkdirSync(long);
  cwd = long;
  await expect(begun({ service, database: true, project: "full-stack-application-template-for-all" })).rejects.toThrow(
    "is refused",
  );
  const { spec, places } = await begun({ service, database: true });
  expect(spec["project"]).toBe("full-stack");
  expect(spec["database"]).not.toHaveProperty("username");
  expect(places).toEqual(["project"]);
  cwd = dirname(long);
});

test.each([
  ["market-assistant", "market_admin"],
  ["incomparable", "incomparab_admin"],
  ["web-storefront", "web_admin"],
])("the master user of %s is one that RDS takes", async (project, username) => {
  expect((await begun({ project, database: true })).spec["database"]).toMatchObject({ username });
});

test("a project whose name PostgreSQL keeps gets a database of another name", async () => {
  expect((await begun({ project: "order", database: true })).spec["database"]).toMatchObject({ name: "order_data" });
});

test("a compose file of stores alone brings them to the programs that are found", async () => {
  given({
    "package.json": json({ dependencies: { express: "5.0.0" } }),
    "package-lock.json": "{}",
    "server.js": "app.get('/healthz', ok); app.listen(8080)",
    "docker-compose.yml":
      "services: { pg: { image: 'postgis/postgis:16-3.4' }, kv: { image: 'valkey/valkey:8' }, mq: { image: rabbitmq } }",
  });
  const { spec, places } = await begun({ from: join(cwd, "docker-compose.yml") });
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
  const { spec } = await begun({ from: join(cwd, "docker-compose.yml") });
  expect(spec.services["api"]).toMatchObject({ port: 8000, health: "/api/health/", expose: "internal" });
});

test("services that the smallest database can't serve get a larger one", async () => {
  const service = Array.from({ length: 12 }, (_, at) => `part${at}:${4000 + at}`);
  const { spec } = await begun({ service, database: true });
  expect((spec["database"] as { readonly instance: string }).instance).not.toBe("db.t4g.micro");
});

describe("any folder", () => {
  const odd = fc.constantFrom<unknown>(null, 1, "x", [], {}, true, "\u0000", "${X}", "a b", "'", "# x");
  const names =
    "@nestjs/core express hono next vite bullmq ioredis pg prisma @prisma/client mysql2 astro __proto__ constructor";
  const dependencies = fc.oneof(
    { weight: 6, arbitrary: fc.dictionary(fc.constantFrom(...names.split(" ")), fc.constantFrom("1.0.0", "*", null)) },
    odd,
  );
  const script = fc.constantFrom("node dist/main", "node --x ./a/../b.js", "node 'a b'", "tsx src/main.ts", "", 1);
  const manifest = fc.record(
    {
      name: fc.oneof(fc.constantFrom("shop", "@a/b", "", "Shop Ünicode", "database", "x"), odd),
      main: fc.oneof(fc.constantFrom("main.js", "./dist/x", "../x", "a b.js"), odd),
      packageManager: fc.oneof(fc.constantFrom("pnpm@9", "yarn@4", "npm@10", "^"), odd),
      engines: fc.oneof(fc.record({ node: fc.oneof(fc.constantFrom(">=20", "24.x", "lts/*", "99"), odd) }), odd),
      scripts: fc.oneof(fc.dictionary(fc.constantFrom("start", "start:prod", "build"), script), odd),
      dependencies,
      devDependencies: dependencies,
      workspaces: odd,
    },
    { requiredKeys: [] },
  );
  const program = fc.record(
    {
      "package.json": fc.oneof({ weight: 8, arbitrary: manifest.map(json) }, fc.constantFrom("", "{", "null", "[]")),
      Dockerfile: fc.constantFrom("FROM x\nEXPOSE 8080/udp\n", "EXPOSE 99999\n", "expose 81 82\n", "", "EXPOSE $P\n"),
      "src/main.ts": fc.constantFrom("app.listen(3000)", "listen(99999)", "process.env['PORT'] ?? 80", "PORT || '0'"),
      "src/app.controller.ts": fc.constantFrom('@Controller("health/`x")', "@Controller('health')", '.get("/ready")'),
      "prisma/schema.prisma": fc.constantFrom('datasource db { provider = "mysql" }', "datasource", ""),
      "pnpm-lock.yaml": fc.constant(""),
      "yarn.lock": fc.constant(""),
      "index.html": fc.constant(""),
      "vite.config.ts": fc.constantFrom("server: { port: 4000 }", "port: 70000", ""),
      ".nvmrc": fc.constantFrom("v22\n", "lts/iron", "", "\u0000", "18"),
    },
    { requiredKeys: [] },
  );
  const folder = fc.constantFrom(
    ".",
    "apps/web",
    "apps/api-1",
    "apps/api1",
    "packages/x",
    "services/Ünï",
    "server",
    "api",
    "web",
  );
  const git = fc.record(
    {
      ".git/config": fc.constantFrom(
        '[remote "origin"]\n\turl = git@github.com:a/b.git\n',
        '[remote "up"]\n  url=https://github.com/a-/b..c/\n',
        '[remote "origin"]\n\turl = https://gitlab.com/a/b\n',
        "[",
      ),
      ".git/HEAD": fc.constantFrom(
        "ref: refs/heads/main\n",
        "ref: refs/heads/a b*c\n",
        "ref: refs/heads/a/${{x}}'\n",
        "0123",
      ),
      ".git/refs/remotes/origin/HEAD": fc.constantFrom(
        "ref: refs/remotes/origin/#x\n",
        "ref: refs/remotes/origin/trunk\n",
      ),
    },
    { requiredKeys: [] },
  );

  test("says whose migrations run, where another uses Prisma and no database", async () => {
    const nest = { "@nestjs/core": "1.0.0" };
    given({
      "apps/api-1/package.json": json({ dependencies: nest, devDependencies: { prisma: "1.0.0" } }),
      "web/package.json": json({ dependencies: { ...nest, "@prisma/client": "1.0.0" } }),
    });
    const { spec } = await begun();
    expect(spec["operations"]).toEqual({ migration: { service: "web" } });
  });

  test("makes a spec that builds, without a warning", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(folder, program, { maxKeys: 4 }), git, async (programs, repository) => {
        rmSync(cwd, { recursive: true, force: true });
        mkdirSync(cwd);
        const files = Object.entries(programs).flatMap(([at, texts]) =>
          Object.entries(texts).map(([name, text]) => [join(at, name), text ?? ""] as const),
        );
        given({ ...Object.fromEntries(files), ...(repository as Readonly<Record<string, string>>) });
        await begun();
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 40) },
    );
  });
});

describe("any compose file", () => {
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
    fc.constantFrom(
      "PORT",
      "DATABASE_URL",
      "REDIS_URL",
      "WEB_URL",
      "CACHE_TTL_SESSION_SECONDS",
      "NODE_ENV",
      "a.b",
      "1x",
    ),
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

  test("gives no name that a spec ignores", async () => {
    const built = { build: "./x", ports: [1] };
    given({
      "compose.yaml": stringify({ services: { X: { build: "./x" }, x: built, a: { ...built, depends_on: ["x"] } } }),
    });
    const { spec } = await begun({ from: join(cwd, "compose.yaml") });
    expect(spec.services).toMatchObject({ x2: {}, a: { calls: ["x2"] } });
  });

  test("moves a rule whose priority is another service's", async () => {
    const built = { build: "./x", ports: [1] };
    given({ "compose.yaml": stringify({ services: { web: built, qp_z5: built, "Au7-3Py.q": built } }) });
    const { spec } = await begun({ from: join(cwd, "compose.yaml") });
    expect(spec.services).toMatchObject({
      "qp-z5": { route: { path: "/qp-z5" } },
      "au7-3-py-q": { route: { path: "/au7-3-py-q", priority: 46321 } },
    });
  });

  test("makes a spec that builds, without a warning", async () => {
    const file = fc.record({
      services: fc.dictionary(id, fc.oneof({ weight: 4, arbitrary: service }, store), { minKeys: 1, maxKeys: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(file, async (data) => {
        rmSync(cwd, { recursive: true, force: true });
        mkdirSync(cwd);
        given({ "compose.yaml": stringify(data) });
        await begun({ from: join(cwd, "compose.yaml") });
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 40) },
    );
  });
});
