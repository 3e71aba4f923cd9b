// Makes what oclif requires at the head of its files be required when it is used: a command needs a fifth of it.
import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/** `const name = require("x");`, with the wrappers that TypeScript puts around it. */
const HEAD_REQUIRE = /^const (\w+) = ((?:__importDefault\(|__importStar\()?require\("[^"]+"\)\)?);$/gm;

/** The same source with its head requires made lazy. */
export function lazily(source: string): string {
  const names = [...source.matchAll(HEAD_REQUIRE)].map(([, name = ""]) => name);
  if (names.length === 0) return source;
  const uses = new RegExp(`(?<![\\w$.])(${names.join("|")})(?![\\w$])`, "g");
  const marked = source.replace(
    HEAD_REQUIRE,
    (_, name: string, value: string) => `let loaded_${name}; const lazy_${name} = () => (loaded_${name} ??= ${value});`,
  );
  // In parentheses, because `new` would take the call for its own.
  return marked.replace(uses, "(lazy_$1())");
}

/** The esbuild plugin. */
export const lazyRequires: Plugin = {
  name: "lazy-requires",
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => ({
      contents: lazily(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};
