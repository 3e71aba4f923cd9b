// Where a folder's repository is kept: the GitHub remote and its branch, as git's own files say.
import type { Folder } from "./proposal.ts";

/** Owner, name and branch. */
export interface Repository {
  readonly name: string | undefined;
  readonly branch: string | undefined;
}

/** What `.git` says of `origin`, or of the only remote. A token in an address is never repeated. */
export function repositoryOf(folder: Folder): Repository {
  const config = folder.text(".git/config") ?? "";
  const remotes = [...config.matchAll(/^\[remote "([^"\n]+)"\][^[]*?^\s*url\s*=\s*(\S+)/gm)];
  const url = (remotes.find(([, name]) => name === "origin") ?? remotes[0])?.[2] ?? "";
  const name = /(?:^|@|\/\/)github\.com[:/]+([A-Za-z0-9-]+\/[A-Za-z0-9._-]+?)(?:\.git)?\/?$/.exec(url)?.[1];
  return { name, branch: name === undefined ? undefined : branchOf(folder, config) };
}

/** The remote's own main branch, else a local `main` or `master`, else the one that is checked out. */
function branchOf(folder: Folder, config: string): string | undefined {
  const remote = /^ref: refs\/remotes\/origin\/(\S+)/.exec(folder.text(".git/refs/remotes/origin/HEAD") ?? "")?.[1];
  const local = /^\[branch "(main|master)"\]/m.exec(config)?.[1];
  return remote ?? local ?? /^ref: refs\/heads\/(\S+)/.exec(folder.text(".git/HEAD") ?? "")?.[1];
}
