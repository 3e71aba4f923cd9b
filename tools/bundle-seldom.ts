// Our own sources that few runs need, each a chunk of its own: where they are imported, a call requires the chunk. So a spec
// that is right opens neither the parser that knows places nor the words of findings.
import { join } from "node:path";

/** Sources of ours that few runs need, and who imports them: each is a chunk, required when one of its functions is called. */
const SELDOM: Readonly<Record<string, readonly string[]>> = {
  "generators/terraform/index.ts": ["generators/index.ts"],
  "src/scrutiny.ts": ["src/judge.ts"],
  "src/load/glob.ts": ["src/load.ts"],
  "src/lower/aliases.ts": ["src/lower.ts"],
  "src/override.ts": ["src/compile.ts", "src/trial.ts"],
  "src/plan/edit.ts": ["src/plan.ts"],
  "src/plan/keep.ts": ["src/plan.ts", "src/plan/edit.ts"],
  "src/render/hcl-body.ts": ["src/render/language.ts"],
  "src/report/diagnostics.ts": ["src/commands/reading.ts"],
  "src/report/github.ts": ["src/commands/answer.ts", "src/commands/outcome.ts"],
  "src/report/human.ts": ["src/commands/answer.ts"],
  "src/report/standing.ts": ["src/commands/outcome.ts"],
  "src/resolve/overrides.ts": ["src/resolve.ts"],
  "src/verify/breach.ts": ["src/verify/data.ts"],
};

/** A source's own name: of an index, that of its folder. */
const nameOf = (source: string): string => /([\w-]+)(?:\/index)?\.ts$/.exec(source)?.[1] ?? source;
const chunkOf = (source: string): string => `./${nameOf(source)}.cjs`;

/** The chunks of such sources, by their names. */
export function seldomChunks(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(SELDOM).map((source) => [nameOf(source), join(root, source)]));
}

/** Whether a module is asked for by the name of such a chunk. */
export const isSeldomChunk = (id: string): boolean => Object.keys(SELDOM).some((source) => chunkOf(source) === id);

/** A source of ours in which the imports of such chunks are lazy; undefined for all other sources. */
export function seldom(file: string, text: () => string): string | undefined {
  const place = file.replaceAll("\\", "/");
  const needed = Object.entries(SELDOM).filter(([, by]) => by.some((importer) => place.endsWith(`/${importer}`)));
  return needed.length === 0 ? undefined : needed.reduce((source, [name]) => required(source, name, file), text());
}

/** A source in which one import is a call that requires its chunk. */
function required(text: string, source: string, file: string): string {
  const statement = new RegExp(`^import \\{ ([\\w, ]+) \\} from "[^"]*/${nameOf(source)}(?:/index)?\\.ts";$`, "m");
  const [whole = "", functions] = statement.exec(text) ?? [];
  if (functions === undefined) throw new Error(`${file} does not import functions of ${source} on one line`);
  const chunk = chunkOf(source);
  const calls = functions.split(", ").map((one) => `const ${one} = (...all) => require("${chunk}").${one}(...all);`);
  return text.replace(whole, calls.join(" "));
}
