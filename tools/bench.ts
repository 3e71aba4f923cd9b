// `npm run bench`: how long the commands take and how much memory, as ratios to a bare Node.js on the same machine, how
// that grows with the work, and what peers take. Prints a table and keeps it in build/bench.md.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleetOf, servicesOf } from "./bench/fleet.ts";
import { canCount, count } from "./bench/instructions.ts";
import { type Measured, measure, type Subject } from "./bench/measure.ts";
import { inMemory } from "./bench/memory.ts";
import { measuring } from "./bench/node.ts";
import { PEERS, peers } from "./bench/peers.ts";
import { judged, judgedSpec } from "./bench/targets.ts";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "build", "bench");
const COMMAND = join(ROOT, "dist", "sage-gen.cjs");
const SPEC = join(ROOT, "spec", "sage.yaml");
const { node: NODE, version: VERSION, isTarget: IS_TARGET } = measuring();
/** One that makes thirty files of 2.3 KB, for which a further spec's target was set; the reference makes 49 of 5.4 KB. */
const THIRTY = join(ROOT, "test", "golden", "no-database", "sage.yaml");
/** How many specs a fleet has, and one spec services. */
const FLEETS = { thirty: [1, 10, 100, 1000], reference: [1, 10, 100] };
const WIDTHS = [1, 10, 100];
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 21);

/** Where our commands write. */
const WORK = process.env["BENCH_FOLDER"] ?? inMemory() ?? FOLDER;
const out = join(WORK, "out");
const cache = join(WORK, "cache");
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

/** Builds of 1, 10 and more copies of a spec by a pattern, by one thread or by as many as the command takes. */
function fleets(spec: string, sizes: readonly number[], threads: "one thread" | "threads"): readonly Subject[] {
  const text = readFileSync(spec, "utf8");
  return sizes.map((size) => {
    const cwd = fleetOf(WORK, text, size);
    return own(`build, fleet of ${size}, ${threads}`, ["build", "--spec", "*/sage.yaml"], {
      cwd,
      env: threads === "threads" ? COLD : { ...COLD, SAGE_GEN_THREADS: "1" },
      prepare: () => void fleetOf(WORK, text, size),
    });
  });
}

/** Builds of one spec with 1, 10 and 100 services. */
function wides(): readonly Subject[] {
  return WIDTHS.map((size) => {
    const spec = join(WORK, `services-${size}.yaml`);
    writeFileSync(spec, servicesOf(size));
    return own(`build, ${size} services`, ["build", "--spec", spec, "--out", out], { prepare: clear });
  });
}

function table(title: string, rows: readonly Measured[]): string {
  const lines = rows.map(
    ({ name, wall, ratio, milliseconds, cpu, peak }) =>
      `| ${name} | ${wall.toFixed(0)} | ${ratio.toFixed(2)} | ${milliseconds.toFixed(0)} | ${cpu.toFixed(2)} | ${peak.toFixed(0)} |`,
  );
  return [
    `## ${title}`,
    "",
    "| process | ms | × wall | CPU ms | × CPU | peak MiB |",
    "|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

/** What our build takes of each peer's CPU time, and what it may. */
function shares(ours: Measured, theirs: readonly Measured[]): string {
  const lines = theirs.map(({ name, milliseconds }) => {
    const share = ours.milliseconds / milliseconds;
    const most = PEERS.find((peer) => peer.name === name)?.share ?? 1;
    return `- ${share.toFixed(3)} of ${name}; the target is ${most}: ${share <= most ? "met" : "missed"}\n`;
  });
  return `\nOur build takes, of CPU time:\n\n${lines.join("")}`;
}

/** What one more unit of work costs in milliseconds, from the least to the most of a growing series. */
function growth(sizes: readonly number[], rows: readonly Measured[], of: "wall" | "milliseconds"): number {
  const [least, most] = [rows[1], rows.at(-1)];
  const more = (sizes.at(-1) ?? NaN) - (sizes[0] ?? NaN);
  return ((most?.[of] ?? NaN) - (least?.[of] ?? NaN)) / more;
}

function further(unit: string, sizes: readonly number[], rows: readonly Measured[]): string {
  const [wall, cpu] = [growth(sizes, rows, "wall"), growth(sizes, rows, "milliseconds")];
  return `\nA further ${unit} takes ${wall.toFixed(1)} ms of wall time and ${cpu.toFixed(1)} ms of CPU time.\n`;
}

/** Fleets of a spec, by one thread and as the command divides them; gives the latter's wall time for a further spec. */
function tellFleets(title: string, spec: string, sizes: readonly number[]): number {
  const alone = measure(fleets(spec, sizes, "one thread"), 1, NODE);
  const divided = measure(fleets(spec, sizes, "threads"), 1, NODE);
  tell(
    [
      table(`Many specs, ${title}`, [...alone, ...divided.slice(1)]),
      further("spec by one thread", sizes, alone),
      further("spec by threads", sizes, divided),
      "\nPeak memory is that of the process with all its threads.\n",
    ].join(""),
  );
  return growth(sizes, divided, "wall");
}

/** Instructions, where valgrind is there to count them. */
function instructions(): string {
  if (!canCount()) return "Instructions are not counted: there is no valgrind.\n";
  const bare = count({ name: "node -e 0", argv: [NODE, "-e", "0"] });
  const counted = COMMANDS.filter(({ env }) => env === COLD).map((subject) => [subject.name, count(subject)] as const);
  const lines = [["node -e 0", bare] as const, ...counted].map(
    ([name, millions]) => `| ${name} | ${millions.toFixed(0)} | ${(millions / bare).toFixed(2)} |`,
  );
  return ["## Instructions", "", "| process | millions | × |", "|---|---|---|", ...lines, ""].join("\n");
}

if (!existsSync(COMMAND)) throw new Error("build the package first: npm run build");
for (const folder of [FOLDER, WORK]) mkdirSync(folder, { recursive: true });
const parts: string[] = [];
const tell = (part: string): void => {
  parts.push(part);
  process.stdout.write(`${part}\n`);
};
tell(`# Speed, as multiples of \`node -e 0\` (${NODE}, ${VERSION}), in ${WORK}\n`);
if (!IS_TARGET) tell("The targets are about Node.js 20: BENCH_NODE names one.\n");
const commands = measure(COMMANDS, ROUNDS, NODE);
tell(table(`Commands, medians of ${ROUNDS} rounds`, commands) + judged(commands));
tell(instructions());
const wide = measure(wides(), 3, NODE);
tell(table("One spec with many services", wide) + further("service", WIDTHS, wide));
tell(judgedSpec(tellFleets("thirty files each", THIRTY, FLEETS.thirty)));
tellFleets("the reference", SPEC, FLEETS.reference);
// Peers stay on the disk, with their packages: so does what stands beside them.
const besides = join(FOLDER, "out");
const beside = own("build, cold", ["build", "--spec", SPEC, "--out", besides], {
  prepare: () => rmSync(besides, { recursive: true, force: true }),
});
const [, ours, ...theirs] = measure([beside, ...peers(FOLDER, NODE)], 2, NODE);
if (ours) tell(table("Peers", [ours, ...theirs]) + shares(ours, theirs));
writeFileSync(join(ROOT, "build", "bench.md"), parts.join("\n"));
