// A Debian of the images' release in a folder, with the tools that the images have: bash, PostgreSQL's clients, AWS CLI.
// The scripts run in it as they would in a container, and the machine's own versions don't matter.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const SUITE = "trixie";
const PACKAGES = [
  "awscli",
  "ca-certificates",
  "openssl",
  "postgresql",
  "procps",
  "python3-flask",
  "python3-flask-cors",
  "python3-moto",
  "shellcheck",
  "shfmt",
];

/** Built once, and kept between runs. */
const ROOT = join(import.meta.dirname, "../../../build/accept", `debian-${SUITE}`);

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
}

export type Settings = Readonly<Record<string, string>>;

function must(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stderr}`);
}

/** Makes the folder where it is missing; about a minute. Wants root, and says what it installs. */
export function installDebian(): void {
  if (existsSync(ROOT)) return;
  if (process.getuid?.() !== 0) throw new Error("these tests make a Debian in a folder, and that takes root");
  if (spawnSync("mmdebstrap", ["--version"]).status !== 0) {
    console.log("installing mmdebstrap with apt-get");
    must("apt-get", "update", "-qq");
    must("apt-get", "install", "-y", "-qq", "--no-install-recommends", "mmdebstrap");
  }
  console.log(`making Debian ${SUITE} in ${ROOT} with ${PACKAGES.join(", ")}`);
  rmSync(`${ROOT}.new`, { recursive: true, force: true });
  mkdirSync(join(ROOT, ".."), { recursive: true });
  const include = `--include=${PACKAGES.join(",")}`;
  must("mmdebstrap", "--mode=root", "--variant=minbase", "--skip=check/empty", include, SUITE, `${ROOT}.new`);
  renameSync(`${ROOT}.new`, ROOT);
}

/** Copies a file or folder of this machine to a path in there, readable by everyone. */
export function copyIn(source: string, path: string): void {
  cpSync(source, join(ROOT, path), { recursive: true });
  must("chmod", "-R", "a+rX", join(ROOT, path));
}

/** Removes what a test has put in there. */
export const removeIn = (path: string): void => rmSync(join(ROOT, path), { recursive: true, force: true });

const MOUNTS =
  'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot --userspec="$1" "$0" "${@:2}"';

/** Starts a command in there as the user `postgres`, who is not root; its mounts end with it. */
export function start(command: readonly string[], env: Settings = {}, user = "postgres"): ChildProcess {
  return spawn("unshare", ["--mount", "bash", "-c", MOUNTS, ROOT, `${user}:${user}`, ...command], {
    env: { PATH: "/usr/local/bin:/usr/lib/postgresql/17/bin:/usr/bin:/bin:/usr/sbin:/sbin", HOME: "/tmp", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What a started command says, and how it ends. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, output };
}

/** Runs a command in there to its end. */
export const run = (command: readonly string[], env: Settings = {}, user?: string): Promise<Ended> =>
  ended(start(command, env, user));
