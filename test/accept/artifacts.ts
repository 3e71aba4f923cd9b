// The last lines of `npm run accept:artifacts`: for each thing that containers, pipelines and scripts must prove, how
// many tests did so. What was not proven, for want of a tool or of a test, is said aloud.
import { relative } from "node:path";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** What is proven, and which tests prove it: by their file and full name, with a blank between. */
const PROOFS: readonly (readonly [what: string, test: RegExp])[] = [
  ["scripts", /^test\/accept\/scripts/],
  ["migrations", /^test\/accept\/(?:scripts|images).* .*migrat/i],
  ["images", /^test\/accept\/images\S* (?!docker-compose)/],
  ["compose", /^test\/accept\/(?:compose|images\S* docker-compose)/],
  ["workflows", /^test\/accept\/workflows/],
  ["facts", /^test\/laws\/facts/],
  ["style", /^test\/accept\/style/],
];

const STATES = ["passed", "failed", "skipped"] as const;
type Counts = Readonly<Record<(typeof STATES)[number], number>>;

function countsOf(tests: readonly TestCase[]): Counts {
  const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

/** A line a proof, and whether it holds. */
function line(what: string, tests: readonly TestCase[]): readonly [text: string, holds: boolean] {
  const { passed, failed, skipped } = countsOf(tests);
  const seconds = tests.reduce((sum, test) => sum + (test.diagnostic()?.duration ?? 0), 0) / 1000;
  const parts = [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} NOT PROVEN`] : [])];
  const text = `${what.padEnd(11)} ${parts.join(", ")}, ${seconds.toFixed(1)} s`;
  if (tests.length === 0) return [`${what.padEnd(11)} NOT PROVEN: there is no test of it`, false];
  return [text, failed === 0 && passed > 0];
}

/** The reporter; vitest makes it with `new`. */
export default function artifacts(): Reporter {
  return { onTestRunEnd: tell };
}

function tell(modules: readonly TestModule[]): void {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const placed = (test: TestCase): string => `${relative(process.cwd(), test.module.moduleId)} ${test.fullName}`;
  const lines = PROOFS.map(([what, fits]) =>
    line(
      what,
      tests.filter((test) => fits.test(placed(test))),
    ),
  );
  for (const module of modules) {
    if (module.state() === "failed" && [...module.children.allTests()].length === 0)
      console.log(`${relative(process.cwd(), module.moduleId)} could not be run`);
  }
  console.log(`\n${lines.map(([text]) => text).join("\n")}`);
  if (lines.some(([, holds]) => !holds)) process.exitCode = 1;
}
