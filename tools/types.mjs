// Takes the types off our sources on their way into a Node.js that can't.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

/** A hook of Node.js: https://nodejs.org/docs/latest-v20.x/api/module.html#loadurl-context-nextload */
export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), "utf8"), { loader: "ts", format: "esm" });
  return { format: "module", shortCircuit: true, source: code };
}
