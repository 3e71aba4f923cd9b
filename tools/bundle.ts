// Bundles the command into dist/: minified CommonJS (an ES module as entry costs 8 ms on Node.js 20), in chunks, because
// what V8 does not read at all costs nothing: `--version` and `--help` never open the compiler.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type InputOptions, type OutputOptions, type Plugin, rolldown } from "rolldown";
import { exported } from "./bundle-exports.ts";
import { isLazy, lazily, leanPackage, RARE, rareSource, standIn } from "./bundle-lazy.ts";
import { quoted } from "./bundle-quotes.ts";
import { isSeldomChunk, seldom, seldomChunks } from "./bundle-seldom.ts";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

/** oclif as a command needs it, and what few runs need of our own: loaded when used. */
const lean: Plugin = {
  name: "lean",
  resolveId(id) {
    if (id === RARE || isSeldomChunk(id)) return { id, external: "relative" };
    return id === "rare" || standIn(id) !== undefined ? `\0${id}` : undefined;
  },
  load(id) {
    if (id === "\0rare") return rareSource(ROOT);
    if (id.startsWith("\0")) return standIn(id.slice(1));
    const text = () => readFileSync(id, "utf8");
    return isLazy(id) ? lazily(text(), id) : (leanPackage(id, text) ?? seldom(id, text));
  },
};

const OPTIONS = {
  cwd: ROOT,
  platform: "node",
  // The same sources as ES modules, of which only what is used is kept.
  resolve: { alias: { yaml: join(ROOT, "node_modules", "yaml", "browser", "index.js") } },
  plugins: [lean],
  // How long it takes is the machine's affair, and no fault.
  checks: { bundlerTimings: false },
  onLog(level, log) {
    // What stands in one file with those that need it at once is still asked for late by others.
    if (level === "warn" && log.code !== "INEFFECTIVE_DYNAMIC_IMPORT") throw new Error(log.message);
  },
} satisfies InputOptions;

/**
 * What is always loaded together is one file, with all that it imports: a file takes 0.2 ms to find, read and compile,
 * and there were thirty. The first group takes what later ones share with it.
 */
const TOGETHER: readonly (readonly [name: string, modules: RegExp])[] = [
  [
    "frame",
    /@oclif[\\/]core[\\/]lib[\\/](?:command|flags)\.js$|src[\\/]commands[\\/](?:classes|flags|plain|say)\.ts$|schema[\\/]nearest\.ts$|src[\\/]report[\\/](?:fault|json)\.ts$/,
  ],
  ["judge", /src[\\/](?:judge|load)\.ts$|src[\\/]commands[\\/](?:answer|each|reading|validate|validating)\.ts$/],
  ["compile", /src[\\/]compile\.ts$|src[\\/]commands[\\/](?:build|building)\.ts$/],
  ["checking", /src[\\/]commands[\\/](?:check|checking)\.ts$/],
];

const FORM = {
  format: "cjs",
  minify: true,
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name].cjs",
  codeSplitting: { groups: TOGETHER.map(([name, test], at) => ({ name, test, priority: TOGETHER.length - at })) },
} satisfies OutputOptions;

/** The chunks of some entries, by their file names. */
async function chunksOf(
  input: Readonly<Record<string, string>>,
  constants: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const define = { "import.meta.dirname": "__dirname", ...constants };
  const bundle = await rolldown({ ...OPTIONS, input, transform: { target: "node20.19", define } });
  const { output } = await bundle.generate(FORM);
  await bundle.close();
  return new Map(
    output.map((file) => [
      file.fileName,
      file.type === "chunk" ? plain(exported(quoted(file.code))) : String(file.source),
    ]),
  );
}

/** Code in ASCII alone, which V8 holds in a byte a character and reads faster. */
function plain(code: string): string {
  // oxlint-disable-next-line no-control-regex
  return code.replace(/[^\u0000-\u007f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A chunk as src/launch/chunks.ts runs it. */
const asFunction = (code: string): string => `(function(exports,require,module,__dirname){${code}\n})`;

/** Writes dist/: the chunks of the program, and what runs them: dist/sage-gen.cjs, and dist/thread.cjs in a thread. */
export async function buildBundle(): Promise<void> {
  const entries = {
    cli: join(ROOT, "src", "cli.ts"),
    worker: join(ROOT, "src", "commands", "worker.ts"),
    rare: "rare",
  };
  const chunks = await chunksOf({ ...entries, ...seldomChunks(ROOT) }, {});
  const hash = createHash("sha256")
    .update(JSON.stringify([...chunks]))
    .digest("hex")
    .slice(0, 16);
  const launcherOf = async (...path: readonly string[]): Promise<string> => {
    const launcher = await chunksOf({ launch: join(ROOT, "src", ...path) }, { BUNDLE: JSON.stringify(hash) });
    return [...launcher.values()].join("");
  };
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST);
  for (const [name, code] of chunks) writeFileSync(join(DIST, name), asFunction(code));
  writeFileSync(join(DIST, "sage-gen.cjs"), `#!/usr/bin/env node\n${await launcherOf("launch.ts")}`);
  writeFileSync(join(DIST, "thread.cjs"), await launcherOf("launch", "thread.ts"));
  chmodSync(join(DIST, "sage-gen.cjs"), 0o755);
}
