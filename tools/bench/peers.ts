// Peers from npm, installed on demand below build/bench: the programs in peers/, run as their own commands run them.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Subject } from "./measure.ts";

interface Peer {
  readonly name: string;
  /** Its file in peers/, without `.cjs`. */
  readonly program: string;
  readonly packages: readonly string[];
  /** What runs the program, where it is not Node.js alone. */
  readonly command?: (app: string) => readonly string[];
  /** What our own build may take of its CPU time. */
  readonly share: number;
}

const CDK = "node_modules/aws-cdk/bin/cdk";

export const PEERS: readonly Peer[] = [
  { name: "projen synth", program: "projen", packages: ["projen@0.103.25", "constructs@10.8.1"], share: 0.42 },
  {
    name: "cdk synth",
    program: "cdk",
    packages: ["aws-cdk-lib@2.276.0", "aws-cdk@2.1148.1", "constructs@10.8.1"],
    // Nothing is asked of the network: no notices, no telemetry.
    command: (app) => [CDK, ..."synth --quiet --no-notices --no-version-reporting --output out --app".split(" "), app],
    share: 0.035,
  },
  {
    name: "cdktf: its program alone",
    program: "cdktf",
    packages: ["cdktf@0.21.0", "@cdktf/provider-aws@21.22.1", "constructs@10.8.1"],
    share: 1,
  },
];

/** The peers that npm could install, ready to run. */
export function peers(folder: string, node: string): readonly Subject[] {
  return PEERS.flatMap((peer): Subject[] => {
    const cwd = join(folder, "peers", peer.program);
    mkdirSync(cwd, { recursive: true });
    const isThere = peer.packages.every((one) => existsSync(join(cwd, "node_modules", one.replace(/@[^@]+$/, ""))));
    if (!isThere && !install(peer, cwd)) return [];
    const file = `${peer.program}.cjs`;
    copyFileSync(join(import.meta.dirname, "peers", file), join(cwd, file));
    const prepare = (): void => rmSync(join(cwd, "out"), { recursive: true, force: true });
    const run = peer.command?.(`${node} ${file}`) ?? [file];
    return [{ name: peer.name, argv: [node, ...run], cwd, env: { CDK_DISABLE_CLI_TELEMETRY: "true" }, prepare }];
  });
}

function install({ name, packages }: Peer, cwd: string): boolean {
  writeFileSync(join(cwd, "package.json"), '{ "private": true }\n');
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages];
  const { status, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
  if (status === 0) return true;
  process.stdout.write(`${name} is left out: npm can't install it: ${stderr.split("\n")[0] ?? ""}\n`);
  rmSync(join(cwd, "node_modules"), { recursive: true, force: true });
  return false;
}
