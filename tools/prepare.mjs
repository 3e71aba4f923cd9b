// Builds the package where npm installs it from git, as pre-commit does: also under a Node.js that does not read TypeScript
// by itself yet, and also where npm has left out what the build needs.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { register } from "node:module";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

// `npm install --global` of a repository hands `global` on to the installation inside it, which then installs nothing.
if (!existsSync(join(ROOT, "node_modules", "rolldown"))) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(global|prefix)$/i.test(name)),
  );
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: ROOT,
    env: { ...env, npm_config_global: "false" },
    shell: process.platform === "win32",
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(1);
}
if (!process.features.typescript) register("./types.mjs", import.meta.url);
await import("./build.ts");
