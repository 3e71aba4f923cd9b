// Bundles the command into dist/: minified CommonJS (an ES module as entry costs 8 ms on Node.js 20), in chunks, because
// what V8 does not read at all costs nothing: `--version` and `--help` never open the compiler.
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { isLazy, lazily, standIn } from "./bundle-lazy.ts";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

/** oclif as a command needs it: its parts loaded when used, and without what it looks for plugins with. */
const leanOclif: Plugin = {
  name: "lean-oclif",
  resolveId: (id) => (standIn(id) === undefined ? undefined : `\0${id}`),
  load: (id) =>
    id.startsWith("\0") ? standIn(id.slice(1)) : isLazy(id) ? lazily(readFileSync(id, "utf8")) : undefined,
};

/** Writes dist/sage-gen.cjs and its chunks. */
export async function buildBundle(): Promise<void> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: { "sage-gen": join(ROOT, "src", "cli.ts") },
    platform: "node",
    // The same sources as ES modules, of which only what is used is kept.
    resolve: { alias: { yaml: join(ROOT, "node_modules", "yaml", "browser", "index.js") } },
    transform: { target: "node20.19", define: { "import.meta.dirname": "__dirname" } },
    plugins: [leanOclif],
    onLog(level, log) {
      if (level === "warn") throw new Error(log.message);
    },
  });
  await bundle.write({
    dir: DIST,
    cleanDir: true,
    format: "cjs",
    minify: true,
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    banner: (chunk) => (chunk.isEntry ? "#!/usr/bin/env node" : ""),
  });
  await bundle.close();
  chmodSync(join(DIST, "sage-gen.cjs"), 0o755);
}
