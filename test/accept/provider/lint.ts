// Judges templates by cfn-lint, AWS's own linter: beside the schemas it knows what a region sells, which sizes fit
// together, and what policies and container definitions may say.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Stack } from "./stacks.ts";
import { templateOf } from "./template.ts";
import { type Complaint, WORK } from "./terraform.ts";

/** The release that is installed where none is found. */
const RELEASE = "1.51.0";

/** What it warns of and we mean so. */
const MEANT: readonly { readonly rule: string; readonly text: RegExp; readonly why: string }[] = [
  { rule: "W2501", text: /MasterUserPassword/, why: "a stand-in for the password that a program makes" },
  { rule: "W3010", text: /availability zones/, why: "the answer that stands for the lookup of zones" },
  {
    rule: "W3691",
    text: /version '\d+'/,
    why: "a major alone is its newest minor; the rule lists the numbers of old ones",
  },
  { rule: "W3691", text: /'16\.4'/, why: "a golden spec asks for an old minor" },
];

/** The linter's command. */
export interface Linter {
  readonly command: string;
}

/** The linter, or why there is none; installs it beside the tests where it is not found. */
export function findLinter(): Linter | string {
  if (spawnSync("cfn-lint", ["--version"], { stdio: "ignore" }).status === 0) return { command: "cfn-lint" };
  const home = join(WORK, "cfn-lint");
  const command = join(home, "bin/cfn-lint");
  if (existsSync(command)) return { command };
  rmSync(home, { recursive: true, force: true });
  const steps: readonly [string, readonly string[]][] = [
    ["python3", ["-m", "venv", home]],
    [join(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", `cfn-lint==${RELEASE}`]],
  ];
  const failed = steps.find(([program, flags]) => spawnSync(program, flags, { stdio: "ignore" }).status !== 0);
  if (!failed) return { command };
  rmSync(home, { recursive: true, force: true });
  return `no cfn-lint, and "${[failed[0], ...failed[1]].join(" ")}" failed`;
}

interface Match {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** Judges stacks in one run, each in its own region. */
export async function lint({ command }: Linter, room: string, stacks: readonly Stack[]): Promise<readonly Complaint[]> {
  const folder = join(WORK, room);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = new Map<string, ReadonlyMap<string, string>>();
  for (const stack of stacks) {
    const template = templateOf(stack);
    names.set(stack.name, template.names);
    const Metadata = { "cfn-lint": { config: { regions: [stack.region] } } };
    writeFileSync(join(folder, `${stack.name}.json`), JSON.stringify({ Metadata, Resources: template.resources }));
  }
  const child = spawn(command, ["--format", "json", "--template", ...stacks.map(({ name }) => `${name}.json`)], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const matches = JSON.parse(await text(child.stdout)) as readonly Match[];
  return matches.flatMap(({ Filename, Message, Rule, Location }) => {
    if (MEANT.some((one) => one.rule === Rule.Id && one.text.test(Message))) return [];
    const stack = Filename.replace(/\.json$/, "");
    const [, id = "", ...path] = Location.Path ?? [];
    const said = `${Rule.Id} ${path.join(".")}: ${Message}`;
    return [{ stack, name: names.get(stack)?.get(String(id)) ?? "", text: said }];
  });
}
