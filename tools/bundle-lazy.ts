// Packages made lean: what oclif's files require at their head is required when it is used, and what no command of ours
// needs is left out. An empty command takes 5.2 times a bare Node.js without this, and 2 times with it.

/** `const name = require("x");`, with the wrappers that TypeScript puts around it. */
const HEAD_REQUIRE = /^const (\w+) = ((?:__importDefault\(|__importStar\()?require\("[^"]+"\)\)?);$/gm;

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

/** Whether a file is one of oclif's. */
export function isLazy(file: string): boolean {
  return /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/.test(file);
}

/** The same source with its head requires made lazy. */
export function lazily(source: string): string {
  const names = [...source.matchAll(HEAD_REQUIRE)].map(([, name = ""]) => name);
  if (names.length === 0) return source;
  const uses = new RegExp(`(?<![\\w$.])(${names.join("|")})(?![\\w$])`, "g");
  const marked = source.replace(HEAD_REQUIRE, (_, name: string, value: string) => {
    return `let loaded_${name}; const lazy_${name} = () => (loaded_${name} ??= ${value});`;
  });
  // In parentheses, because `new` would take the call for its own.
  return marked.replace(uses, "(lazy_$1())");
}
