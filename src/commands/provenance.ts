// Where generated lines came from: the map of the output that a file lies in, and the spec that the map speaks of.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { valueAt } from "#schema/data.ts";
import { parsePath } from "#schema/path.ts";
import { type LineOrigins, MAP } from "#schema/plan.ts";
import { judge } from "#src/judge.ts";
import { loadSpecs, shown } from "#src/load.ts";
import { parseMap } from "#src/plan/records.ts";
import { linesOf } from "#src/report/places.ts";
import { type Reading, reading, unreadable } from "./reading.ts";

/** An output folder with its map. */
export interface Output {
  /** Absolute. */
  readonly root: string;
  readonly map: ReadonlyMap<string, LineOrigins>;
}

/** A place in the spec, as its reader would find it. */
export interface SpecPlace {
  readonly path: string;
  readonly file: string;
  /** From 1; 0 where the spec leaves it out, and it is a default. */
  readonly line: number;
  /** The text of that line. */
  readonly text: string;
}

/** The output folder that a file lies in: the nearest one upward with a map. */
export function outputAround(file: string): Output | undefined {
  for (let root = dirname(file); ; root = dirname(root)) {
    const output = outputIn(root);
    if (output || root === dirname(root)) return output;
  }
}

/** The output in a folder, if one was built there. */
export function outputIn(root: string): Output | undefined {
  const place = join(root, MAP);
  return existsSync(place) ? { root, map: parseMap(readFileSync(place, "utf8")) } : undefined;
}

/** The output of a spec, if it was built. */
export const outputOf = (one: Reading | undefined): Output | undefined =>
  one && outputIn(resolve(one.spec.folder, one.model?.output ?? "."));

/** A file as the map calls it. */
export const inOutput = ({ root }: Output, file: string): string => relative(root, file).split(sep).join("/");

/** The spec paths of one line; where it has none of its own, those of the nearest line above that has. */
export function originsAt(
  output: Output,
  file: string,
  line: number,
): { readonly paths: readonly string[]; readonly line: number } | undefined {
  const origins = output.map.get(inOutput(output, file)) ?? [];
  const nearest = origins.reduce((best, [at]) => (at <= line && at > best ? at : best), 0);
  if (nearest === 0) return undefined;
  return { line: nearest, paths: origins.flatMap(([at, path]) => (at === nearest ? [path] : [])) };
}

/** The spec of an output: the one that is named or lies here, else the nearest one upward from the output. */
export function specOf(
  output: Output | undefined,
  named: readonly string[] | undefined,
  cwd: string,
): Reading | undefined {
  const places = [cwd, ...(output ? ancestors(output.root) : [])];
  const names = named ?? places.flatMap((place) => [join(place, "sage.yaml"), join(place, "spec", "sage.yaml")]);
  const found = named ? names[0] : names.find((name) => existsSync(name));
  const [spec] = found === undefined ? [] : loadSpecs([found], cwd);
  if (!spec) return undefined;
  return spec.finding ? unreadable(spec, spec.finding) : reading(spec, judge(spec.text, spec.source));
}

function ancestors(folder: string): readonly string[] {
  const above = resolve(folder, "..");
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}

/** Where a spec path stands. */
export function placeOf(path: string, { document, spec, text }: Reading): SpecPlace {
  const keys = parsePath(path) ?? [];
  if (!document || valueAt(document.data, keys) === undefined) return { path, file: spec.file, line: 0, text: "" };
  const lines = linesOf(text);
  const line = lines.at(document.locate(keys, "key")[0]).line;
  return { path, file: spec.file, line, text: lines.text(line).trim() };
}

/** A file of the output as its reader would name it. */
export const fileIn = ({ root }: Output, path: string, cwd: string): string => shown(join(root, path), cwd);
