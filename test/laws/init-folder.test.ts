// init in a folder: what it proposes builds there without a warning, and touches nothing.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fc } from "../support/chance.ts";
import { folder, git, program } from "./init/folders.ts";
import { json, places } from "./init/place.ts";

const place = places();
const { begun, given } = place;

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

test("a folder's name that AWS's names can't hold gives a shorter project, one that was chosen is refused", async () => {
  const service = ["frontend-nextjs:3000", "background-jobs"];
  const long = "full-stack-application-template-for-everybody";
  mkdirSync(join(place.cwd, long));
  await expect(
    begun({ service, database: true, project: "full-stack-application-template-for-all" }, long),
  ).rejects.toThrow("is refused");
  const { spec, places } = await begun({ service, database: true }, long);
  expect(spec["project"]).toBe("full-stack");
  expect(spec["database"]).not.toHaveProperty("username");
  expect(places).toEqual(["project"]);
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

test("services that the smallest database can't serve get a larger one", async () => {
  const service = Array.from({ length: 12 }, (_, at) => `part${at}:${4000 + at}`);
  const { spec } = await begun({ service, database: true });
  expect((spec["database"] as { readonly instance: string }).instance).not.toBe("db.t4g.micro");
});

describe("any folder", () => {
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
        place.emptied();
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
