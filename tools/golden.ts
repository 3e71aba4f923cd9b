// Writes the expectations of every golden, every refused and every diagnosed case anew, and the README's recording.
// Read the difference before you commit it.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  builtTree,
  type Case,
  diagnoseCases,
  diagnosisOf,
  goldenCases,
  refusedCases,
  reportOf,
} from "../test/cases.ts";
import { recorded } from "../test/recording.ts";
import scratch from "../test/support/scratch.ts";

const README = join(import.meta.dirname, "..", "README.md");

function writeGolden(one: Case): void {
  const tree = builtTree(one);
  rmSync(join(one.folder, "out"), { recursive: true, force: true });
  for (const [path, { text, executable }] of tree) {
    const place = join(one.folder, "out", path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    chmodSync(place, executable ? 0o755 : 0o644);
  }
}

scratch();
for (const one of goldenCases()) writeGolden(one);
for (const one of refusedCases()) writeFileSync(join(one.folder, "report.txt"), reportOf(one));
for (const one of diagnoseCases()) writeFileSync(join(one.folder, "report.txt"), await diagnosisOf(one));
writeFileSync(README, recorded(readFileSync(README, "utf8")));
console.log(
  `${goldenCases().length} golden trees, ${refusedCases().length + diagnoseCases().length} reports and the recording were written: read the difference`,
);
