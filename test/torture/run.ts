// npm run torture: every part whole, or those that are named, two at a time, each in a process of its own. It ends with a
// table of what each did and lost, and exits with 0 if nothing was lost.
import { fork } from "node:child_process";
import scratch from "../support/scratch.ts";
import { lossesOf, type Outcome, type Part, shown, type Size } from "./part.ts";
import { PARTS } from "./parts.ts";

const [LANES, SHOWN] = [2, 50];

/** What a part's process sends, and how many seconds it took. */
interface Ran {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** Runs one part; what it throws is a loss. */
async function outcomeOf(part: Part, size: Size): Promise<Outcome> {
  try {
    return await part.run(size, (progress) => console.error(`  ${part.name}: ${progress}`));
  } catch (error) {
    return { counts: {}, lost: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

/** Runs one part in a process of its own; that the process ends without a word is a loss. */
function apart(name: string, words: readonly string[]): Promise<Ran> {
  const begun = performance.now();
  return new Promise((done) => {
    let outcome: Outcome = { counts: {}, lost: [] };
    let isTold = false;
    const child = fork(import.meta.filename, [name, ...words]);
    child.on("message", (message: Outcome) => ([outcome, isTold] = [message, true]));
    child.on("close", (status, signal) => {
      const ended = `its process ended by ${signal ?? status}, without a word`;
      const ran = isTold ? outcome : { ...outcome, lost: [...outcome.lost, ended] };
      done(tell({ name, outcome: ran, seconds: (performance.now() - begun) / 1000 }));
    });
  });
}

/** Says what a part lost, as soon as it is known. */
function tell(ran: Ran): Ran {
  const losses = lossesOf(ran.outcome);
  console.log(`${ran.name}: ${losses.length} lost`);
  for (const note of ran.outcome.notes ?? []) console.log(`  note: ${note}`);
  for (const loss of losses.slice(0, SHOWN)) console.log(`  lost: ${loss}`);
  if (losses.length > SHOWN) console.log(`  and ${losses.length - SHOWN} more`);
  return ran;
}

async function runAll(names: readonly string[], words: readonly string[]): Promise<readonly Ran[]> {
  const [waiting, ran] = [[...names], new Map<string, Ran>()];
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      ran.set(name, await apart(name, words));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return names.flatMap((name) => ran.get(name) ?? []);
}

/** The table: a part a line, with how many it lost, how long it took, and what it did. */
function table(all: readonly Ran[]): string {
  const rows = all.map(({ name, outcome, seconds }) => [
    name,
    String(lossesOf(outcome).length),
    `${seconds.toFixed(0)} s`,
    shown(outcome.counts),
  ]);
  const cells = [["part", "lost", "took", "did"], ...rows];
  const [first, second, third] = [0, 1, 2].map((at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells
    .map(([name = "", lost = "", took = "", did = ""]) =>
      [name.padEnd(first ?? 0), lost.padStart(second ?? 0), took.padStart(third ?? 0), did].join("  "),
    )
    .join("\n");
}

scratch();
const words = process.argv.slice(2).filter((word) => word.startsWith("-"));
const named = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const unknown = named.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(", ")}: there are ${PARTS.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const parts = PARTS.filter(({ name }) => named.length === 0 || named.includes(name));
if (process.send) {
  // The one part of a process of ours, which does not outlive the run.
  process.on("disconnect", () => process.exit(1));
  for (const part of parts) {
    const outcome = await outcomeOf(part, words.includes("--quick") ? "quick" : "whole");
    process.send(outcome, () => process.exit(0));
  }
} else {
  const all = await runAll(
    parts.map(({ name }) => name),
    words,
  );
  const lost = all.reduce((sum, { outcome }) => sum + lossesOf(outcome).length, 0);
  console.log(`\n${table(all)}\n\n${lost} lost`);
  process.exitCode = lost === 0 ? 0 : 1;
}
