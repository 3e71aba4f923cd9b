// What the commands may take, and whether they do: multiples of a bare Node.js in wall time, and memory.
import type { Measured } from "./measure.ts";

interface Target {
  readonly name: string;
  /** The most of a bare Node.js's wall time. */
  readonly ratio: number;
  /** The most memory in MiB. */
  readonly peak: number;
}

const TARGETS: readonly Target[] = [
  { name: "sage-gen build, cold", ratio: 4.8, peak: 66 },
  { name: "sage-gen build, kept code", ratio: 3.4, peak: 66 },
  { name: "sage-gen validate, cold", ratio: 4, peak: 66 },
  { name: "sage-gen --version", ratio: 2.5, peak: 66 },
  { name: "sage-gen --help", ratio: 2.5, peak: 66 },
];
/** The wall time in milliseconds that a further spec of thirty files may take in a fleet, by the command as it is run. */
const FURTHER_SPEC = 6;

/** Each target with what was measured. */
export function judged(rows: readonly Measured[]): string {
  const lines = TARGETS.map((target) => {
    const row = rows.find(({ name }) => name === target.name);
    const ratio = verdict(row?.ratio, target.ratio);
    return `- ${target.name}: ${row?.ratio.toFixed(2)} × (CPU ${row?.cpu.toFixed(2)} ×), at most ${target.ratio}: ${ratio}; ${row?.peak.toFixed(0)} MiB, at most ${target.peak}: ${verdict(row?.peak, target.peak)}\n`;
  });
  return `\nTargets:\n\n${lines.join("")}`;
}

/** What a further spec of thirty files takes, beside what it may. */
export function judgedSpec(wall: number): string {
  return `The target for thirty files is ${FURTHER_SPEC} ms of wall time: ${verdict(wall, FURTHER_SPEC)}.\n`;
}

function verdict(value: number | undefined, most: number): string {
  if (value === undefined || Number.isNaN(value)) return "not measured";
  return value <= most ? "met" : "missed";
}
