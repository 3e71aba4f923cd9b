// What the tool remembers in the output folder: which files are its own, and where their lines came from. Both are
// committed, merged by git and edited by anyone, so they are read as hostile input.
import { isPlainMap } from "#schema/data.ts";
import type { Artifact, Origin } from "#schema/draft.ts";
import { formatPath } from "#schema/path.ts";
import type { Entry, LineOrigins, Manifest } from "#schema/plan.ts";

const VERSION = 1;

/** Reads a manifest; a text that is none comes back as the words for what is wrong with it. */
export function parseManifest(text: string): Manifest | string {
  const data = parseJson(text);
  if (!isPlainMap(data)) return /^<{7} /m.test(text) ? "holds the marks of a merge conflict" : "is no JSON object";
  if (data["version"] !== VERSION)
    return `has version ${JSON.stringify(data["version"])}, and this sage-gen knows ${VERSION}`;
  if (!isPlainMap(data["files"])) return "lists no files";
  const manifest = new Map<string, Entry>();
  for (const [path, entry] of Object.entries(data["files"])) {
    if (!isInside(path)) return `lists ${JSON.stringify(path)}, which is no file of the output`;
    if (!isPlainMap(entry) || typeof entry["sha256"] !== "string" || !/^[0-9a-f]{64}$/.test(entry["sha256"])) {
      return `has no hash for ${JSON.stringify(path)}`;
    }
    const { sha256, target, block } = entry;
    manifest.set(path, { sha256, target: typeof target === "string" ? target : "", block: block === true });
  }
  return manifest;
}

/** The manifest's text: sorted, a file a line, so that branches merge. */
export function printManifest(manifest: Manifest): string {
  const lines: string[] = [];
  for (const path of [...manifest.keys()].sort()) {
    const { sha256, target, block } = manifest.get(path) as Entry;
    const entry = JSON.stringify(block ? { sha256, target, block } : { sha256, target });
    lines.push(`    ${JSON.stringify(path)}: ${entry}`);
  }
  return `{\n  "version": ${VERSION},\n  "files": ${braced(lines, "  ")}\n}\n`;
}

/** The lines of one artifact that have an origin, in their order. */
export function originsOf({ origins }: Artifact): LineOrigins {
  const lines: (readonly [number, string])[] = [];
  for (let at = 0; at < origins.length; at += 1) {
    const { line, path } = origins[at] as Origin;
    lines.push([line, formatPath(path)]);
  }
  return lines;
}

/** Reads a map; what is not of its shape is left out, because the next build writes it anew. */
export function parseMap(text: string): ReadonlyMap<string, LineOrigins> {
  const data = parseJson(text);
  return new Map(Object.entries(isPlainMap(data) ? data : {}).map(([file, list]) => [file, originsIn(list)]));
}

function originsIn(list: unknown): LineOrigins {
  if (!Array.isArray(list)) return [];
  return list.filter((pair): pair is readonly [number, string] => {
    return Array.isArray(pair) && pair.length === 2 && Number.isInteger(pair[0]) && typeof pair[1] === "string";
  });
}

/** The map's text: a file a line. */
export function printMap(map: ReadonlyMap<string, LineOrigins>): string {
  const lines: string[] = [];
  for (const file of [...map.keys()].sort()) {
    const origins = map.get(file) as LineOrigins;
    if (origins.length > 0) lines.push(`  ${JSON.stringify(file)}: ${JSON.stringify(origins)}`);
  }
  return `${braced(lines, "")}\n`;
}

/**
 * Whether a path is one of the output's files: relative, with forward slashes, without a way up or a drive, and not
 * among git's or our own records.
 */
export function isInside(path: string): boolean {
  if (path === "" || /[\\\u0000-\u001f\u007f]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return false;
  return !/^\.(?:git|sage)$/i.test(parts[0] ?? "");
}

function braced(lines: readonly string[], indent: string): string {
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
