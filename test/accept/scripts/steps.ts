// The commands that a script runs, counted: a folder of their names stands first in PATH, writes each call down, and at
// one of them signals the script. So a signal reaches it in every step, and not only where a delay happens to fall.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathWith, placeIn, type Settings } from "./debian.ts";

const PLACE = "/srv/steps";
const TOOLS =
  "aws awk basename cmp cut date df dirname env grep mktemp mv node paste pg_dump pg_restore psql realpath rm sed sha256sum sort stat tail tee wc";

// The script has ended its step long before the tenth of a second is over; a step in the foreground then goes on.
const COUNTER = `#!/bin/bash
exec 9>>"\${STEPS_LOG}"
flock 9
printf '%s %s\\n' "\${0##*/}" "\${*//$'\\n'/ }" >&9
mapfile -t calls <"\${STEPS_LOG}"
exec 9>&-
if ((\${#calls[@]} == STEPS_STOP)); then
  kill -s "\${STEPS_SIGNAL}" "\${STEPS_SCRIPT}"
  /bin/sleep 0.1
fi
PATH=\${PATH#*:}
exec "\${0##*/}" "$@"
`;

/** Puts the counters where they run. */
export function placeSteps(): void {
  const folder = placeIn(PLACE);
  mkdirSync(folder, { recursive: true });
  for (const tool of TOOLS.split(" ")) {
    writeFileSync(`${folder}/${tool}`, COUNTER);
    chmodSync(`${folder}/${tool}`, 0o755);
  }
}

/** The command that runs a script under the counters, and its environment. A step of 0 only counts. */
export function counted(script: readonly string[], log: string, step = 0, signal = "TERM"): [string[], Settings] {
  const command = ["bash", "-c", 'export STEPS_SCRIPT=$$ && exec "$@"', "bash", ...script];
  const path = `${PLACE}:${pathWith()}`;
  return [command, { PATH: path, STEPS_LOG: log, STEPS_STOP: String(step), STEPS_SIGNAL: signal }];
}

/** The calls that were written down. */
export const callsIn = (log: string): readonly string[] => readFileSync(placeIn(log), "utf8").trimEnd().split("\n");

/** A script under strace, which does not follow its steps. */
const straced = (script: readonly string[], out: string, ...expressions: readonly string[]): readonly string[] => [
  "strace",
  "-qq",
  "-o",
  out,
  ...["signal=none", ...expressions].flatMap((expression) => ["-e", expression]),
  ...script,
];

/** The command that runs a script and writes its forks down. */
export const tracedForks = (script: readonly string[], log: string): readonly string[] =>
  straced(script, log, "trace=clone");

/** The forks that were written down. */
export const forksIn = (log: string): number => readFileSync(placeIn(log), "utf8").match(/^clone\(/gm)?.length ?? 0;

/** The command that runs a script which gets a signal while it forks for the n-th time. */
export const stoppedInFork = (script: readonly string[], nth: number): readonly string[] =>
  straced(script, "/dev/null", "trace=clone", `inject=clone:signal=SIGTERM:when=${nth}`);

/** The command that runs a script which begins each wait for a process when its step has ended, as on a busy machine. */
export const slowed = (script: readonly string[]): readonly string[] =>
  straced(script, "/dev/null", "trace=wait4", "inject=wait4:delay_enter=700000");
