// Proves that the tests are awake: each sabotage is put into a copy of the repository, and a test that is named must turn
// red by it, while the same tests pass without. `npm run accept:sabotage`, or with a pattern of names for some.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import scratch from "../../support/scratch.ts";
import { type Sabotage, SABOTAGES } from "./sabotages.ts";

const ROOT = join(import.meta.dirname, "../../..");
/** Generated specs that laws draw: few are enough for what every spec shows. */
const ENVIRONMENT = {
  ...process.env,
  FUZZ_RUNS: "5",
  PATH: `${join(ROOT, "node_modules/.bin")}:${process.env["PATH"]}`,
};

/** A copy of what git knows, with the packages and what tests have fetched before. */
function copy(): string {
  const home = mkdtempSync(join(tmpdir(), "sage-gen-sabotage-"));
  const { stdout } = spawnSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 });
  for (const file of stdout.split("\0").filter((path) => path !== "" && !path.startsWith("out/"))) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    cpSync(join(ROOT, file), join(home, file));
  }
  symlinkSync(join(ROOT, "node_modules"), join(home, "node_modules"));
  mkdirSync(join(ROOT, "build/accept"), { recursive: true });
  mkdirSync(join(home, "build"));
  symlinkSync(join(ROOT, "build/accept"), join(home, "build/accept"));
  return home;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The names of the tests that passed and that failed; a file that could not be loaded or prepared failed by its own name. */
function run(home: string, { tests, only }: Pick<Sabotage, "tests" | "only">): { passed: string[]; failed: string[] } {
  const built = spawnSync(process.execPath, ["tools/build.ts"], { cwd: home, encoding: "utf8", env: ENVIRONMENT });
  if (built.status !== 0) return { passed: [], failed: [`the build: ${built.stderr}`] };
  const report = join(home, "report.json");
  rmSync(report, { force: true });
  const filter = only === undefined ? [] : ["-t", only];
  const args = ["run", ...tests, ...filter, "--reporter=json", `--outputFile=${report}`];
  const { stderr } = spawnSync("vitest", args, { cwd: home, encoding: "utf8", env: ENVIRONMENT, maxBuffer: 2 ** 26 });
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string): string[] => results.filter((one) => one.status === status).map((one) => one.fullName);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((one) => one.status !== "failed"),
  );
  return {
    passed: named("passed"),
    failed: [...named("failed"), ...broken.map(({ name, message }) => `${name}: ${message}${stderr}`)],
  };
}

/** Puts a sabotage in: the test that should turn red by it and did, and all that failed. */
function noticed(home: string, sabotage: Sabotage): { red: string | undefined; failed: readonly string[] } {
  const file = join(home, sabotage.file);
  const text = readFileSync(file, "utf8");
  if (!text.includes(sabotage.from)) throw new Error(`${sabotage.name}: ${sabotage.file} has no \`${sabotage.from}\``);
  writeFileSync(
    file,
    text.replaceAll(sabotage.from, () => sabotage.to),
  );
  try {
    const { failed } = run(home, sabotage);
    return { red: failed.find((name) => sabotage.red.test(name)), failed };
  } finally {
    writeFileSync(file, text);
  }
}

scratch();
const words = process.argv.slice(2).join(" ");
const chosen = SABOTAGES.filter(({ name }) => new RegExp(words).test(name));
const home = copy();
let unnoticed = 0;
const kinds = new Map(chosen.map((one) => [`${one.tests.join()} ${one.only ?? ""}`, one]));
for (const one of kinds.values()) {
  const { passed, failed } = run(home, one);
  if (failed.length > 0 || passed.length === 0)
    throw new Error(`without sabotage ${one.tests.join(", ")} should pass: ${failed.slice(0, 3).join("; ")}`);
}
for (const sabotage of chosen) {
  const { red, failed } = noticed(home, sabotage);
  if (red === undefined) unnoticed += 1;
  const line = (text: string): string => text.replace(/\s+/g, " ").slice(0, 160);
  if (red !== undefined) console.log(`noticed     ${sabotage.name}: ${line(red)}`);
  else console.log(`NOT NOTICED ${sabotage.name}; red were: ${failed.map(line).join("; ") || "none"}`);
}
console.log(`\n${chosen.length - unnoticed} of ${chosen.length} sabotages noticed`);
process.exitCode = unnoticed === 0 && chosen.length > 0 ? 0 : 1;
