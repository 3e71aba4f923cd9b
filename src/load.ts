// Finds and reads the specs that a command is about.
import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { Finding } from "#schema/finding.ts";
import { trouble } from "#src/report/fault.ts";
import { expand } from "./load/glob.ts";
import { isGlob } from "./load/pattern.ts";

/** Where a spec is looked for, if none is named. */
const PLACES = ["sage.yaml", "spec/sage.yaml"];

/** More than the parser takes, in any writing: what is larger is not read at all. */
const MOST_BYTES = 16 * 2 ** 20;

/** A spec as it stands on disk. */
export interface SpecFile {
  /** As the reader would name it: relative to the current folder, with forward slashes. */
  readonly file: string;
  /** The name alone, for the headers of what is generated. */
  readonly source: string;
  /** The folder that it stands in, absolute. */
  readonly folder: string;
  readonly text: string;
  /** There, if the bytes are no text. */
  readonly finding: Finding | undefined;
}

/** Reads the named specs, or the one that is there; of them the `shard`. Throws where one is missing or can't be read. */
export function loadSpecs(named: readonly string[] | undefined, cwd: string, shard?: string): readonly SpecFile[] {
  const paths = named && named.length > 0 ? [...new Set(named.flatMap((name) => namedBy(name, cwd)))] : [theSpec(cwd)];
  const isOurs = shard === undefined ? () => true : shardOf(shard);
  return paths.filter((_, index) => isOurs(index)).map((path) => loadSpec(path, cwd));
}

/** What one `--spec` names: a file, or the files of a pattern. */
function namedBy(name: string, cwd: string): readonly string[] {
  if (!isGlob(name) || existsSync(resolve(cwd, name))) return [name];
  const found = expand(name, cwd);
  if (found.length > 0) return found;
  throw trouble(`${name}: no file has such a name`, "try the pattern with `ls`");
}

/** `2/5` as a test for the second of five parts. */
function shardOf(shard: string): (index: number) => boolean {
  const [, part, parts] = (/^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(shard) ?? []).map(Number);
  if (part !== undefined && parts !== undefined && part <= parts) return (index) => index % parts === part - 1;
  throw trouble(`--shard ${shard}: no part of a whole`, "write its number and how many there are: --shard 2/5");
}

function theSpec(cwd: string): string {
  const found = PLACES.find((path) => existsSync(resolve(cwd, path)));
  if (found !== undefined) return found;
  throw trouble(
    `no spec here: there is no ${PLACES.join(" and no ")}`,
    "begin one with `sage-gen init`, or name it: --spec FILE",
  );
}

function loadSpec(path: string, cwd: string): SpecFile {
  const place = resolve(cwd, path);
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat)
    throw trouble(
      `${path}: there is no such file`,
      "name the spec with --spec FILE, or begin one with `sage-gen init`",
    );
  if (stat.isDirectory())
    throw trouble(`${path}: it is a folder`, `name the file in it: --spec ${path.replace(/\/?$/, "/")}sage.yaml`);
  // A pipe may never end, and a device never does.
  if (!stat.isFile()) throw trouble(`${path}: it is no file, but a pipe or a device`, "save the spec in a file");
  const found = { file: shown(place, cwd), source: basename(place), folder: dirname(place) };
  if (stat.size > MOST_BYTES) return { ...found, text: "", finding: tooLong(stat.size) };
  const bytes = readFileSync(place);
  // UTF-16 without a mark is UTF-8 full of NUL.
  return {
    ...found,
    text: bytes.toString("utf8"),
    finding: isUtf8(bytes) && !bytes.includes(0) ? undefined : notText(),
  };
}

const notText = (): Finding => unreadable("the file is not UTF-8 text", "save it as UTF-8");
const tooLong = (size: number): Finding =>
  unreadable(`the file has ${size} bytes`, "a spec has at most four million characters");

function unreadable(problem: string, help: string): Finding {
  return { code: "yaml/syntax", path: [], range: [0, 1], values: { problem, help } };
}

/** A path as the reader would name it: relative to the current folder where it is below, else absolute. */
export function shown(path: string, cwd: string): string {
  const way = relative(cwd, path);
  if (way === "") return ".";
  const name = way.startsWith("..") || isAbsolute(way) ? path : way;
  return sep === "/" ? name : name.replaceAll(sep, "/");
}
