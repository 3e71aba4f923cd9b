// The generated scripts read well, whatever the spec: bash, shellcheck and shfmt, their help, their lines.
import { beforeAll, describe, expect, test } from "vitest";
import { ended, installDebian, run, start } from "./scripts/debian.ts";
import { placeScripts, scriptsOf, SPECS } from "./scripts/generated.ts";
import { processesOf } from "./scripts/hangs.ts";

const SPEC = "spec/sage.yaml";
const name = (spec: string): string => `read-${spec.replaceAll("/", "-")}`;

beforeAll(installDebian, 600_000);

test("there is a script only where there is a database", () => {
  expect([...scriptsOf("test/golden/no-database/sage.yaml").keys()]).toEqual([]);
  expect([...scriptsOf(SPEC).keys()].toSorted()).toEqual(["backup-db.sh", "migrate.sh", "restore-db.sh"]);
});

describe("shellcheck and shfmt leave them as they are", () => {
  test.each(SPECS.filter((spec) => scriptsOf(spec).size > 0))("%s", async (spec) => {
    const place = placeScripts(spec, name(spec));
    const texts = [...scriptsOf(spec)];
    const files = texts.map(([script]) => `${place}/${script}`);
    for (const file of files) expect(await run(["bash", "-n", file])).toEqual({ status: 0, output: "" });
    const shellcheck = ["shellcheck", "--norc", "-S", "style", "-o", "all", ...files];
    expect(await run(shellcheck)).toEqual({ status: 0, output: "" });
    expect(await run(["shfmt", "-d", "-i", "2", "-ci", ...files])).toEqual({ status: 0, output: "" });
    for (const [, text] of texts) expect(text).not.toContain("shellcheck disable");
    console.log(`proven: ${files.length} scripts of ${spec} are clean under shellcheck -o all and shfmt`);
  });
});

describe("--help", () => {
  const NEEDS: Readonly<Record<string, readonly string[]>> = {
    "backup-db.sh": ["BACKUP_BUCKET", "BACKUP_KEEP", "AWS CLI", "pg_dump"],
    "restore-db.sh": ["BACKUP_BUCKET", "--drill", "--no-swap", "CREATEDB", "pg_restore"],
    "migrate.sh": ["BACKUP_BUCKET", "Prisma", "CREATEDB", "pg_dump"],
  };
  test.each(Object.entries(NEEDS))("of %s says what it needs, and needs nothing for it", async (script, needs) => {
    const place = placeScripts(SPEC, `help-${script}`);
    const { status, output } = await run([`${place}/${script}`, "--help"]);
    expect(status).toBe(0);
    for (const word of [...needs, "DATABASE_URL", "PGSSLROOTCERT", "TMPDIR", "LOG_FILE", "Exit status: 0"])
      expect(output).toContain(word);
    expect(output.split("\n").filter((line) => line.length > 120)).toEqual([]);
    expect(await run([`${place}/${script}`, "-h"])).toEqual({ status, output });
    for (const wrong of [["--what"], ["--file"]]) {
      const refused = await run([`${place}/${script}`, ...wrong]);
      expect(refused).toEqual({ status: 1, output });
    }
  });
});

describe("a setting that is missing or wrong is named", () => {
  const URL = "postgresql://app:word@localhost/db";
  const WRONG: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ["no bucket", { DATABASE_URL: URL }, /FAILED: BACKUP_BUCKET is not set$/],
    ["no URL", { BACKUP_BUCKET: "b" }, /FAILED: DATABASE_URL must be postgresql:/],
    ["another database", { BACKUP_BUCKET: "b", DATABASE_URL: "mysql://a:b@c/d" }, /DATABASE_URL must be postgresql:/],
    ["no user", { BACKUP_BUCKET: "b", DATABASE_URL: "postgresql://localhost/db" }, /DATABASE_URL names no user$/],
    ["a bare %", { BACKUP_BUCKET: "b", DATABASE_URL: "postgresql://a:100%@h/db" }, /a % itself is written %25$/],
    [
      "two hosts",
      { BACKUP_BUCKET: "b", DATABASE_URL: "postgresql://a:b@h,i/db" },
      /the host must be HOST or HOST:PORT$/,
    ],
    ["a parameter", { BACKUP_BUCKET: "b", DATABASE_URL: `${URL}?servce=x` }, /the parameter servce is not known here$/],
    ["no authority", { BACKUP_BUCKET: "b", DATABASE_URL: `${URL}?sslmode=verify-full` }, /set PGSSLROOTCERT/],
    [
      "a number",
      { BACKUP_BUCKET: "b", DATABASE_URL: URL, BACKUP_KEEP: "0" },
      /BACKUP_KEEP must be a number from 1 on, not 0$/,
    ],
  ];
  test.each(WRONG)("%s", async (_, env, says) => {
    const place = placeScripts(SPEC, "settings");
    const { status, output } = await run([`${place}/backup-db.sh`], env);
    expect(status, output).toBe(1);
    expect(output.trimEnd()).toMatch(says);
    expect(output).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ FAILED: .*\n$/);
    expect(output).not.toContain("word");
  });
});

test("a run that hangs is ended, and tells what it hung in", async () => {
  // One that obeys no signal, and one that has left its group and its parent and still holds the output.
  const line = "trap '' TERM; echo begun; setsid sleep 1000 & sleep 2000; wait";
  const child = start(["bash", "-c", line]);
  const error: unknown = await ended(child, 1000).catch((error: unknown) => error);
  expect(String(error)).toMatch(/did not end within 1 s: bash -c .*\nbegun\n/);
  for (const told of [/ sleep 1000$/m, / sleep 2000$/m, /SigIgn: \w*4\w{3} /]) expect(String(error)).toMatch(told);
  expect(processesOf(child)).toEqual([]);
});
