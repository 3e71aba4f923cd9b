// Every docker-compose.yml, judged by Docker Compose itself, with a copy of its example file filled in.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import YAML from "yaml";
import { compile } from "#src/compile.ts";
import { compose, installCompose } from "./compose/tool.ts";

const ROOT = join(import.meta.dirname, "../..");
const SPECS = [
  "spec/sage.yaml",
  ...readdirSync(join(ROOT, "test/golden")).map((name) => `test/golden/${name}/sage.yaml`),
];
const work = mkdtempSync(join(tmpdir(), "compose-"));

interface Placed {
  readonly spec: string;
  readonly folder: string;
  /** The file with the secrets, as the spec names it. */
  readonly envFile: string;
}

/** Writes a spec's compose files, and fills the example in. Undefined where the spec wants no compose. */
function place(spec: string): readonly Placed[] {
  const folder = join(work, spec.replaceAll("/", "-"));
  const { artifacts } = compile(readFileSync(join(ROOT, spec), "utf8"), "sage.yaml", ["compose", "docker"]);
  if (!artifacts.some(({ path }) => path === "docker-compose.yml")) return [];
  for (const { path, text } of artifacts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const example = readFileSync(join(folder, ".env.example"), "utf8");
  const envFile = /cp \.env\.example (\S+)$/m.exec(example)?.[1] ?? ".env";
  mkdirSync(dirname(join(folder, envFile)), { recursive: true });
  writeFileSync(join(folder, envFile), example.replace(/^([A-Z0-9_]+)=$/gm, "$1=filled"));
  return [{ spec, folder, envFile }];
}

const placed = SPECS.flatMap(place);

beforeAll(installCompose, 120_000);
afterAll(() => rmSync(work, { recursive: true }));

describe.each(placed)("$spec", ({ folder, envFile }) => {
  test("is a good file, without a warning", () => {
    expect(compose(folder, "--env-file", envFile, "config", "--quiet")).toEqual({ status: 0, output: "" });
  });

  test("gives every secret its value, and leaves no dollar of ours to be expanded", () => {
    const { output } = compose(folder, "--env-file", envFile, "config");
    const { services } = YAML.parse(output) as { services: Record<string, { environment?: Record<string, string> }> };
    for (const { environment } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment ?? {})) expect(value, name).not.toMatch(/\$\{|^$/);
    }
    expect(output).not.toContain("variable is not set");
  });
});

test("without its secrets it does not start, and says where they belong", () => {
  const [reference] = placed;
  const empty = join(work, "empty");
  cpSync(reference?.folder ?? "", empty, { recursive: true });
  rmSync(join(empty, ".env"));
  const { status, output } = compose(empty, "config", "--quiet");
  expect(status).not.toBe(0);
  expect(output).toMatch(/missing a value: set it in \.env/);
});

test.each([
  ["an unknown condition", /service_healthy/, "service_well"],
  ["an unknown key", /^ {4}build:$/m, "    bild:"],
  ["a port that is none", /127\.0\.0\.1:3000:3000/, "127.0.0.1:3000:http"],
  ["a dependency that is not there", /^ {6}valkey:$/m, "      redis:"],
])("Compose is a judge: it refuses %s", (_, good, bad) => {
  const broken = mkdtempSync(join(work, "broken-"));
  cpSync(placed[0]?.folder ?? "", broken, { recursive: true });
  const file = join(broken, "docker-compose.yml");
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(good);
  writeFileSync(file, text.replace(good, bad));
  expect(compose(broken, "config", "--quiet").status).not.toBe(0);
});
