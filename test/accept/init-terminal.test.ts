// init as its user meets it: the built command in a real terminal (a pseudo-terminal by util-linux's `script`), its
// questions answered key by key.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";

const COMMAND = join(import.meta.dirname, "..", "..", "dist", "sage-gen.cjs");
const [ENTER, CTRL_C, DOWN, BACKSPACE, SPACE] = ["\r", "\u0003", "\u001b[B", "\u007f", " "];

let cwd = "";
beforeEach(() => {
  cwd = join(mkdtempSync(join(tmpdir(), "sage-gen-terminal-")), "shop");
  mkdirSync(cwd);
});
afterEach(() => rmSync(dirname(cwd), { recursive: true, force: true }));

/** A command in a terminal: what it shows, and its end. */
function terminal(...args: readonly string[]) {
  const line = ["stty cols 100 rows 40;", "exec", process.execPath, COMMAND, ...args].join(" ");
  const env = { ...process.env, TERM: "xterm-256color" };
  const child: ChildProcessWithoutNullStreams = spawn("script", ["-qefc", line, "/dev/null"], { cwd, env });
  let shown = "";
  child.stdout.on("data", (part: Buffer) => (shown += part.toString()));
  const status = new Promise<number | null>((resolve) => child.on("close", resolve));
  /** Waits until the question is asked, then types. */
  const answer = async (question: string, ...keys: readonly string[]): Promise<void> => {
    for (let waited = 0; !shown.includes(question); waited += 20) {
      if (waited > 60_000 || child.exitCode !== null) throw new Error(`was never asked: ${question}\n${shown}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    shown = "";
    for (const key of keys) {
      child.stdin.write(key);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  return { answer, status, shown: () => shown };
}

const build = () =>
  JSON.parse(spawnSync(process.execPath, [COMMAND, "build", "--json"], { cwd, encoding: "utf8" }).stdout) as {
    readonly ok: boolean;
    readonly diagnostics: readonly unknown[];
  };

test("the questions of an empty folder, answered", async () => {
  const { answer, status, shown } = terminal("init");
  await answer("What is the product called?", ...Array.from("shop", () => BACKSPACE), ..."No Name", ENTER);
  await answer("Lower-case letters", ...Array.from("No Name", () => BACKSPACE), ..."market", ENTER);
  await answer("In which AWS region", ENTER);
  await answer("What is the service called?", ENTER);
  await answer("Which port", ENTER);
  await answer("PostgreSQL database?", "y");
  await answer("Valkey (Redis) cache?", "n");
  await answer("Which GitHub repository", ..."octo-org/market", ENTER);
  await answer("Which AWS account", ..."111122223333", ENTER);
  expect(await status).toBe(0);
  expect(shown()).toContain("wrote sage.yaml");
  expect(parse(readFileSync(join(cwd, "sage.yaml"), "utf8"))).toMatchObject({
    project: "market",
    region: "us-east-1",
    services: { web: { port: 3000 } },
    database: {},
    delivery: { github: { repository: "octo-org/market" } },
    environments: { production: { account: "111122223333" } },
  });
  expect(build()).toMatchObject({ ok: true, diagnostics: [] });
});

test("what is found is proposed, a compose file is carried over, and a service can be left out", async () => {
  const compose =
    "services: { web: { build: apps/web, ports: ['8080:8080'], depends_on: [api] }, api: { build: apps/api, expose: [3000] }, old: { build: old }, db: { image: 'postgres:17' } }";
  writeFileSync(join(cwd, "compose.yaml"), compose);
  const { answer, status } = terminal("init", "--region", "eu-central-1");
  await answer("Carry compose.yaml over?", ENTER);
  await answer("What is the product called?", ENTER);
  await answer("Which of these are services?", DOWN, DOWN, SPACE, ENTER);
  await answer("PostgreSQL database?", ENTER);
  await answer("Valkey (Redis) cache?", ENTER);
  await answer("Which GitHub repository", ENTER);
  expect(await status).toBe(0);
  const spec = parse(readFileSync(join(cwd, "sage.yaml"), "utf8")) as { readonly services: object };
  expect(spec).toMatchObject({ project: "shop", region: "eu-central-1", database: { version: "17" } });
  expect(Object.keys(spec.services)).toEqual(["web", "api"]);
  expect(spec).not.toHaveProperty("cache");
  expect(readFileSync(join(cwd, "compose.yaml"), "utf8")).toBe(compose);
  expect(build()).toMatchObject({ ok: true, diagnostics: [] });
});

test("Ctrl-C in a question writes nothing and exits with 2", async () => {
  const { answer, status, shown } = terminal("init");
  await answer("What is the product called?", ENTER);
  await answer("In which AWS region", CTRL_C);
  expect(await status).toBe(2);
  expect(shown()).toContain("nothing was written");
  expect(existsSync(join(cwd, "sage.yaml"))).toBe(false);
});

test("where nobody can be asked, nothing is asked", async () => {
  const asked = terminal("init", "--yes");
  expect(await asked.status).toBe(0);
  rmSync(join(cwd, "sage.yaml"));
  // Standard input that never ends: a question would hang here.
  const child = spawn(process.execPath, [COMMAND, "init"], { cwd, stdio: ["pipe", "pipe", "pipe"] });
  child.stdout.resume();
  const patience = setTimeout(() => child.kill(), 40_000);
  expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(0);
  clearTimeout(patience);
  child.stdin.destroy();
  expect(existsSync(join(cwd, "sage.yaml"))).toBe(true);
});
