// What holds of the images of a NestJS service with pnpm and Prisma, run as ECS runs them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { step } from "../workflows/output.ts";
import { play } from "../workflows/stand-in.ts";
import { AS_ECS, inside, once, startHealthy } from "./container.ts";
import { held } from "./contents.ts";
import { LEFT, TOKEN } from "./repository.ts";
import { startStores, STORE_SETTINGS, STORES_NETWORK } from "./stores.ts";
import { BASES, OURS, type World } from "./world.ts";

const CONTAINER = "images-backend";

/** What is in them. */
function holdsWhatItNeeds(world: () => World): void {
  test("the pipeline's own step finds the image within the spec's budget", () => {
    const check = step("Hold the image to its budget");
    const { status, stdout } = play(check, { env: { ARCHIVE: world().archive } });
    console.log(stdout.trim());
    expect(status).toBe(0);
    expect(stdout).toMatch(/of a budget of 200MB/);
  });

  test("nothing of the developer's machine, in no layer", async () => {
    const { engine } = world();
    // The search finds what each does hold.
    const migration = 'CREATE TABLE "Item"';
    expect(await held(engine, OURS.migrate, BASES.postgres, [LEFT, TOKEN, migration])).toEqual([migration]);
    const source = "stopped by ${signal}";
    expect(await held(engine, OURS.runtime, BASES.node, [LEFT, TOKEN, source])).toEqual([source]);
    // A developer's own image holds the .npmrc that its installs need.
    expect(await held(engine, OURS.development, BASES.node, [LEFT, TOKEN])).toEqual([TOKEN]);
  }, 120_000);

  test("production dependencies only", async () => {
    const { engine, repository } = world();
    const { output } = await once(engine, OURS.runtime, "ls", "-A", "/app");
    expect(output.trim().split("\n")).toEqual(["dist", "node_modules", "package.json"]);
    const text = readFileSync(join(repository, "apps/backend/package.json"), "utf8");
    const manifest = JSON.parse(text) as Record<string, object>;
    const names = (key: string): readonly string[] => Object.keys(manifest[key] ?? {});
    const installed = (await once(engine, OURS.runtime, "ls", "-A", "/app/node_modules/.pnpm")).output.split("\n");
    const has = (name: string): boolean => installed.some((one) => one.startsWith(`${name.replace("/", "+")}@`));
    // Types of Node.js come with those of the database's driver, which some package takes for a need.
    expect(names("dependencies").filter((name) => !has(name))).toEqual([]);
    expect(names("devDependencies").filter((name) => has(name) && name !== "@types/node")).toEqual([]);
    console.log(`${installed.length} packages, none of ${names("devDependencies").join(", ")}`);
  });

  test("the tools of a migration, for a user that is not root", async () => {
    const { engine } = world();
    const says = async (...command: readonly string[]): Promise<string> =>
      (await once(engine, OURS.migrate, ...command)).output;
    expect((await says("id", "--user")).trim()).toBe("1000");
    expect(await says("pg_dump", "--version")).toMatch(/^pg_dump \(PostgreSQL\) 18\./);
    expect(await says("aws", "--version")).toMatch(/^aws-cli\/2\./);
    const help = await engine.try(["run", "--rm", "--network=none", OURS.migrate, "--help"]);
    expect(help).toMatchObject({ status: 0, output: expect.stringContaining("migrate.sh") as string });
  });
}

/** How they run. */
function runsInEcs(world: () => World): void {
  const settings = (values: object): readonly string[] =>
    Object.entries(values).flatMap(([name, value]) => ["--env", `${name}=${value}`]);

  beforeAll(() => startStores(world().engine, world().certificates, BASES), 120_000);

  test("the migrations are applied, over TLS that is verified", async () => {
    const { engine } = world();
    const variables = settings({ DATABASE_URL: STORE_SETTINGS.DATABASE_URL, BACKUP_BUCKET: "" });
    const migrate = ["run", "--rm", ...AS_ECS, "--network", STORES_NETWORK, ...variables, OURS.migrate];
    const first = await engine.try(migrate);
    expect(first.output).toContain("every migration is applied");
    expect(first.status).toBe(0);
    expect((await engine.try(migrate)).output).toContain("there is nothing to migrate");
    console.log(`migrated in ${first.seconds.toFixed(1)} s`);
  }, 120_000);

  test("the service is well, writes to /tmp alone, and stops when it is asked to", async () => {
    const { engine } = world();
    const given = { ...STORE_SETTINGS, DATABASE_POOL_MAX: "5", CACHE_TTL_MARKET_PRICE_SECONDS: "300" };
    const args = ["--network", STORES_NETWORK, ...settings(given), OURS.runtime];
    const health = await startHealthy(engine, CONTAINER, args, 60);
    expect(health.slowest).toBeLessThan(10);

    const ask = "fetch('http://127.0.0.1:3000/health').then(r=>r.text()).then(console.log)";
    const answer = await inside(engine, CONTAINER, "node", "-e", ask);
    expect(JSON.parse(answer.output)).toEqual({ items: 1, cache: "PONG", seconds: "300" });
    expect((await inside(engine, CONTAINER, "id", "--user")).output.trim()).toBe("1000");
    expect((await inside(engine, CONTAINER, "touch", "/tmp/file")).status).toBe(0);
    expect((await inside(engine, CONTAINER, "touch", "/app/file")).output).toMatch(/Read-only file system/);

    const stop = await engine.try(["stop", CONTAINER]);
    // The engine would kill it after ten seconds; how fast it is else, is the machine's affair.
    expect(stop.seconds).toBeLessThan(6);
    expect((await engine.docker(["logs", CONTAINER])).split("\n").at(-1)).toBe("stopped by SIGTERM");
    console.log(
      `healthy after ${health.seconds.toFixed(1)} s, a check took ${health.slowest.toFixed(2)} s at most; ` +
        `stopped in ${stop.seconds.toFixed(2)} s`,
    );
  }, 120_000);

  test("without the read-only mount, the files are still not the service's to write", async () => {
    const touch = (file: string) => once(world().engine, OURS.runtime, "touch", file);
    expect((await touch("/app/package.json")).output).toMatch(/Permission denied/);
    expect((await touch("/app/dist/main.js")).output).toMatch(/Permission denied/);
  });
}

/** All of it. */
export function backend(world: () => World): void {
  describe("holds", () => holdsWhatItNeeds(world));
  describe("as ECS runs it", () => runsInEcs(world));
}
