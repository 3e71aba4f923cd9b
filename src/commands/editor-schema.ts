// Where an editor finds the spec's JSON Schema: in the installed package where there is one, else on a mirror of npm.
import commands from "#build/commands.json" with { type: "json" };
import type { Folder } from "#src/init/proposal.ts";

const FILE = `node_modules/${commands.name}/schema/sage.schema.json`;
/** How far above the spec a workspace's root may be. */
const LEVELS = 6;

/**
 * For the spec's first line: the way from the spec into node_modules, where the package is installed or package.json
 * names it, because that is the version that judges; else the published package, by its exact version.
 */
export function schemaFor(folder: Folder): string {
  const above = Array.from({ length: LEVELS }, (_, level) => "../".repeat(level));
  const installed = above.find((way) => folder.text(way + FILE) !== undefined);
  if (installed !== undefined) return `${installed === "" ? "./" : installed}${FILE}`;
  const isNamed = new RegExp(`"${commands.name}"\\s*:`).test(folder.text("package.json") ?? "");
  return isNamed ? `./${FILE}` : `https://unpkg.com/${commands.name}@${commands.version}/schema/sage.schema.json`;
}
