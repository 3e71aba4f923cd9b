// The README's recording: the commands of its console block, run in a new folder, with what a terminal then shows.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const BEGIN = "<!-- recording: `npm run golden` writes it anew -->\n\n```console\n";
const END = "```\n\n<!-- end of the recording -->\n";
const PROMPT = "$ ";
/** A line of its own that stands for any number of lines. */
const ELLIPSIS = "…";

/** A command, and the lines that the page shows below it. */
export interface Step {
  readonly command: string;
  readonly shown: readonly string[];
}

/** The steps of a page's recording, in their order; throws where the page has none. */
export function stepsOf(page: string): readonly Step[] {
  const steps: { command: string; shown: string[] }[] = [];
  for (const line of bounds(page).text.split("\n").slice(0, -1)) {
    if (line.startsWith(PROMPT)) steps.push({ command: line.slice(PROMPT.length), shown: [] });
    else if (steps.length === 0) throw new Error(`the recording begins with no command but with: ${line}`);
    else steps.at(-1)?.shown.push(line);
  }
  return steps;
}

/** The page with its recording made anew: each command run in turn, and as much shown of it as the page shows. */
export function recorded(page: string): string {
  const { before, after } = bounds(page);
  const text = played(stepsOf(page)).flatMap(({ command, shown }) => [PROMPT + command, ...shown]);
  return [before, text.join("\n"), "\n", after].join("");
}

function bounds(page: string): { readonly before: string; readonly text: string; readonly after: string } {
  const begin = page.indexOf(BEGIN) + BEGIN.length;
  const end = page.indexOf(END, begin);
  if (begin < BEGIN.length || end < 0) throw new Error("the page has no recording between its two comments");
  return { before: page.slice(0, begin), text: page.slice(begin, end), after: page.slice(end) };
}

function played(steps: readonly Step[]): readonly Step[] {
  const folder = mkdtempSync(join(tmpdir(), "sage-gen-recording-"));
  try {
    const environment = terminal(folder);
    const cwd = join(folder, "shop");
    mkdirSync(cwd);
    return steps.map(({ command, shown }) => ({ command, shown: abridged(run(command, cwd, environment), shown) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A shell's environment with sage-gen on the path, and nothing of the person or the machine that runs this. */
function terminal(folder: string): Record<string, string> {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const command = join(bin, "sage-gen");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, "dist", "sage-gen.cjs")}' "$@"\n`);
  chmodSync(command, 0o755);
  const who = { NAME: "A reader", EMAIL: "reader@example.com" };
  const git = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return {
    ...(Object.fromEntries(git) as Record<string, string>),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    HOME: folder,
    NO_COLOR: "1",
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
  };
}

/**
 * What one command prints, both of its streams as a terminal mixes them, without the spaces at a line's end, which nobody
 * sees and a formatter of pages removes. A finding is no failure, all else is.
 */
function run(command: string, cwd: string, env: Record<string, string>): readonly string[] {
  const { status, stdout, error } = spawnSync("bash", ["-c", `exec 2>&1\n${command}`], { cwd, env, encoding: "utf8" });
  const told = command.startsWith("sage-gen ") ? [0, 1] : [0];
  if (error || !told.includes(status ?? -1)) throw new Error(`\`${command}\` ended with ${status}:\n${stdout}`);
  if (stdout !== "" && !stdout.endsWith("\n")) throw new Error(`\`${command}\` leaves its last line open:\n${stdout}`);
  const lines = stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => line.trimEnd());
  const prompt = lines.find((line) => line.startsWith(PROMPT) || line === ELLIPSIS);
  if (prompt) throw new Error(`\`${command}\` prints what the recording could not tell from its own: ${prompt}`);
  return lines;
}

/**
 * What is shown of an output, after the example of what was: as many lines from its begin and its end, and between two
 * ellipses as many from the line on with which they began. Throws where that line is no more.
 */
export function abridged(output: readonly string[], like: readonly string[]): readonly string[] {
  const [head, ...rest] = parts(like);
  const tail = rest.pop();
  if (!head || !tail) return output;
  const shown = output.slice(0, head.length);
  let place = head.length;
  for (const middle of rest) {
    const found = output.indexOf(middle[0] ?? "", place);
    if (found < 0) throw new Error(`no line of the output is any more: ${middle[0]}`);
    shown.push(...(found > place ? [ELLIPSIS] : []), ...output.slice(found, found + middle.length));
    place = found + middle.length;
  }
  const last = Math.max(place, output.length - tail.length);
  return [...shown, ...(last > place ? [ELLIPSIS] : []), ...output.slice(last)];
}

function parts(lines: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const line of lines) {
    if (line === ELLIPSIS) all.push([]);
    else all.at(-1)?.push(line);
  }
  return all;
}
