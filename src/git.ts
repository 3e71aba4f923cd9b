// Reads files as they stand at a commit, with git itself: nothing is fetched, nothing is checked out, nothing is locked.
import { spawnSync } from "node:child_process";
import { basename, dirname, posix } from "node:path";
import { trouble } from "#src/report/fault.ts";

/** A commit, and the folder of the spec in its repository. */
export interface Commit {
  /** As the user named it. */
  readonly name: string;
  /** The folder, absolute. */
  readonly folder: string;
  readonly hash: string;
  /** The way from the repository's root to the folder, with a slash at its end, or empty. */
  readonly prefix: string;
}

/** git may neither ask nor fetch what a partial clone left out. */
const QUIET = { GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
const LARGEST = 64 * 2 ** 20;

function git(folder: string, ...args: readonly string[]): { readonly ok: boolean; readonly out: string } {
  const { status, stdout, error } = spawnSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...QUIET },
    maxBuffer: LARGEST,
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT")
    throw trouble("git is not installed, or not on the PATH", "install it, or name the base as a file: --base FILE");
  if (error) throw error;
  return { ok: status === 0, out: stdout };
}

/** The commit that a ref names, in the repository that a spec lies in. Throws where there is none of either. */
export function commitOf(name: string, spec: string): Commit {
  const folder = dirname(spec);
  const prefix = git(folder, "rev-parse", "--show-prefix");
  if (!prefix.ok)
    throw trouble(
      `--base ${name}: ${basename(spec)} lies in no git repository, and there is no such file`,
      "name a spec's file, or run it in the repository that the spec is in",
    );
  const commit = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
  if (!commit.ok)
    throw trouble(
      `--base ${name}: git knows no such commit, and there is no such file`,
      `a branch of the remote is origin/${name}; in a shallow clone, fetch it first: git fetch --depth 1 origin ${name}:refs/remotes/origin/${name}`,
    );
  return { name, folder, hash: commit.out.trim(), prefix: prefix.out.replace(/\n$/, "") };
}

/** A file at a commit, by its path relative to the spec's folder; undefined where there is none. */
export function readAt({ name, folder, hash, prefix }: Commit, path: string): string | undefined {
  const place = posix.normalize(posix.join(prefix, path));
  if (place.startsWith("../")) return undefined;
  const listed = git(folder, "ls-tree", "-z", "--full-tree", hash, "--", place);
  const [, kind = "", blob = ""] = /^\d+ (\w+) ([0-9a-f]+)\t/.exec(listed.out) ?? [];
  if (!listed.ok || kind === "") return undefined;
  if (kind !== "blob") throw trouble(`${name}:${place} is no file`, "name another commit, or a file: --base FILE");
  const content = git(folder, "cat-file", "blob", blob);
  if (!content.ok)
    throw trouble(
      `${name}:${place} is not in this clone`,
      "a partial clone leaves contents out: run `git fetch --refetch`, or `git checkout` it once",
    );
  return content.out;
}
