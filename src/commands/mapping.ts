// explain --map: another tool's output, with the lines of the spec behind each line that names something generated: a
// place in a file, as compilers and linters say it, or a resource, as Pulumi does.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { type Output, originsAt, outputAround, outputOf, placeOf, type SpecPlace, specOf } from "./provenance.ts";

/** A line of a generated file. */
interface Spot {
  readonly file: string;
  readonly line: number;
}

/** `file:12:5:`, as most tools say it, `file(12,5)`, as TypeScript's compiler does, and `In file line 12:`, as ShellCheck. */
const PLACES: readonly RegExp[] = [
  /^In (?<name>\S.*) line (?<line>\d+):$/,
  /(?<name>(?:[A-Za-z]:)?[^\s:()'"]+)(?::(?<line>\d+)(?::\d+)?|\((?<bracket>\d+),\d+\))/,
];

/** `aws:rds:Instance (database):`, `+ ├─ aws:rds:Instance database creating`, `urn:…::aws:rds/instance:Instance::database`. */
const RESOURCE =
  /\b(?<owner>aws|random):(?<module>[a-z0-9]+)(?:\/\w+)?:(?<name>[A-Z]\w*)(?:::|\s+\(?)(?<called>[\w-]+)/;

/** What comes in on standard input, with the places in the spec behind its lines. */
export const mapInput = async (named: readonly string[] | undefined, cwd: string): Promise<string> =>
  mapped(await text(process.stdin), named, cwd);

/** Another tool's output, with the places in the spec behind each line that names what was generated. */
export function mapped(said: string, named: readonly string[] | undefined, cwd: string): string {
  const outputAt = once((file: string) => (existsSync(file) ? outputAround(file) : undefined));
  const here = once(() => outputAround(join(cwd, "here")) ?? outputOf(specOf(undefined, named, cwd)));
  const specAt = once((_: string, output: Output) => specOf(output, named, cwd));
  const declared = once((_: string, output: Output) => declarations(output));
  const spotOf = (line: string): Spot | undefined => {
    const spot = placeIn(line);
    const names = spot ? [resolve(cwd, spot.file), ...below(here(""), spot.file)] : [];
    const file = names.find((name) => outputAt(name) !== undefined);
    if (spot && file !== undefined) return { file, line: spot.line };
    const output = here("");
    const { owner = "", module = "", name = "", called = "" } = RESOURCE.exec(line)?.groups ?? {};
    return output && declared(output.root, output).get(`${owner} ${module} ${name} ${called}`);
  };
  const behind = (line: string): string => {
    const spot = spotOf(stripVTControlCharacters(line));
    const output = spot && outputAt(spot.file);
    const reading = output && specAt(output.root, output);
    const found = spot && output && originsAt(output, spot.file, spot.line);
    if (!reading || !found) return line;
    return `${line}  ← ${found.paths.map((path) => short(placeOf(path, reading))).join(", ")}`;
  };
  return said.replace(/[^\r\n]+/g, behind);
}

function placeIn(line: string): Spot | undefined {
  for (const place of PLACES) {
    const { name, line: colon, bracket } = place.exec(line)?.groups ?? {};
    if (name !== undefined) return { file: name, line: Number(colon ?? bracket) };
  }
  return undefined;
}

/** A program says its own files from its own folder, wherever Pulumi was started. */
const below = (output: Output | undefined, file: string): readonly string[] =>
  output ? [join(output.root, "infra", file)] : [];

/** `new aws.rds.Instance("database"`, also broken over lines. */
const DECLARATION = /\bnew (aws|random)\.((?:\w+\.)?)([A-Z]\w*)\(\s*"([^"]+)"/g;

/** Where the program declares each resource, by what Pulumi calls it. */
function declarations(output: Output): ReadonlyMap<string, Spot> {
  const found = new Map<string, Spot>();
  const programs = [...output.map.keys()].filter((path) => path.startsWith("infra/") && path.endsWith(".ts"));
  for (const path of programs) {
    const file = join(output.root, path);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    for (const { index, 1: owner, 2: module = "", 3: name, 4: called } of text.matchAll(DECLARATION)) {
      const line = text.slice(0, index).split("\n").length;
      found.set(`${owner} ${module === "" ? "index" : module.slice(0, -1)} ${name} ${called}`, { file, line });
    }
  }
  return found;
}

/** A function that is asked once for each key. */
function once<T, Rest extends readonly unknown[]>(make: (key: string, ...rest: Rest) => T) {
  const made = new Map<string, T>();
  return (key: string, ...rest: Rest): T => {
    if (!made.has(key)) made.set(key, make(key, ...rest));
    return made.get(key) as T;
  };
}

const short = ({ path, file, line }: SpecPlace): string =>
  line === 0 ? `${path} (default)` : `${file}:${line} ${path}`;
