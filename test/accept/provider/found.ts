// What can only be used where it is found: Terraform with the AWS provider in a folder of plugins, and moto's server.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { byText } from "#schema/order.ts";

/** Terraform, and a folder of plugins that holds the AWS provider. */
export interface Terraform {
  readonly plugins: string;
  /** The provider's version. */
  readonly version: string;
}

const PROVIDER = "registry.terraform.io/hashicorp/aws";

/** Terraform and the provider, or what is missing. */
export function findTerraform(): Terraform | string {
  if (!runs("terraform", ["version"])) return "no terraform on the PATH";
  const folders = [process.env["TF_PLUGIN_CACHE_DIR"] ?? "", ...IMPLIED, ...below("/opt")];
  const plugins = folders.find((folder) => folder !== "" && existsSync(join(folder, PROVIDER)));
  if (plugins === undefined) return `no folder of plugins with ${PROVIDER}`;
  const versions = readdirSync(join(plugins, PROVIDER)).sort((a, b) => byText(ordered(a), ordered(b)));
  return { plugins, version: versions.at(-1) ?? "" };
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
const IMPLIED = [
  join(homedir(), ".terraform.d/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
];

const below = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];

const ordered = (version: string): string => version.replaceAll(/\d+/g, (number) => number.padStart(6, "0"));

/** Whether moto's server is there. */
export const findMoto = (): boolean => runs("moto_server", ["--help"]);

const runs = (command: string, flags: readonly string[]): boolean =>
  spawnSync(command, flags, { stdio: "ignore" }).status === 0;

/** Says, in a way that nobody overlooks, that a proof did not run. */
export function announce(proof: string, reason: string): void {
  console.warn(
    `\n${"!".repeat(100)}\n!! THIS PROOF DID NOT RUN: ${proof}\n!! because: ${reason}\n${"!".repeat(100)}\n`,
  );
}
