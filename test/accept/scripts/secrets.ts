// Every command line and environment that a run gives to a process, as the kernel sees it: strace, and not samples.
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { type Bench, SECRETS } from "./bench.ts";
import { placeIn, type Settings } from "./debian.ts";
import { PASSWORD } from "./servers.ts";

/** A process image that a run has started. */
export interface Started {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
}

const STRING = /"((?:[^"\\]|\\.)*)"/g;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" };

/** strace's spelling of strings, as bytes of ASCII. */
const strings = (list: string): readonly string[] =>
  [...list.matchAll(STRING)].map(([, text]) =>
    (text ?? "").replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
      /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
    ),
  );

const EXECVE =
  /execve\(("(?:[^"\\]|\\.)*"), \[((?:"(?:[^"\\]|\\.)*"(?:, )?)*)\], \[((?:"(?:[^"\\]|\\.)*"(?:, )?)*)\]\) = 0/g;

/** Runs a script under strace; what it started, itself first. */
export async function traced(bench: Bench, script: readonly string[], env: Settings = {}): Promise<readonly Started[]> {
  const trace = `${bench.log}.trace`;
  const strace = [
    "strace",
    "-f",
    "-qq",
    "--seccomp-bpf",
    "-e",
    "trace=execve",
    "-e",
    "signal=none",
    "-v",
    "-s",
    "65536",
  ];
  const { status, output } = await bench.run([...strace, "-o", trace, ...script], env);
  expect(status, output).toBe(0);
  return [...readFileSync(placeIn(trace), "utf8").matchAll(EXECVE)].map(([, path, args, env]) => ({
    name: (strings(path ?? "")[0] ?? "").replace(/^.*\//, ""),
    args: strings(args ?? ""),
    env: strings(env ?? ""),
  }));
}

/** No secret on a command line, and the database's password in no environment of a program that needs none. */
export function judgeStarted(started: readonly Started[], mayShow: (one: Started) => boolean = () => false): void {
  expect(started.length).toBeGreaterThan(10);
  for (const one of started.filter((one) => !mayShow(one)))
    for (const secret of SECRETS) expect(one.args.join(" "), `${one.name} in ps`).not.toContain(secret);
  for (const { name, env } of started.filter(({ name }) => name === "aws")) {
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)])
      expect(env.join("\n"), `environment of ${name}`).not.toContain(secret);
  }
}
