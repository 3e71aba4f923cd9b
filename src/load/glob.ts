// Patterns of file names, as shells have them: `*` and `?` inside of one name, `**` for any folders, `{a,b}` for either.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isGlob } from "./pattern.ts";

/** The files below `cwd` that a pattern means, sorted; names that begin with a dot and `node_modules` only by name. */
export function expand(pattern: string, cwd: string): readonly string[] {
  const found = braces(pattern.replaceAll("\\", "/")).flatMap((each) => {
    const root = each.startsWith("/") ? "/" : "";
    return walk(
      root,
      each.split("/").filter((part) => part !== "" && part !== "."),
      cwd,
    );
  });
  return [...new Set(found)].sort();
}

/** `a{b,c}` as `ab` and `ac`. */
function braces(pattern: string): readonly string[] {
  const found = /\{([^{}]*)\}/.exec(pattern);
  if (!found) return [pattern];
  const [before, after] = [pattern.slice(0, found.index), pattern.slice(found.index + found[0].length)];
  return (found[1] ?? "").split(",").flatMap((choice) => braces(before + choice + after));
}

function walk(base: string, parts: readonly string[], cwd: string): readonly string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  if (part !== "**" && !isGlob(part)) {
    const next = `${base}${part}`;
    return rest.length > 0
      ? walk(`${next}/`, rest, cwd)
      : entries(base, cwd).some(({ name }) => name === part)
        ? [next]
        : [];
  }
  if (part === "**") {
    const deeper = folders(base, cwd).flatMap((name) => walk(`${base}${name}/`, parts, cwd));
    return [...walk(base, rest.length > 0 ? rest : ["*"], cwd), ...deeper];
  }
  const form = formOf(part);
  if (rest.length > 0)
    return folders(base, cwd)
      .filter((name) => form.test(name))
      .flatMap((name) => walk(`${base}${name}/`, rest, cwd));
  return entries(base, cwd)
    .filter((entry) => entry.isFile() && form.test(entry.name))
    .map(({ name }) => `${base}${name}`);
}

function formOf(part: string): RegExp {
  const source = part
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return new RegExp(`^${part.startsWith(".") ? "" : "(?!\\.)"}${source}$`, "u");
}

/** The folders that a pattern goes into: no links, which may lead in a circle. */
function folders(base: string, cwd: string): readonly string[] {
  return entries(base, cwd)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => name);
}

function entries(base: string, cwd: string) {
  try {
    return readdirSync(base.startsWith("/") ? base : join(cwd, base), { withFileTypes: true });
  } catch {
    return [];
  }
}
