// The commands that a diagnosis gives, run: bash runs every one of them to its end, and the real AWS CLI understands
// every call of it: verb, options, shapes. Nothing is asked of AWS: the endpoint is a closed port.
import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CAUSES } from "#schema/causes.ts";
import { advised, listen } from "#src/diagnose.ts";
import { judge } from "#src/judge.ts";
import { diagnoseCases, goldenCases } from "../cases.ts";
import { install } from "./images/packages.ts";
import { installDebian, placeCommand } from "./scripts/debian.ts";

const SPECS = [join(import.meta.dirname, "..", "..", "spec"), ...goldenCases().map(({ folder }) => folder)];
const causes = diagnoseCases().filter(({ name }) => !name.startsWith("stories/"));

/** Every command of every diagnosis of a spec, for its last environment. */
function commandsOf(folder: string): readonly string[] {
  const { model, document } = judge(readFileSync(join(folder, "sage.yaml"), "utf8"), "sage.yaml");
  if (!model || !document) throw new Error(`${folder} is refused`);
  const commands = causes.flatMap(({ folder: home }) => {
    const listener = listen(CAUSES, model);
    listener.feed(readFileSync(join(home, "like.log"), "utf8"));
    const subject = { model, data: document.data, environment: undefined, trial: () => undefined };
    const steps =
      advised(listener.end(), CAUSES, subject)?.causes.flatMap((one) => [...one.immediate, ...one.verify]) ?? [];
    return steps.flatMap(({ command }) => (command === undefined ? [] : [command]));
  });
  return [...new Set(commands)];
}

/** Stands in for a program: notes how it was called, and answers as far as the command goes on with it. */
const STAND_IN = `#!/usr/bin/env bash
printf '%s\\0' "\${0##*/}" "$@" >>"\${CALLS}"; printf '\\n\\0' >>"\${CALLS}"
case "$*" in *file:///dev/stdin*) cat >/dev/null ;; esac # else whoever writes into the pipe may find it closed
case "$*" in *get-schedule*) echo '{"Subnets":["subnet-1"],"SecurityGroups":["sg-1"]}' ;; *) echo "arn:aws:x:y:z:loadbalancer/app/x/1" ;; esac
`;

let room = "";
beforeAll(async () => {
  await install({ jq: "jq" });
  room = mkdtempSync(join(tmpdir(), "sage-gen-commands-"));
  mkdirSync(join(room, "bin"));
  mkdirSync(join(room, "infra"));
  for (const program of ["aws", "gh", "pulumi", "sage-gen"]) {
    writeFileSync(join(room, "bin", program), STAND_IN);
    chmodSync(join(room, "bin", program), 0o755);
  }
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

/** Runs a command in bash; gives the calls that it made. */
function callsOf(command: string): readonly (readonly string[])[] {
  const calls = join(room, "calls");
  writeFileSync(calls, "");
  const env = { PATH: `${join(room, "bin")}${delimiter}${process.env["PATH"] ?? ""}`, CALLS: calls };
  const ran = spawnSync("bash", ["--norc", "-euo", "pipefail", "-c", command], {
    cwd: room,
    env,
    input: "a value\n",
    encoding: "utf8",
  });
  expect({ command, status: ran.status, stderr: ran.stderr }).toEqual({ command, status: 0, stderr: "" });
  return readFileSync(calls, "utf8")
    .split("\n\0")
    .filter((call) => call !== "")
    .map((call) => call.split("\0").slice(0, -1));
}

const called = new Map<string, readonly string[]>();

test.each(SPECS)("bash runs every command for %s", (folder) => {
  const commands = commandsOf(folder);
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) {
    const calls = callsOf(command);
    expect(calls.length, command).toBeGreaterThan(0);
    for (const [program = "", ...args] of calls) {
      if (program !== "aws") continue;
      // Calls of one form: the same verb and options.
      called.set(args.filter((arg, index) => index < 2 || arg.startsWith("--")).join(" "), args);
    }
  }
});

describe("the AWS CLI", () => {
  const bin = mkdtempSync(join(tmpdir(), "sage-gen-aws-"));
  beforeAll(() => {
    installDebian();
    placeCommand(bin, "aws");
  });

  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_MAX_ATTEMPTS: "1",
    AWS_EC2_METADATA_DISABLED: "true",
  };

  /** What is wrong with a call; undefined where it fails for want of AWS alone. */
  async function faultOf(args: readonly string[]): Promise<string | undefined> {
    // What bash gives by a pipe; here there would be a socket.
    const given = args.map((arg) => (arg === "file:///dev/stdin" ? "a value" : arg));
    const stderr = await new Promise<string>((settle) => {
      execFile(join(bin, "aws"), given, { env, timeout: 120_000 }, (_, __, said) => settle(said));
    });
    const isUnderstood = /Could not connect to the endpoint URL|Connection refused|Max attempts exceeded/.test(stderr);
    return isUnderstood ? undefined : `aws ${args.join(" ")}\n  ${stderr.trim().slice(0, 600)}`;
  }

  test("understands every call: it fails for want of AWS alone", { timeout: 600_000 }, async () => {
    expect(called.size).toBeGreaterThan(30);
    const calls = [...called.values()];
    const faults: (string | undefined)[] = [];
    for (let at = 0; at < calls.length; at += 4)
      faults.push(...(await Promise.all(calls.slice(at, at + 4).map(faultOf))));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
});
