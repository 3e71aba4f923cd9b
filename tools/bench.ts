// `npm run bench`: how long the commands take and how much memory, as ratios to a bare Node.js on the same machine, how
// that grows with the work, and what peers take. Prints a table and keeps it in build/bench.md.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleetOf, servicesOf } from "./bench/fleet.ts";
import { type Measured, measure, type Subject } from "./bench/measure.ts";
import { peers } from "./bench/peers.ts";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "build", "bench");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");
const SPEC = join(ROOT, "spec", "sage.yaml");
/** The Node.js to measure with: the oldest that the package supports is what its budgets are about. */
const NODE = process.env["BENCH_NODE"] ?? process.execPath;
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 9);

const out = join(FOLDER, "out");
const cache = join(FOLDER, "cache");
const COLD = { SAGE_GEN_CACHE: "off" };
const WARM = { XDG_CACHE_HOME: cache };
const clear = (): void => rmSync(out, { recursive: true, force: true });

const own = (name: string, args: readonly string[], more: Partial<Subject> = {}): Subject => {
  return { name: `sage-gen ${name}`, argv: [NODE, COMMAND, ...args], env: COLD, ...more };
};
const build = ["build", "--spec", SPEC, "--out", out];
const COMMANDS: readonly Subject[] = [
  own("build, cold", build, { prepare: clear }),
  own("build, kept code", build, { prepare: clear, env: WARM }),
  own("build, nothing to do, kept code", build, { env: WARM }),
  own("validate, cold", ["validate", "--spec", SPEC]),
  own("validate, kept code", ["validate", "--spec", SPEC], { env: WARM }),
  own("--version", ["--version"]),
  own("--help", ["--help"]),
];

/** Builds of 1, 10 and more specs by a pattern. */
function fleets(): readonly Subject[] {
  const text = readFileSync(SPEC, "utf8");
  const sizes = process.env["BENCH_FLEET"] === "full" ? [1, 10, 100, 1000] : [1, 10, 100];
  return sizes.map((size) => {
    const cwd = fleetOf(FOLDER, text, size);
    return own(`build, fleet of ${size}`, ["build", "--spec", "*/sage.yaml"], {
      cwd,
      prepare: () => void fleetOf(FOLDER, text, size),
    });
  });
}

/** Builds of one spec with 1, 10 and 100 services. */
function wides(): readonly Subject[] {
  return [1, 10, 100].map((size) => {
    const spec = join(FOLDER, `services-${size}.yaml`);
    writeFileSync(spec, servicesOf(size));
    return own(`build, ${size} services`, ["build", "--spec", spec, "--out", out], { prepare: clear });
  });
}

function table(title: string, rows: readonly Measured[]): string {
  const lines = rows.map(
    ({ name, wall, ratio, cpu, peak }) =>
      `| ${name} | ${wall.toFixed(0)} | ${ratio.toFixed(2)} | ${cpu.toFixed(2)} | ${peak.toFixed(0)} |`,
  );
  return [
    `## ${title}`,
    "",
    "| process | ms | × wall | × CPU | peak MiB |",
    "|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

if (!existsSync(COMMAND)) throw new Error("build the package first: npm run build");
mkdirSync(FOLDER, { recursive: true });
const parts = [`# Speed, as multiples of \`node -e 0\` (${NODE})\n`];
const tell = (part: string): void => {
  parts.push(part);
  process.stdout.write(`${part}\n`);
};
tell(table(`Commands, medians of ${ROUNDS} rounds`, measure(COMMANDS, ROUNDS, NODE)));
tell(table("One spec with many services", measure(wides(), 3, NODE)));
tell(table("Many specs", measure(fleets(), 1, NODE)));
if (process.argv.includes("--peers"))
  tell(table("Peers", measure([own("build, cold", build, { prepare: clear }), ...peers(FOLDER, NODE)], 3, NODE)));
else tell("Peers are installed and measured with `npm run bench -- --peers`.\n");
writeFileSync(join(ROOT, "build", "bench.md"), parts.join("\n"));
