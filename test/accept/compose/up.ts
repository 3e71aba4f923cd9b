// What holds of the reference spec's docker-compose.yml when it is brought up, with real applications in it.
import { beforeAll, expect, test } from "vitest";
import { startEngine } from "../images/engine.ts";
import { FILLED } from "../images/repository.ts";
import type { Ended } from "../images/running.ts";
import type { World } from "../images/world.ts";

interface Container {
  readonly Service: string;
  readonly State: string;
  readonly Health: string;
  readonly ExitCode: number;
}

/** Brought up, asked, and taken down, in this order. */
export function composeUp(world: () => World): void {
  const compose = (...args: readonly string[]): Promise<string> =>
    world().engine.docker(["compose", ...args], world().repository);
  /** Brings services up; gives the seconds until all are well. */
  const up = async (...services: readonly string[]): Promise<number> => {
    const args = ["compose", "up", "--detach", "--wait", "--no-build", ...services];
    const { status, output, seconds } = await world().engine.try(args, world().repository);
    if (status !== 0) throw new Error(`${output}\n${await compose("logs", "--tail=40")}`);
    return seconds;
  };
  /** What this machine gets by a URL, where the published ports are. */
  const fetched = (url: string): Promise<Ended> => {
    const code = `const r = await fetch(${JSON.stringify(url)}); console.log(r.status, await r.text());`;
    return world().engine.beside([process.execPath, "--input-type=module", "-e", code]);
  };

  // In a network of the engine's own, so that no port is taken.
  beforeAll(async () => {
    await world().engine.stop();
    world().engine = await startEngine("own");
  }, 120_000);

  test("up --wait: every service comes up well, from the file as it is", async () => {
    const seconds = await up();
    const listed = (await compose("ps", "--all", "--format", "json")).split("\n");
    const containers = listed.map((line) => JSON.parse(line) as Container);
    const states = Object.fromEntries(
      containers.map(({ Service, State, Health, ExitCode }) => [Service, Health || `${State} ${ExitCode}`]),
    );
    expect(states).toEqual({
      backend: "healthy",
      frontend: "healthy",
      migrate: "exited 0",
      postgres: "healthy",
      valkey: "healthy",
    });
    console.log(`${containers.length} services came up in ${seconds.toFixed(1)} s`);
  }, 300_000);

  test("the URLs of the spec answer, with the database migrated and the cache reached", async () => {
    const health = await fetched("http://localhost:3000/health");
    expect(health.output.trim()).toBe(`200 ${JSON.stringify({ items: 1, cache: "PONG", seconds: "300" })}`);
    expect((await fetched("http://localhost:5173/")).output).toMatch(/^200 [^]*<main>/);
    // What the spec says of the front end's environment is what its pages are given.
    expect((await fetched("http://localhost:5173/src/main.js")).output).toContain("http://localhost:3000");
  });

  test("the stores are what the spec says, on this machine alone", async () => {
    const sql = ["exec", "postgres", "psql", "--username=sage", "--dbname=sage", "-XAtc"];
    expect(await compose(...sql, "show server_version")).toMatch(/^18\./);
    expect(await compose(...sql, "show data_directory")).toBe("/var/lib/postgresql/18/docker");
    const login = `PGPASSWORD=${FILLED} psql -h postgres -U sage -d sage -XAtc 'select count(*) from "Item"'`;
    expect(await compose("exec", "postgres", "bash", "-c", login)).toBe("1");
    expect(await compose("exec", "valkey", "valkey-cli", "config", "get", "maxmemory-policy")).toMatch(/allkeys-lru$/);
    const listening = (await world().engine.beside(["ss", "-Hltn"])).output.trim().split("\n");
    const places = listening.map((line) => line.split(/\s+/)[3] ?? "");
    const published = places.filter((place) => !place.startsWith("127.0.0.11"));
    expect(published.toSorted()).toEqual(["127.0.0.1:3000", "127.0.0.1:5173", "127.0.0.1:5432", "127.0.0.1:6379"]);
  });

  test("down keeps the database, and the next up finds nothing to migrate", async () => {
    await compose("exec", "postgres", "psql", "-U", "sage", "-XAtqc", `insert into "Item" (name) values ('second')`);
    await compose("down", "--timeout=5");
    await up("postgres");
    const count = ["exec", "postgres", "psql", "-U", "sage", "-XAtc", 'select count(*) from "Item"'];
    expect(await compose(...count)).toBe("2");
    expect(await compose("run", "--rm", "--no-TTY", "migrate")).toContain("No pending migrations to apply");
  }, 300_000);

  test("down --volumes leaves nothing", async () => {
    const { engine } = world();
    await compose("down", "--volumes", "--timeout=5");
    expect(await engine.docker(["ps", "--all", "--quiet"])).toBe("");
    const volumes = ["volume", "ls", "--quiet", "--filter", "label=com.docker.compose.project=sage"];
    expect(await engine.docker(volumes)).toBe("");
    expect(await engine.docker(["network", "ls", "--format", "{{.Name}}"])).not.toContain("sage-network");
  }, 60_000);
}
