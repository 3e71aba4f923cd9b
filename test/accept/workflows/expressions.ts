// Expressions of workflows as GitHub evaluates them.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** What expressions can read: `github`, `steps`, `matrix` and so on. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What the status functions say. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
}

interface Evaluated {
  readonly text: string;
  readonly isTrue: boolean;
}
type Evaluate = (code: string, contexts: Contexts, status: Status) => Evaluated;

const OUT = join(import.meta.dirname, "../../../build/accept/workflows/expressions.mjs");
await build({
  entryPoints: [join(import.meta.dirname, "expressions.mjs")],
  outfile: OUT,
  bundle: true,
  format: "esm",
  platform: "node",
  logLevel: "error",
});
const { evaluate } = (await import(pathToFileURL(OUT).href)) as { readonly evaluate: Evaluate };

const GOOD: Status = { success: true, failure: false };

/** A text with every `${{ }}` in it filled in. */
export function filled(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, code: string) => evaluate(code.trim(), contexts, GOOD).text);
}

/** Whether an `if:` lets its job or step run. Without a function of the status it also wants all before to be well. */
export function permits(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const code = (condition ?? "success()").replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1").trim();
  const asks = /\b(?:success|failure|always|cancelled)\s*\(/.test(code);
  return (asks || status.success) && evaluate(code, contexts, status).isTrue;
}
