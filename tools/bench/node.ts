// The Node.js that is measured: not the newer one that a package brings for the tools, but the machine's own.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A Node.js to measure with. */
export interface Measuring {
  readonly node: string;
  /** Like `v20.19.0`. */
  readonly version: string;
  /** Whether it is the oldest release that the package supports: the targets are about that one. */
  readonly isTarget: boolean;
}

/** The one that BENCH_NODE names, else the first in PATH that no package brought, else the one that runs this. */
export function measuring(): Measuring {
  const inPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .find(isProgram);
  const node = process.env["BENCH_NODE"] ?? inPath ?? process.execPath;
  const { stdout, error } = spawnSync(node, ["--version"], { encoding: "utf8" });
  if (error) throw new Error(`${node}: ${error.message}`);
  const version = stdout.trim();
  return { node, version, isTarget: version.startsWith("v20.") };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
