// The entry of a thread: runs the chunks by the code that was kept, if there is any, and keeps none. V8's flags are the
// main thread's affair, because all threads share them.
import { Script } from "node:vm";
import { loader } from "./chunks.ts";
import { cacheFile, type Kept, keptIn } from "./kept.ts";

// Loaded while V8 has its own flags.
process.getBuiltinModule("node:crypto");
const file = cacheFile();
const kept: Kept = file === undefined ? new Map() : keptIn(file);
loader(import.meta.dirname, kept, (_, source, options) => new Script(source, options))("./worker.cjs");
