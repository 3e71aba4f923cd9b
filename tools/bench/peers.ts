// Peers from npm, installed on demand below build/bench: each makes a VPC and a cluster, less than our reference spec.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Subject } from "./measure.ts";

interface Peer {
  readonly name: string;
  readonly packages: readonly string[];
  readonly file: string;
  readonly program: string;
}

const PEERS: readonly Peer[] = [
  {
    name: "projen synth (no installs, no post-synthesis)",
    packages: ["projen@0.103.25", "constructs@10"],
    file: ".projenrc.js",
    program: `process.env.PROJEN_DISABLE_POST = "true";
const { typescript } = require("projen");
new typescript.TypeScriptProject({ name: "shop", defaultReleaseBranch: "main", projenrcJs: true, outdir: "out" }).synth();
`,
  },
  {
    name: "cdk program (aws-cdk-lib, without the cdk command)",
    packages: ["aws-cdk-lib@2.276.0", "constructs@10"],
    file: "app.js",
    program: `const { App, Stack } = require("aws-cdk-lib");
const ec2 = require("aws-cdk-lib/aws-ec2");
const ecs = require("aws-cdk-lib/aws-ecs");
const app = new App({ outdir: "out" });
const stack = new Stack(app, "shop");
new ecs.Cluster(stack, "cluster", { vpc: new ec2.Vpc(stack, "vpc") });
app.synth();
`,
  },
];

/** The peers that npm could install, ready to run. */
export function peers(folder: string, node: string): readonly Subject[] {
  return PEERS.flatMap(({ name, packages, file, program }): Subject[] => {
    const cwd = join(folder, "peers", packages[0]?.split("@")[0] ?? name);
    mkdirSync(cwd, { recursive: true });
    if (!existsSync(join(cwd, "node_modules"))) {
      writeFileSync(join(cwd, "package.json"), '{ "private": true }\n');
      const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages];
      const { status, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
      if (status !== 0) {
        process.stderr.write(`${name} is left out: npm can't install it: ${stderr.split("\n")[0] ?? ""}\n`);
        rmSync(join(cwd, "node_modules"), { recursive: true, force: true });
        return [];
      }
    }
    writeFileSync(join(cwd, file), program);
    const prepare = (): void => rmSync(join(cwd, "out"), { recursive: true, force: true });
    return [{ name, argv: [node, file], cwd, prepare }];
  });
}
