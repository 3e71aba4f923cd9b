// npm run torture: every part whole, or those that are named, each with its counts; the last line says what was lost.
import scratch from "../support/scratch.ts";
import { lossesOf, type Outcome, type Part, shown } from "./part.ts";
import { PARTS } from "./parts.ts";

const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const size = process.argv.includes("--quick") ? "quick" : "whole";
const unknown = wanted.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(", ")}: there are ${PARTS.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

scratch();

/** Runs one part; what it throws is a loss. */
async function outcomeOf(part: Part): Promise<Outcome> {
  try {
    return await part.run(size, (progress) => console.error(`  ${part.name}: ${progress}`));
  } catch (error) {
    return { counts: {}, lost: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

const totals = new Map<string, number>();
let lost = 0;
for (const part of PARTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const begun = performance.now();
  const outcome = await outcomeOf(part);
  const losses = lossesOf(outcome);
  const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  console.log(`${part.name}: ${shown(outcome.counts)}; ${losses.length} lost (${took})`);
  for (const note of outcome.notes ?? []) console.log(`  note: ${note}`);
  for (const loss of losses.slice(0, 50)) console.log(`  lost: ${loss}`);
  for (const [what, many] of Object.entries(outcome.counts)) totals.set(what, (totals.get(what) ?? 0) + many);
  lost += losses.length;
}
console.log(`\n${shown(Object.fromEntries(totals))}\n${lost} lost`);
process.exitCode = lost === 0 ? 0 : 1;
