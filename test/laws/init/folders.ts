// Folders by chance, as people and their tools leave them: manifests, lock files, entry files, repositories.
import { fc } from "../../support/chance.ts";
import { json } from "./place.ts";

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
/** The files of a program, right and wrong. */
export const program = fc.record(
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
/** Where in a repository a program stands. */
export const folder = fc.constantFrom(
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
/** What git keeps of a repository. */
export const git = fc.record(
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
