// What hangs tells itself: the processes of a run, found by a mark in their environment wherever they have gone, what each
// of them waits for, and what the servers see.
import { type ChildProcess, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** How long a run may take, in milliseconds; they take seconds, and on a busy machine some more. */
export const LIMIT = 120_000;

const NAME = "ACCEPT_RUN";
const marks = new WeakMap<ChildProcess, string>();
let count = 0;

/** Starts something whose processes are found later. */
export function marked(start: (mark: Readonly<Record<string, string>>) => ChildProcess): ChildProcess {
  count += 1;
  const mark = `${process.pid}.${count}`;
  const child = start({ [NAME]: mark });
  marks.set(child, mark);
  return child;
}

/** What is said of a process that has gone meanwhile: nothing. */
function unlessGone<Out>(read: () => Out, otherwise: Out): Out {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** The processes of a run that live, also those that have outlived the one that started them. */
export function processesOf(child: ChildProcess): readonly string[] {
  const mark = `${NAME}=${marks.get(child)}`;
  const isIts = (pid: string): boolean =>
    unlessGone(() => readFileSync(`/proc/${pid}/environ`, "utf8"), "")
      .split("\0")
      .includes(mark);
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isIts(name));
}

const groupOf = (pid: string | number): string | undefined =>
  unlessGone(() => readFileSync(`/proc/${pid}/stat`, "utf8"), "")
    .replace(/^.*\) /s, "")
    .split(" ")[2];

/** What a script has begun as a step and not ended: such processes are in groups of their own. */
export const stepsOf = (child: ChildProcess): readonly string[] =>
  processesOf(child)
    .filter((pid) => ![groupOf(process.pid), undefined].includes(groupOf(pid)))
    .map((pid) => unlessGone(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"), "").replaceAll("\0", " "))
    .filter((line) => line !== "");

/** Which signals it ignores, catches and has not taken yet, in which call it is, and what its descriptors are. */
function tellProcess(pid: string): string {
  const place = `/proc/${pid}`;
  const signals = unlessGone(() => readFileSync(`${place}/status`, "utf8"), "").match(/^(Sig|Shd)\w+:.*$/gm) ?? [];
  const call = unlessGone(() => readFileSync(`${place}/syscall`, "utf8"), "");
  const files = unlessGone(() => readdirSync(`${place}/fd`), []).map(
    (fd) => `${fd} -> ${unlessGone(() => readlinkSync(`${place}/fd/${fd}`), "closed")}`,
  );
  return [`process ${pid}, in the call ${call.trim()}`, signals.join(" ").replaceAll("\t", " "), ...files].join("\n  ");
}

/** The processes of this machine, and all about those of a run. */
export function tellProcesses(child: ChildProcess): string {
  const columns = "pid,ppid,pgid,sid,stat,etimes,wchan:32,args";
  const { stdout } = spawnSync("ps", ["-e", "--forest", "--cols", "240", "-o", columns], { encoding: "utf8" });
  // The kernel's own have no arguments, but a name in brackets.
  const shown = (stdout ?? "").split("\n").filter((line) => !/ \[[^\]]+\]( <defunct>)?$/.test(line) || / Z/.test(line));
  return [...shown, ...processesOf(child).map(tellProcess)].join("\n");
}

/** Kills the processes of a run until there is none. */
export function endAll(child: ChildProcess): void {
  for (let left = processesOf(child); left.length > 0; left = processesOf(child))
    for (const pid of left) unlessGone(() => process.kill(Number(pid), "SIGKILL"), true);
}

const witnesses = new Map<string, () => Promise<string>>();

/** A server that is asked what it sees when something hangs. */
export const isWitness = (name: string, tell: () => Promise<string>): void => void witnesses.set(name, tell);

/** A server that is gone is no witness. */
export const isNoWitness = (name: string): void => void witnesses.delete(name);

/** What the servers see. */
export async function tellServers(): Promise<string> {
  const said = [...witnesses].map(async ([name, tell]) => {
    const told = await tell().catch((error: unknown) => `it can't be asked: ${String(error)}`);
    return `${name}:\n${told}`;
  });
  return (await Promise.all(said)).join("\n");
}

/** Keeps what a server says, the last lines of it. */
export function lastLines(child: ChildProcess, lines = 60): () => string {
  let kept = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (kept = (kept + chunk.toString()).split("\n").slice(-lines).join("\n")));
  return () => kept;
}
