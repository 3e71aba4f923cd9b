// Runs the program's chunks, each once, when it is asked for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Script, ScriptOptions } from "node:vm";
import type { Kept } from "./kept.ts";

/** Compiles a chunk; without kept code, where the options have none. */
type Compile = (id: string, source: string, options: ScriptOptions) => Script;
/** What a chunk's file holds: one function of these, so that V8 need not copy it into another text. */
type Chunk = (exports: object, require: (id: string) => unknown, module: { exports: object }, dirname: string) => void;

/** What `require` is to the chunks. */
export function loader(dist: string, kept: Kept, compile: Compile): (id: string) => unknown {
  const modules = new Map<string, { exports: object }>();
  const load = (id: string): unknown => {
    if (!id.startsWith("./")) return process.getBuiltinModule(id);
    const known = modules.get(id);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(id, module);
    const place = join(dist, id);
    const source = readFileSync(place, "latin1");
    const cachedData = kept.get(id);
    const script = compile(id, source, { filename: place, ...(cachedData ? { cachedData } : {}) });
    (script.runInThisContext() as Chunk)(module.exports, load, module, dist);
    return module.exports;
  };
  return load;
}
