// Files that are no ordinary spec, given to the real command under the oldest Node.js that it runs on: each ends in time,
// by the status that it should, with JSON and words, and with no trace of a fault of ours.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Outcome, Part } from "./part.ts";
import { type Special, SPECIALS } from "./files/cases.ts";
import { MAJORS, nodeOf } from "./nodes.ts";

const ROOT = join(import.meta.dirname, "../..");
const COMMAND = join(ROOT, "dist/sage-gen.cjs");
/** A hang is longer than this on any machine; memory is bounded by a heap that a spec never needs. */
const LONGEST = 120_000;
const HEAP = "--max-old-space-size=512";

interface Report {
  readonly ok: boolean;
  readonly diagnostics: readonly { readonly code: string; readonly line: number; readonly file: string }[];
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command; where something is to be forbidden root gives up its rights. */
async function command(node: string, args: readonly string[], cwd: string, asOther: boolean): Promise<Ended> {
  const user = asOther && process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const env = { ...process.env, SAGE_GEN_CACHE: "off", NO_COLOR: "1", HOME: cwd };
  const child = spawn(node, [HEAP, COMMAND, ...args], {
    cwd,
    env,
    timeout: LONGEST,
    stdio: ["ignore", "pipe", "pipe"],
    ...user,
  });
  const ended = new Promise<number | null>((done, fail) => child.on("close", done).on("error", fail));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, out, err };
}

async function judged(special: Special, node: string, home: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(home, "case-"));
  chmodSync(folder, 0o755);
  special.make(join(folder, "sage.yaml"));
  const lost: string[] = [];
  const { status, out, err } = await command(
    node,
    ["validate", "--spec", "sage.yaml", "--json"],
    folder,
    special.asOther === true,
  );
  if (status !== special.status)
    lost.push(`ends with ${status}, and not with ${special.status}: ${(out + err).slice(0, 300)}`);
  if (/internal fault|\bat .*\.cjs:\d|RangeError|heap/.test(out + err))
    lost.push(`a fault of ours: ${(out + err).slice(0, 500)}`);
  if (special.says && !special.says.test(out + err))
    lost.push(`does not say ${String(special.says)}: ${(out + err).slice(0, 500)}`);
  if (special.status < 2) lost.push(...placed(out, special.status));
  const left = readdirSync(folder).filter((name) => !name.startsWith("sage.yaml"));
  if (left.length > 0) lost.push(`leaves ${left.join(", ")}`);
  return lost.map((loss) => `${special.name}: ${loss}`);
}

function placed(out: string, status: number): readonly string[] {
  try {
    const { ok, diagnostics } = JSON.parse(out) as Report;
    if (ok !== (status === 0)) return [`says ok: ${ok} and ends with ${status}`];
    if (status === 1 && diagnostics.length === 0) return ["is refused without a finding"];
    return diagnostics.flatMap(({ code, line }) => (line < 1 ? [`${code} has no place`] : []));
  } catch {
    return [`does not say one JSON document: ${out.slice(0, 200)}`];
  }
}

export const files: Part = {
  name: "files",
  async run(_, tell): Promise<Outcome> {
    if (!existsSync(COMMAND)) throw new Error("dist/ is missing: node tools/build.ts");
    const node = nodeOf(MAJORS[0]);
    const home = mkdtempSync(join(tmpdir(), "sage-gen-files-"));
    // Another user must come to it.
    chmodSync(home, 0o755);
    const lost: string[] = [];
    try {
      for (const [index, special] of SPECIALS.entries()) {
        lost.push(...(await judged(special, node, home)));
        if (index % 20 === 19) tell(`${index + 1} of ${SPECIALS.length} files, ${lost.length} lost`);
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
    return { counts: { "odd files": SPECIALS.length }, lost };
  },
};
