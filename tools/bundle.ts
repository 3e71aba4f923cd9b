// Bundles the command into one minified CommonJS file: an ES module as entry costs 8 ms on Node.js 20, and every file
// that a run does not open is time won.
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { lazyRequires } from "./bundle-lazy.ts";

const ROOT = join(import.meta.dirname, "..");
const OUT = join(ROOT, "dist", "sage-gen.cjs");

/** Writes dist/sage-gen.cjs. */
export async function buildBundle(): Promise<void> {
  rmSync(join(ROOT, "dist"), { recursive: true, force: true });
  await build({
    entryPoints: [join(ROOT, "src", "cli.ts")],
    outfile: OUT,
    bundle: true,
    minify: true,
    // Names of classes show in oclif's errors.
    keepNames: false,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    legalComments: "eof",
    define: { "import.meta.dirname": "__dirname" },
    banner: { js: "#!/usr/bin/env node" },
    plugins: [lazyRequires],
    logLevel: "warning",
  });
  chmodSync(OUT, 0o755);
}
