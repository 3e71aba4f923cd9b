// What holds of the image of a Vite application, the built files behind nginx, and of the image of the operations.
import { expect, test } from "vitest";
import { inside, once, startHealthy } from "./container.ts";
import { held } from "./contents.ts";
import { LEFT, TOKEN } from "./repository.ts";
import { BASES, OURS, type World } from "./world.ts";

const CONTAINER = "images-vite";

export function vite(world: () => World): void {
  test("holds the built files alone, and nothing of the developer's machine, in no layer", async () => {
    const { engine } = world();
    const content = "Disallow: /";
    expect(await held(engine, OURS.vite, BASES.nginx, [LEFT, TOKEN, content])).toEqual([content]);
    const list = await once(engine, OURS.vite, "find", "/usr/share/nginx/html", "-type", "f");
    const files = list.output.trim().split("\n");
    const named = files.map((file) => file.replace("/usr/share/nginx/html/", "").replace(/-[\w-]+\./, "-HASH."));
    expect(named.toSorted()).toEqual(["assets/index-HASH.css", "assets/index-HASH.js", "index.html", "robots.txt"]);
  });

  test("is well, serves the application's routes and files, and stops when it is asked to", async () => {
    const { engine } = world();
    const health = await startHealthy(engine, CONTAINER, ["--network=none", OURS.vite], 60);
    expect(health.slowest).toBeLessThan(10);
    const ask = async (path: string): Promise<string> =>
      (await inside(engine, CONTAINER, "curl", "--silent", "--include", `http://127.0.0.1:8081${path}`)).output;
    const page = await ask("/console/users/7");
    expect(page).toMatch(/^HTTP\/1\.1 200 OK[^]*cache-control: no-cache[^]*<main>/i);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
    expect(await ask(script)).toMatch(/^HTTP\/1\.1 200 OK[^]*immutable[^]*asks /);
    expect(await ask("/assets/gone.js")).toMatch(/^HTTP\/1\.1 404/);
    expect((await inside(engine, CONTAINER, "id", "--user")).output.trim()).toBe("101");
    expect((await inside(engine, CONTAINER, "touch", "/usr/share/nginx/html/file")).status).not.toBe(0);
    const stop = await engine.try(["stop", CONTAINER]);
    expect(stop.status).toBe(0);
    // The engine would kill it after ten seconds; how fast it is else, is the machine's affair.
    expect(stop.seconds).toBeLessThan(6);
    console.log(`healthy after ${health.seconds.toFixed(1)} s, stopped in ${stop.seconds.toFixed(2)} s`);
  }, 120_000);
}

export function operations(world: () => World): void {
  test("holds what the scripts call, for a user that is not root", async () => {
    const says = async (...command: readonly string[]): Promise<string> =>
      (await once(world().engine, OURS.operations, ...command)).output;
    expect((await says("id", "--user")).trim()).toBe("999");
    expect(await says("pg_dump", "--version")).toMatch(/^pg_dump \(PostgreSQL\) 18\./);
    expect(await says("pg_restore", "--version")).toMatch(/^pg_restore \(PostgreSQL\) 18\./);
    expect(await says("aws", "--version")).toMatch(/^aws-cli\/2\./);
    expect((await says("bash", "-c", 'cat "${PGSSLROOTCERT}"')).trim()).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  test.each(["backup-db.sh", "restore-db.sh"])("%s says how it is used", async (script) => {
    const help = await world().engine.try(["run", "--rm", "--network=none", OURS.operations, script, "--help"]);
    expect(help).toMatchObject({ status: 0, output: expect.stringContaining(script) as string });
  });

  test("what ECS starts is the backup, which says what it misses", async () => {
    const { status, output } = await world().engine.try(["run", "--rm", "--network=none", OURS.operations]);
    expect(status).not.toBe(0);
    expect(output).toMatch(/DATABASE_URL|BACKUP_BUCKET/);
  });
}
