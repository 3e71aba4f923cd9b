// Packages made lean: what oclif's files require at their head is required when it is used, and what no command of ours
// needs is left out. An empty command takes 5.2 times a bare Node.js without this, and 2 times with it.

import { createRequire } from "node:module";
import { join } from "node:path";

/** `const name = require("x");`, with the wrappers that TypeScript puts around it; `var` where it is exported again. */
const HEAD_REQUIRE =
  /^(?:const|var) (\w+) = ((?:__importDefault\(|__importStar\()?require\("[^"]+"\)(?:\["[^"]+"\])?\)?);$/gm;

const NOTHING = "module.exports = {};";
/** What oclif uses to find plugins and themes on disk, to draw spinners and to trace itself, and what stands in. */
const STAND_INS: Readonly<Record<string, string>> = {
  // What judges JSON Schemas that a client sends: a server that asks its client nothing gets none.
  "@modelcontextprotocol/server/_shims":
    'export { default as process } from "node:process"; export class DefaultJsonSchemaValidator {}',
  "cli-spinners": NOTHING,
  debug: "module.exports = () => Object.assign(() => {}, { enabled: false });",
  "get-package-type": NOTHING,
  lilconfig: NOTHING,
  minimatch: NOTHING,
  tinyglobby: NOTHING,
  "wsl-utils": "export const isWsl = false;",
};

/** The source that stands in for a package, if one does. */
export function standIn(id: string): string | undefined {
  return Object.hasOwn(STAND_INS, id) ? STAND_INS[id] : undefined;
}

/** The chunk of oclif's parts that no command needs that goes right: help, errors, and what looks for plugins. */
export const RARE = "./rare.cjs";
/** Where that chunk is entered. */
const RARELY_USED = [
  "config/plugin.js",
  "config/ts-path.js",
  "errors/index.js",
  "errors/warn.js",
  "help/index.js",
  "module-loader.js",
  "parser/errors.js",
  "util/cache-command.js",
  "util/determine-priority.js",
  "util/find-root.js",
  "util/fs.js",
  "util/read-pjson.js",
  "util/read-tsconfig.js",
  "ux/index.js",
  "ux/theme.js",
];
const OCLIF = join("@oclif", "core", "lib");

/** What the rare chunk calls a file of oclif's that is entered in it; undefined where the file is none of these. */
function rareName(file: string): string | undefined {
  return RARELY_USED.find((rare) => file.endsWith(join(OCLIF, rare)));
}

/** The source of that chunk: each of its parts by its name, loaded when it is asked for. */
export function rareSource(root: string): string {
  const getter = (name: string, id: string) => `get "${name}"() { return require(${JSON.stringify(id)}); }`;
  const files = RARELY_USED.map((name) => getter(name, join(root, "node_modules", OCLIF, name)));
  return `module.exports = { ${[getter("ejs", "ejs"), ...files].join(", ")} };`;
}

/** What oclif asks of its own package.json: the whole of it as an object takes 3.5 M instructions. */
export function leanPackage(file: string, text: () => string): string | undefined {
  if (!file.endsWith(join("@oclif", "core", "package.json"))) return undefined;
  const { name, version } = JSON.parse(text()) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ name, version });
}

/** Whether a file is one of oclif's. */
export function isLazy(file: string): boolean {
  return /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/.test(file);
}

/** What stands in oclif's files, and what stands there for us; a text that is not there any more is told. */
const CHANGES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "main.js": [
    // What each command asks of oclif's help is in a file of its own; the rest of it only prints help.
    ['= require("./help");', '= require("./help/util");'],
    ["help_1.loadHelpClass", 'require("./help").loadHelpClass'],
    // Of what prints and colours, `--version` needs only this.
    ["ux_1.ux.stdout(", 'require("./ux/write").stdout('],
  ],
  "command.js": [
    // `runPlain` hands over all that a command asks of the configuration.
    ["await config_1.Config.load(opts || require.main?.filename || __dirname)", "opts"],
    // Our own `say` outlives a reader that stops reading; here, a stream would be made for every command.
    ["process.stdout.on('error', ", "(() => {})("],
  ],
};

function changed(text: string, file: string): string {
  const name = Object.keys(CHANGES).find((each) => file.endsWith(join(OCLIF, each)));
  return (CHANGES[name ?? ""] ?? []).reduce((source, [old, own]) => {
    if (!source.includes(old)) throw new Error(`${file} does not say ${old} any more`);
    return source.replace(old, () => own);
  }, text);
}

/** The same source, with what is rarely used required from its own chunk. */
function rarely(source: string, file: string): string {
  if (rareName(file) !== undefined) return source;
  const { resolve } = createRequire(file);
  return source.replace(/\brequire\("(ejs|\.[^"]*)"\)/g, (whole, id: string) => {
    const name = id === "ejs" ? id : rareName(resolve(id));
    return name === undefined ? whole : `require("${RARE}")["${name}"]`;
  });
}

/** One of oclif's sources with its head requires made lazy. */
export function lazily(text: string, file: string): string {
  const source = rarely(changed(text, file), file);
  const names = [...source.matchAll(HEAD_REQUIRE)].map(([, name = ""]) => name);
  if (names.length === 0) return source;
  const uses = new RegExp(`(?<![\\w$.])(${names.join("|")})(?![\\w$])`, "g");
  const marked = source.replace(HEAD_REQUIRE, (_, name: string, value: string) => {
    return `let loaded_${name}; const lazy_${name} = () => (loaded_${name} ??= ${value});`;
  });
  // In parentheses, because `new` would take the call for its own.
  return marked.replace(uses, "(lazy_$1())");
}
