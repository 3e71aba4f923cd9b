// The package as npm gets it: the same bytes from checkouts at different places, and the same output from it on every
// Node.js that it says it runs on.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { MAJORS, nodeOf } from "./nodes.ts";
import type { Outcome, Part } from "./part.ts";

const ROOT = join(import.meta.dirname, "../..");
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Runs a program that must not fail. */
function must(program: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, SAGE_GEN_CACHE: "off", NO_COLOR: "1" };
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (error || status !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${error?.message ?? stdout + stderr}`);
  return stdout;
}

/** What git knows, as it stands, at another place and of another day. */
function checkout(folder: string, day: Date): void {
  for (const path of must("git", ["ls-files", "-z"], ROOT).split("\0")) {
    if (path === "" || path.startsWith("out/") || path.startsWith("test/")) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(ROOT, path), join(folder, path));
    utimesSync(join(folder, path), day, day);
  }
  // Files in their own places: a path into another checkout would be the same from both.
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(join(ROOT, "node_modules")))
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
}

/** The package's tarball, made in a checkout of its own. */
function packed(folder: string, day: string): string {
  checkout(folder, new Date(day));
  must(process.execPath, ["tools/build.ts"], folder);
  must("npm", ["pack", "--ignore-scripts", "--silent"], folder);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error(`${folder} has no tarball`);
  return join(folder, tarball);
}

/** Every file of a tree with its hash and whether it may be executed. */
const treeOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted()
    .map((path) => `${path} ${statSync(join(folder, path)).mode & 0o100} ${sha256(readFileSync(join(folder, path)))}`)
    .join("\n");

/** What a release of Node.js makes of the reference spec, and of a first one. */
function madeBy(major: number, command: string, home: string): string {
  const node = nodeOf(major);
  const folder = join(home, `on-${major}`);
  mkdirSync(folder);
  cpSync(join(ROOT, "spec/sage.yaml"), join(folder, "sage.yaml"));
  must(node, [command, "--version"], folder);
  must(node, [command, "build", "--spec", "sage.yaml", "--out", "out"], folder);
  must(node, [command, "check", "--spec", "sage.yaml", "--out", "out"], folder);
  must(node, [command, "init", "first", "--project", "shop", "--yes"], folder);
  must(node, [command, "build", "--spec", "first/sage.yaml"], folder);
  return treeOf(folder);
}

function judged(home: string, lost: string[], tell: (progress: string) => void): Outcome["counts"] {
  const first = packed(join(home, "a"), "2020-02-02T02:02:02Z");
  const second = packed(join(home, "elsewhere", "deeper", "b"), "2025-05-05T05:05:05Z");
  tell("two tarballs");
  const sums = [first, second].map((path) => sha256(readFileSync(path)));
  if (sums[0] !== sums[1]) {
    const listed = [first, second].map((path) => must("tar", ["-tvzf", path], home).split("\n"));
    const other = listed[0]?.filter((line, index) => line !== listed[1]?.[index]) ?? [];
    lost.push(`the tarballs of two checkouts differ: ${sums.join(" and ")}: ${other.slice(0, 5).join("; ")}`);
  }
  must("tar", ["-xzf", first, "-C", home], home);
  const manifest = JSON.parse(readFileSync(join(home, "package/package.json"), "utf8")) as Record<string, object>;
  if (Object.keys(manifest["dependencies"] ?? {}).length > 0) lost.push("the package has dependencies");
  const texts = readdirSync(join(home, "package/dist")).map((name) =>
    readFileSync(join(home, "package/dist", name), "utf8"),
  );
  for (const place of [home, ROOT])
    if (texts.some((text) => text.includes(place))) lost.push(`the bundle names ${place}`);
  const trees = MAJORS.map((major) => {
    const tree = madeBy(major, join(home, "package/dist/sage-gen.cjs"), home);
    tell(`Node.js ${major}`);
    return tree;
  });
  MAJORS.forEach((major, index) => {
    if (trees[index] !== trees[0]) lost.push(`Node.js ${major} makes another output than Node.js ${MAJORS[0]}`);
  });
  return {
    tarballs: sums.length,
    "releases of Node.js": trees.length,
    "files made": (trees[0] ?? "").split("\n").length,
  };
}

export const packedPart: Part = {
  name: "package",
  async run(_, tell): Promise<Outcome> {
    const home = mkdtempSync(join(tmpdir(), "sage-gen-package-"));
    const lost: string[] = [];
    try {
      return { counts: await Promise.resolve(judged(home, lost, tell)), lost };
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};
